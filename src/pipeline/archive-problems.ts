/** What could not be opened or kept of a blob, as problems: one of each kind for a blob, however many members it happened to. */
import type { Trouble } from '../containers/expand.ts';
import type { TroubleKind } from '../containers/container.ts';
import { plainText } from '../core/plain-text.ts';
import type { Problem, ProblemCode } from '../core/problem.ts';
import { tooManyCandidates } from './scanned.ts';

const SAID: Readonly<Record<TroubleKind, readonly [code: ProblemCode, words: string]>> = {
  limit: ['archive-limit', 'more, larger or deeper than is expanded, and not scanned'],
  damaged: ['archive-damaged', 'damaged, and scanned only as far as it can be read'],
  encrypted: ['archive-encrypted', 'encrypted, and not scanned'],
  encoded: ['decode-limit', 'encoded in a part that expands to more than is decoded, and was left out'],
  unsupported: ['archive-unsupported', 'packed in a way that is not known here, and not scanned'],
};

const MOST_NAME = 120;

/** @param name of the blob or file that was opened */
export function archiveProblems(
  name: string,
  where: { object?: string; path?: string },
  troubles: readonly Trouble[],
): Problem[] {
  return troubles.map(({ kind, inside, count }) => {
    const first = plainText(Buffer.from(inside.join('!'), 'latin1').toString('utf8'), MOST_NAME);
    const part = first === '' ? name : `${first} in ${name}`;
    const more = count > 1 ? ` (and ${count - 1} more)` : '';
    const [code, words] = SAID[kind];
    return { code, severity: 'warning', message: `${part} is ${words}${more}`, ...where };
  });
}

export function isArchiveProblem({ code }: Problem): boolean {
  return code.startsWith('archive-') || code === 'decode-limit';
}

/** @param nameOf the object's name; undefined for one that nothing is to be said of */
export function tellOfBlobs(
  { cut, troubles }: { cut: readonly number[]; troubles: ReadonlyMap<number, readonly Trouble[]> },
  nameOf: (id: number) => string | undefined,
  onProblem: (problem: Problem) => void,
): void {
  for (const [id, own] of troubles) {
    const object = nameOf(id);
    if (object !== undefined) archiveProblems(`blob ${object}`, { object }, own).forEach(onProblem);
  }
  for (const id of cut) {
    const object = nameOf(id);
    if (object !== undefined) onProblem(tooManyCandidates(`Blob ${object}`, { object }));
  }
}
