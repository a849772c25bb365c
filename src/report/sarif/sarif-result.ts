/** One finding as a SARIF result. */
import { createHash } from 'node:crypto';
import type { FindingRecord } from '../disclosure/finding-record.ts';
import { exposureWords } from '../text/exposure-words.ts';
import { formWords, pairWords } from '../text/place-words.ts';
import { verifiedWords } from '../text/verified-words.ts';
import { tipWords } from '../text/tip-words.ts';
import { artifactUri } from './artifact-uri.ts';
import { messageText } from './message-text.ts';
import { SARIF_LEVELS } from './sarif-level.ts';

/** GitHub shows 100 locations of a result and refuses more than 1,000. */
const MAX_RELATED = 100;

/** In the words of SARIF 2.1.0, section 3.27.24. */
const BASELINE_STATES = { new: 'new', gone: 'absent', changed: 'updated' } as const;

interface ResultParts {
  readonly finding: FindingRecord;
  /** The default mask whatever `--redact` says: the line hash must not change with it. */
  readonly stableMask: string;
  readonly ruleIndex: number;
}

/**
 * Gives a function that makes results; it counts equal ones, so call it in the order of the report. The line hash holds
 * no commit and no line: an alert stays the same one when history is rewritten or the file above it grows.
 */
export function sarifResults(): (parts: ResultParts) => object {
  const seen = new Map<string, number>();
  return ({ finding, stableMask, ruleIndex }) => {
    const hash = shortHash([wholePath(finding), finding.detector, stableMask]);
    const ordinal = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, ordinal);
    return {
      ruleId: finding.detector,
      ruleIndex,
      level: SARIF_LEVELS[finding.severity].level,
      message: { text: resultMessage(finding) },
      ...(finding.change === undefined ? {} : { baselineState: BASELINE_STATES[finding.change] }),
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: artifactUri(wholePath(finding)) },
            ...region(finding),
          },
        },
      ],
      ...relatedLocations(finding),
      partialFingerprints: {
        primaryLocationLineHash: `${hash}:${ordinal}`,
        'bitsieveFingerprint/v1': finding.fingerprint,
      },
      properties: resultProperties(finding),
    };
  };
}

/** Of many repositories each is a folder. */
function wholePath({
  repository,
  path,
}: {
  readonly repository?: string | undefined;
  readonly path: string;
}): string {
  return repository === undefined ? path : `${repository}/${path}`;
}

function shortHash(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

function resultMessage(finding: FindingRecord): string {
  const { title, label, level, confidence, commit } = finding;
  const sentences = [
    `${title}: ${finding.secret ?? finding.masked} (${label}, ${level}, confidence ${confidence}).`,
    commit === null ? '' : `Came in with commit ${commit.slice(0, 12)}.`,
    sentence(tipWords(finding, 3)),
    sentence(exposureWords(finding)),
    sentence(formWords(finding)),
    sentence(pairWords(finding)),
    sentence(verifiedWords(finding)),
    finding.inside.length > 0 ? `Inside: ${finding.inside.join('!')}.` : '',
  ];
  return messageText(sentences.filter((text) => text !== '').join(' '));
}

function sentence(words: string): string {
  return words === '' ? '' : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

/** Lines within a member of an archive are none of the file's. */
function region({ inside, line, column, endLine, endColumn }: FindingRecord): object {
  return inside.length > 0 ? {} : { region: { startLine: line, startColumn: column, endLine, endColumn } };
}

/** Further paths have no line of their own: the same blob, or another version of it. */
function relatedLocations({ repository, otherPaths }: FindingRecord): object {
  if (otherPaths.length === 0) return {};
  const related = otherPaths.slice(0, MAX_RELATED).map(({ path, commit }, index) => ({
    id: index + 1,
    physicalLocation: { artifactLocation: { uri: artifactUri(wholePath({ repository, path })) } },
    message: { text: commit === null ? 'Also here.' : `Also here, since commit ${commit.slice(0, 12)}.` },
  }));
  return { relatedLocations: related };
}

function resultProperties(finding: FindingRecord): object {
  const { label, level, severity, confidence, masked, secret, secretId, kind, commit, author } = finding;
  return {
    label,
    level,
    severity,
    confidence,
    masked,
    ...(finding.repository === undefined ? {} : { repository: finding.repository }),
    ...(finding.before === undefined ? {} : { before: finding.before }),
    ...(secret === undefined ? {} : { secret }),
    secretId,
    kind,
    commit,
    author: author === null ? null : `${author.name} <${author.email}>`,
    date: finding.date,
    atTip: finding.atTip,
    count: finding.count,
    encoding: finding.encoding,
    inside: finding.inside,
    linked: finding.linked,
    tips: finding.tips,
    reach: finding.reach,
    exposure: finding.exposure,
    furtherIntervals: finding.furtherIntervals,
    versions: finding.versions,
    otherPathCount: finding.otherPaths.length,
    ...(finding.verification && { verification: finding.verification }),
  };
}
