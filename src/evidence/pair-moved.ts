/** A secret that is gone at one path of a repository and new at another has moved: that is one change, not two. */
import type { EvidenceLine } from './bundle-format.ts';
import type { BundleChange } from './diff-bundles.ts';

/** Of one secret in one repository; where more have changed, the rest stays as it is. */
const MOST = 1000;
const ALIKE = ['forge', 'repositoryId', 'fingerprint'];

/** @param changes in the order of findings, so all of one secret in one repository stand together */
export function* pairMoved(
  changes: Iterable<BundleChange>,
  changeOf: (before: EvidenceLine, line: EvidenceLine) => BundleChange | null,
): Generator<BundleChange> {
  let group: BundleChange[] = [];
  for (const change of changes) {
    const [first] = group;
    if (first && (group.length >= MOST || !isAlike(first.line, change.line))) {
      yield* paired(group, changeOf);
      group = [];
    }
    group.push(change);
  }
  yield* paired(group, changeOf);
}

function* paired(
  group: readonly BundleChange[],
  changeOf: (before: EvidenceLine, line: EvidenceLine) => BundleChange | null,
): Generator<BundleChange> {
  const left = group.filter(({ kind }) => kind === 'gone');
  for (const change of group) {
    if (change.kind === 'changed') yield change;
    if (change.kind !== 'new') continue;
    const gone = left.shift();
    if (gone) yield changeOf(gone.line, change.line) ?? { ...change, kind: 'changed', before: gone.line };
    else yield change;
  }
  yield* left;
}

function isAlike(one: EvidenceLine, other: EvidenceLine): boolean {
  return ALIKE.every((name) => one[name] === other[name]);
}
