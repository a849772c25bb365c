/** What is said of the difference of two bundles, the same in every form for people. */
import type { BundleDifference, Cause, ToldChange } from '../../evidence/bundle-difference.ts';
import { isSame } from '../../evidence/bundle-difference.ts';
import type { EvidenceLine, Manifest } from '../../evidence/bundle-format.ts';
import type { ComparedFile } from '../../evidence/diff-bundles.ts';

const CAUSES: Readonly<Record<Cause, string>> = {
  repository: 'from the repositories: what looked for them is the same',
  scanner: 'from the scanner: the refs are the same',
  either: 'from either: refs and scanner are both different',
  unknown: 'from neither: refs and scanner are the same; an earlier scan was not complete, say',
};

export function verdictOf(difference: BundleDifference): string {
  if (!difference.hasOneKey) return 'NOT COMPARABLE: findings were hashed under different keys';
  return isSame(difference) ? 'THE SAME' : 'DIFFERENT';
}

/** A word and a sentence each. */
export function headWords({
  from,
  to,
  made,
  causes,
}: BundleDifference): ReadonlyArray<readonly [string, string]> {
  const causeWords = Object.entries(CAUSES).flatMap(([name, words]): Array<readonly [string, string]> => {
    const count = Object.entries(causes).find(([cause]) => cause === name)?.[1] ?? 0;
    return count > 0 ? [['findings', `${count} ${words}`]] : [];
  });
  return [
    ['from', runWords(from)],
    ['to', runWords(to)],
    [
      'scanner',
      made.length === 0 ? 'the same version, detectors and options' : `different: ${made.join(', ')}`,
    ],
    ...causeWords,
  ];
}

function runWords({ run, complete }: Manifest): string {
  const covered = complete ? '' : ', incomplete';
  return `run ${run.number} of ${run.startedAt}, bitsieve ${run.tool.version}, ${run.target}${covered}`;
}

/** `refs`, for a heading. */
export function titleOf(file: ComparedFile): string {
  return file.replace('.jsonl', '').replace('-', ' ');
}

const MARKS = { new: '+', gone: '-', changed: '~' } as const;

/** @returns text of others */
export function changeWords(file: ComparedFile, { kind, line, before, differs, cause }: ToldChange): string {
  const what = differs.map((name) => `${name} ${short(before?.[name])} -> ${short(line[name])}`).join(', ');
  const parts = [MARKS[kind], nameOf(file, line), what, cause === undefined ? '' : `[${cause}]`];
  return parts.filter((part) => part !== '').join(' ');
}

function nameOf(file: ComparedFile, line: EvidenceLine): string {
  return NAMES[file]
    .map((name) => short(line[name]))
    .filter((text) => text !== '')
    .join(' ');
}

const NAMES: Readonly<Record<ComparedFile, readonly string[]>> = {
  'repositories.jsonl': ['fullName'],
  'findings.jsonl': ['level', 'label', 'masked', 'repository', 'path', 'line', 'fingerprint'],
  'refs.jsonl': ['repositoryId', 'name', 'oid'],
  'inventory.jsonl': ['repositoryId', 'label'],
  'pull-requests.jsonl': ['repositoryId', 'id', 'state'],
  'pushes.jsonl': ['repositoryId', 'id', 'at', 'ref', 'to'],
  'scopes.jsonl': ['scope', 'scopeId'],
  'readers.jsonl': ['scope', 'scopeId', 'subject', 'name', 'level'],
  'problems.jsonl': ['code', 'message'],
  'detectors.jsonl': ['id'],
};

const LONGEST = 120;

function short(value: unknown): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
