/** How large the named objects are, expanded. */
import type { Problem } from '../core/problem.ts';
import { type GitPlace, runGit } from './git-process.ts';

/** @returns sizes by name; an object that is not there is a problem and has no size */
export async function sizesOf(
  place: GitPlace,
  oids: readonly string[],
  onProblem: (problem: Problem) => void,
): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  if (oids.length === 0) return sizes;
  const { stdout } = await runGit(place, ['cat-file', '--batch-check', '--buffer'], `${oids.join('\n')}\n`);
  for (const line of stdout.toString('latin1').split('\n')) {
    const [oid = '', , size] = line.split(' ');
    if (size !== undefined) sizes.set(oid, Number(size));
  }
  for (const oid of oids) if (!sizes.has(oid)) onProblem(missingObject(oid));
  return sizes;
}

/** Those of them that are there and no larger than that. */
export async function smallEnough(
  place: GitPlace,
  oids: readonly string[],
  maxBytes: number,
): Promise<string[]> {
  const sizes = await sizesOf(place, oids, () => undefined);
  return oids.filter((oid) => (sizes.get(oid) ?? Infinity) <= maxBytes);
}

export function missingObject(oid: string): Problem {
  return {
    code: 'missing-object',
    severity: 'error',
    message: `Object ${oid} is missing from the repository`,
    object: oid,
  };
}
