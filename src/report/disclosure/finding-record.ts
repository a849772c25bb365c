/** The shape in which every format sees a finding, and which `json` and `jsonl` print: one record a place. */
import type { ExposureInterval, Finding, Introduction, LinkedFinding } from '../../core/finding.ts';
import type { SecretValue } from '../../core/secret-value.ts';
import type { IntroductionRecord, ToldFinding } from '../../core/stored-finding.ts';

export interface FindingRecord extends ToldFinding {
  /** Only with `--show-secrets`. */
  readonly secret?: string;
}

/** How the strings of one run are made fit to be shown. */
export interface Disclosure {
  /** Known secrets inside a text that is not one itself become their masks. */
  hide(text: string): string;
  mask(value: SecretValue): string;
  /** The clear text where the user asked for it, else undefined. */
  clear(value: SecretValue): string | undefined;
}

/**
 * Makes the record of one finding. Names that the tool itself gives (detector, label, scales, hashes) are never hidden:
 * a password "CONFIDENTIAL" must not change what a pipeline reads.
 */
export function findingRecord(finding: Finding, disclosure: Disclosure): FindingRecord {
  const hide = (text: string): string => disclosure.hide(text);
  const secret = disclosure.clear(finding.value);
  return {
    path: hide(finding.path),
    line: finding.line,
    endLine: finding.endLine,
    column: finding.column,
    endColumn: finding.endColumn,
    detector: finding.detector,
    title: hide(finding.title),
    issuer: hide(finding.issuer),
    label: finding.label,
    level: finding.level,
    severity: finding.severity,
    confidence: finding.confidence,
    notes: finding.notes.map(hide),
    fingerprint: finding.fingerprint,
    secretId: finding.secretId,
    masked: disclosure.mask(finding.value),
    ...(secret === undefined ? {} : { secret }),
    count: finding.count,
    encoding: finding.encoding,
    inside: finding.inside.map(hide),
    linked: finding.linked.map((other) => linkedOf(other, hide)),
    kind: finding.kind,
    blob: finding.blob,
    ...introductionRecord(finding.introduced, hide),
    otherPaths: finding.otherPaths.map((other) => ({
      path: hide(other.path),
      ...introductionRecord(other.introduced, hide),
    })),
    ...presence(finding, hide),
    versions: finding.versions,
    entropy: finding.entropy,
    exposes: hide(finding.exposes),
    revoke: hide(finding.revoke),
    references: finding.references.map(hide),
  };
}

function linkedOf(
  { detector, title, secretId, line }: LinkedFinding,
  hide: (text: string) => string,
): LinkedFinding {
  return { detector, title: hide(title), secretId, line };
}

/** Where it lies now, from when till when it did, and whether it still works. */
function presence(
  finding: Finding,
  hide: (text: string) => string,
): Pick<FindingRecord, 'atTip' | 'tips' | 'reach' | 'exposure' | 'furtherIntervals' | 'verification'> {
  return {
    ...(finding.verification && { verification: finding.verification }),
    atTip: finding.atTip,
    tips: finding.tips.map(hide),
    reach: finding.reach,
    exposure: finding.exposure.map((interval) => intervalOf(interval, hide)),
    furtherIntervals: finding.furtherIntervals,
  };
}

function introductionRecord(
  introduced: Introduction | null,
  hide: (text: string) => string,
): IntroductionRecord {
  if (introduced === null) return { commit: null, author: null, date: null };
  const { commit, author, date } = introduced;
  return { commit, author: { name: hide(author.name), email: hide(author.email) }, date };
}

function intervalOf(
  { branch, cameIn, left }: ExposureInterval,
  hide: (text: string) => string,
): ExposureInterval {
  return { branch: hide(branch), cameIn: momentOf(cameIn), left: left && momentOf(left) };
}

/** These two fields and no others: whatever else an object carries has not been hidden. */
function momentOf({ commit, date }: ExposureInterval['cameIn']): ExposureInterval['cameIn'] {
  return { commit, date };
}
