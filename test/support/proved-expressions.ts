/** What recheck told of expressions that have not changed since. An entry is of one expression, one version of recheck and its parameters. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { check } from 'recheck';
import { currentSeed } from './seed.ts';

/** `open`: it could not be told in time. Any other answer is never kept, so it is asked for each time. */
const KEPT = ['linear', 'open'] as const;
type Kept = (typeof KEPT)[number];

/** What recheck says: `open` and `linear` run away in no way that it knows; the degree of a power is a number. */
export type Complexity = Kept | 'exponential' | number;

const FILE = 'test/patterns/proved-expressions.txt';
/**
 * Milliseconds for an expression that was told before, and for one that is new. What could not be told in the longer time cannot be in the shorter
 * one either, but that the machine was busy then: so a share is asked again.
 */
const TIMEOUT_MS = 300;
const PATIENCE_MS = 1500;
const { version } = JSON.parse(readFileSync('node_modules/recheck/package.json', 'utf8'));
const SHARES = 10;

/** @param timeout milliseconds */
export async function complexityOf(structure: string, timeout: number): Promise<Complexity> {
  const found = await check(structure, '', { timeout, checker: 'automaton' });
  if (found.status === 'unknown') return 'open';
  if (found.status === 'safe') return 'linear';
  const { complexity } = found;
  return complexity.type === 'polynomial' ? complexity.degree : 'exponential';
}

/**
 * Of a tenth, another one with each seed, it is asked for as of those that were never asked for.
 *
 * @param structures every expression there is
 * @param isWhole ask for all of them, and keep the answers
 */
export async function complexities(
  structures: Iterable<string>,
  isWhole: boolean,
): Promise<Map<string, Complexity>> {
  const kept = isWhole ? new Map<string, Complexity>() : readKept();
  const share = (currentSeed() ?? 0) % SHARES;
  const found = new Map<string, Complexity>();
  for (const structure of structures) {
    const digest = digestOf(structure);
    const known = kept.get(digest);
    const isAsked = known === undefined || shareOf(digest) === share;
    const told = isAsked
      ? await complexityOf(structure, known === undefined ? PATIENCE_MS : TIMEOUT_MS)
      : known;
    // On a busy machine time ends sooner: what was proved stays so.
    found.set(structure, told === 'open' ? (known ?? told) : told);
  }
  if (isWhole) writeKept(found);
  return found;
}

function digestOf(structure: string): string {
  return createHash('sha256')
    .update(JSON.stringify(['recheck', version, 'automaton', structure]))
    .digest('hex')
    .slice(0, 32);
}

function shareOf(digest: string): number {
  return Number.parseInt(digest.slice(0, 8), 16) % SHARES;
}

function readKept(): Map<string, Complexity> {
  const kept = new Map<string, Complexity>();
  for (const line of readFileSync(FILE, 'utf8').split('\n')) {
    const [digest = '', told] = line.split(' ');
    const known = KEPT.find((one) => one === told);
    if (known) kept.set(digest, known);
  }
  return kept;
}

function writeKept(found: ReadonlyMap<string, Complexity>): void {
  const lines = [...found].flatMap(([structure, told]) =>
    KEPT.some((one) => one === told) ? [`${digestOf(structure)} ${told}`] : [],
  );
  writeFileSync(FILE, `${lines.toSorted().join('\n')}\n`);
}
