/** The rules of a SARIF run: one for each detector that found something, with what to know and to do about it. */
import { SEVERITIES, compareOn } from '../../core/severity.ts';
import type { FindingRecord } from '../disclosure/finding-record.ts';
import { visibleText } from '../text/visible-text.ts';
import { SARIF_LEVELS } from './sarif-level.ts';

interface SarifRules {
  readonly rules: readonly object[];
  readonly indexOf: ReadonlyMap<string, number>;
}

/** Everything that could make a link, an image, HTML or a table out of a title. */
const MARKDOWN = /[\\`*_{}[\]<>#|!&]/g;
/** RFC 3986 in its plain form: what does not fit is left out rather than repaired. */
const WEB_ADDRESS = /^https?:\/\/[\w.-]+(?::\d+)?(?:[/?#](?:[\w.~!$&'()*+,;=:@/?-]|%[\dA-Fa-f]{2})*)*$/;

/** A detector's findings may differ in severity; its rule has the worst of them. */
export function sarifRules(findings: Iterable<FindingRecord>): SarifRules {
  const worst = new Map<string, FindingRecord>();
  for (const finding of findings) {
    const known = worst.get(finding.detector);
    if (known === undefined || compareOn(SEVERITIES, finding.severity, known.severity) > 0) {
      worst.set(finding.detector, finding);
    }
  }
  return {
    rules: [...worst.values()].map(sarifRule),
    indexOf: new Map([...worst.keys()].map((detector, index) => [detector, index])),
  };
}

function sarifRule(finding: FindingRecord): object {
  const { level, securitySeverity } = SARIF_LEVELS[finding.severity];
  const helpUri = finding.references.find((reference) => isWebAddress(reference));
  const title = visibleText(finding.title);
  return {
    id: finding.detector,
    name: pascalCase(finding.detector),
    shortDescription: { text: title },
    fullDescription: { text: fullDescription(finding, title) },
    help: { text: helpText(finding), markdown: helpMarkdown(finding) },
    ...(helpUri === undefined ? {} : { helpUri }),
    defaultConfiguration: { level },
    properties: {
      tags: ['security', finding.label],
      precision: { low: 'low', medium: 'medium', high: 'high' }[finding.confidence],
      'security-severity': securitySeverity,
    },
  };
}

function fullDescription({ issuer, label, level }: FindingRecord, title: string): string {
  const of = issuer === '' ? '' : `, issued by ${visibleText(issuer)}`;
  return `${title}${of}: ${label}, ${level}.`;
}

function helpText(finding: FindingRecord): string {
  const lines = helpParts(finding).map(([name, text]) => `${name}: ${visibleText(text)}`);
  return lines.length === 0 ? visibleText(finding.title) : lines.join('\n');
}

function helpMarkdown(finding: FindingRecord): string {
  const lines = helpParts(finding).map(([name, text]) => `**${name}**: ${markdownText(text)}`);
  const links = finding.references
    .filter((reference) => isWebAddress(reference))
    .map((link) => `- <${link}>`);
  return [`### ${markdownText(finding.title)}`, ...lines, links.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function helpParts({ exposes, revoke }: FindingRecord): [string, string][] {
  const parts: [string, string][] = [
    ['What it exposes', exposes],
    ['How to revoke it', revoke],
  ];
  return parts.filter(([, text]) => text !== '');
}

function markdownText(text: string): string {
  return visibleText(text).replaceAll(MARKDOWN, '\\$&');
}

function isWebAddress(reference: string): boolean {
  return WEB_ADDRESS.test(reference) && URL.canParse(reference);
}

/** SARIF asks for a name that reads as an identifier. */
function pascalCase(id: string): string {
  return id
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
