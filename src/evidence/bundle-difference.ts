/** Two bundles held against each other: how much is different, and whether that comes from the repositories or from the scanner. */
import { canonicalJson } from '../core/canonical-json.ts';
import type { Change } from '../core/stored-finding.ts';
import type { EvidenceLine, Manifest } from './bundle-format.ts';
import {
  type BundleChange,
  changesIn,
  type ComparedFile,
  COMPARED_FILES,
  type OpenBundle,
} from './diff-bundles.ts';

/**
 * Why a finding is different. `repository`: its repository came, went or has other refs, and what looked for it is the same. `scanner`:
 * the other way round. `either`: both are different. `unknown`: neither is; an earlier scan was not complete, say.
 */
export type Cause = 'repository' | 'scanner' | 'either' | 'unknown';

export interface ComparedBundle extends OpenBundle {
  readonly manifest: Manifest;
}

export type ToldChange = BundleChange & { readonly cause?: Cause };

export type ChangeCounts = Readonly<Record<Change, number>>;

export interface BundleDifference {
  readonly from: Manifest;
  readonly to: Manifest;
  /** Parts of what made the two that are different: `tool`, `detectors`, `options`, `asked`, `key`. */
  readonly made: readonly string[];
  /** False: under different keys no finding can be told from another. */
  readonly hasOneKey: boolean;
  readonly counts: Readonly<Record<ComparedFile, ChangeCounts>>;
  /** Of changes of findings. */
  readonly causes: Readonly<Record<Cause, number>>;
  /** Walked anew each time; few are in memory. */
  readonly changes: (file: ComparedFile) => Iterable<ToldChange>;
}

export function differenceOf(from: ComparedBundle, to: ComparedBundle): BundleDifference {
  const made = differentParts(from.manifest, to.manifest);
  const hasOneKey = !made.includes('key');
  const causeOf = causeFinder(from, to, made);
  function* changes(file: ComparedFile): Generator<ToldChange> {
    if (file !== 'findings.jsonl') yield* changesIn(file, from, to);
    else if (hasOneKey)
      for (const change of changesIn(file, from, to)) yield { ...change, cause: causeOf(change) };
  }
  const causes = { repository: 0, scanner: 0, either: 0, unknown: 0 };
  const counted = COMPARED_FILES.map((file) => {
    const counts = { new: 0, gone: 0, changed: 0 };
    for (const { kind, cause } of changes(file)) {
      counts[kind] += 1;
      if (cause) causes[cause] += 1;
    }
    return [file, counts] as const;
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each of them is in the list
  const counts = Object.fromEntries(counted) as Record<ComparedFile, ChangeCounts>;
  return { from: from.manifest, to: to.manifest, made, hasOneKey, counts, causes, changes };
}

export function isSame({ made, counts }: BundleDifference): boolean {
  return (
    made.length === 0 && Object.values(counts).every((each) => each.new + each.gone + each.changed === 0)
  );
}

function differentParts(from: Manifest, to: Manifest): string[] {
  const partsOf = ({ run, asked, keyId }: Manifest): Record<string, unknown> => ({
    tool: run.tool.version,
    detectors: run.tool.detectorDigest,
    options: run.optionsDigest,
    asked,
    key: keyId,
  });
  const [one, other] = [partsOf(from), partsOf(to)];
  return Object.keys(one).filter((name) => canonicalJson(one[name]) !== canonicalJson(other[name]));
}

function causeFinder(
  from: OpenBundle,
  to: OpenBundle,
  made: readonly string[],
): (change: BundleChange) => Cause {
  const moved = new Set<string>();
  for (const { kind, line } of changesIn('repositories.jsonl', from, to))
    if (kind !== 'changed') moved.add(repositoryOf(line));
  for (const { line } of changesIn('refs.jsonl', from, to)) moved.add(repositoryOf(line));
  const detectors = new Set<unknown>();
  for (const { line } of changesIn('detectors.jsonl', from, to)) detectors.add(line['id']);
  const isOtherwiseMade = made.includes('tool') || made.includes('options');
  return ({ line }) => {
    const isMoved = moved.has(repositoryOf(line));
    const isScanned = isOtherwiseMade || detectors.has(line['detector']);
    if (isMoved && isScanned) return 'either';
    if (isMoved) return 'repository';
    return isScanned ? 'scanner' : 'unknown';
  };
}

function repositoryOf({ forge, repositoryId }: EvidenceLine): string {
  return canonicalJson([forge, repositoryId]);
}
