/**
 * Can the backtracking of JavaScript run away with an expression? RE2, for which users of gitleaks write, takes linear time;
 * the same expression here may take years. Two things are looked for: a loop that can go the same way round on the same text in
 * two ways (exponential), and a row of loops that can share out a text among them (polynomial; of each, how often it turns).
 */
import { overlap, type PositionGraph, positionGraph } from './position-graph.ts';
import { loopsOf } from './position-loops.ts';
import { parseRe2, type Re2Tree } from './re2-parse.ts';

/** Steps that one try may take: about a second. */
const MOST_STEPS = 1e8;
/** Steps from character to character that are followed. */
const MOST_WORK = 500_000;
/** Pairs of characters that are looked at in one loop. */
const MOST_PAIRS = 40_000;
const LOOK_AROUND = /\(\?<?[=!]/;
/** As JavaScript writes a character by its number. */
const CODE_POINT = /\\u(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))/g;
const LARGE_COUNT = /\{(\d+)(?:,(\d*))?\}/g;

/**
 * @param reach how much text one try may go over
 * @returns what is wrong with it, reading on after the expression; undefined when nothing is
 */
export function runsAway(source: string, reach: number): string | undefined {
  const tree = parseLeniently(source);
  if (!tree) return 'holds what cannot be checked for running away, such as a back reference';
  const graph = positionGraph(tree.root);
  if (!graph) return 'is too large to be checked for running away';
  const loops = loopsOf(graph);
  if (graph.isDoubled || loops.some((loop) => isAmbiguous(loop, graph)))
    return 'can take exponential time: a repetition in it can match the same text in several ways, as in (a+)+';
  return stepsOf(loops, graph, reach) > MOST_STEPS
    ? 'can take far too long: several repetitions in a row can share out the same text, as in a*a*a*'
    : undefined;
}

/** JavaScript repeats more often than RE2 allows; how often exactly does not matter here. */
function parseLeniently(source: string): Re2Tree | undefined {
  const plain = LOOK_AROUND.test(source) ? withoutLookAround(source) : source;
  const narrow = plain.replaceAll('[^]', '[\\s\\S]').replace(CODE_POINT, '\\x{$1$2}');
  for (const most of [1000, 100, 4]) {
    const bounded = narrow.replace(LARGE_COUNT, (count, least: string, limit: string | undefined) =>
      Math.max(Number(least), Number(limit ?? 0)) > most
        ? limit === undefined
          ? `{${Math.min(most, 4)}}`
          : '+'
        : count,
    );
    try {
      return parseRe2(bounded);
    } catch {
      // Narrower still, or not at all.
    }
  }
  return undefined;
}

/** Its bodies stand in the place of the rest: they are tried there too. */
function withoutLookAround(source: string): string {
  return source.replace(/\(\?<?[=!]/g, '(?:');
}

/** Is there a text that leads once round the loop in two ways? Then pairs of ways lead from equal to unequal and back. */
function isAmbiguous(loop: readonly number[], { positions }: PositionGraph): boolean {
  const size = loop.length;
  if (size * size > MOST_PAIRS) return true;
  const place = new Map(loop.map((position, index) => [position, index]));
  const steps = (index: number): number[] =>
    [...(positions[loop[index] ?? -1]?.next ?? [])].flatMap((next) => place.get(next) ?? []);
  const nexts = loop.map((_, index) => steps(index));
  const meets = loop.map((one) =>
    loop.map((other) => overlap(positions[one]?.ranges ?? [], positions[other]?.ranges ?? [])),
  );
  const forward = loop.map(() => new Set<number>());
  nexts.forEach((list, from) => list.forEach((to) => forward[to]?.add(from)));
  const backs = forward.map((set) => [...set]);
  const pairs = (edges: readonly (readonly number[])[], pair: number): number[] =>
    (edges[Math.floor(pair / size)] ?? []).flatMap((a) =>
      (edges[pair % size] ?? []).filter((b) => meets[a]?.[b] === true).map((b) => a * size + b),
    );
  const walk = (edges: readonly (readonly number[])[]): Set<number> => {
    const seen = new Set(loop.map((_, index) => index * size + index));
    // A set that grows while it is walked is its own queue.
    for (const pair of seen) for (const next of pairs(edges, pair)) seen.add(next);
    return seen;
  };
  const back = walk(backs);
  return [...walk(nexts)].some((pair) => Math.floor(pair / size) !== pair % size && back.has(pair));
}

/** The most that loops in a row, each able to take what the next one takes, can turn together. */
function stepsOf(loops: readonly (readonly number[])[], graph: PositionGraph, reach: number): number {
  const owners = new Map(loops.flatMap((loop, index) => loop.map((position) => [position, index] as const)));
  const work = { left: MOST_WORK };
  const nexts = loops.map((loop) => followersOf(loop, owners, graph, work));
  if (work.left < 0) return Infinity;
  const known = new Map<number, number>();
  const from = (index: number): number => {
    const before = known.get(index);
    if (before !== undefined) return before;
    // Loops stand in the order of the text, so none leads back to itself.
    const rest = [...(nexts[index] ?? [])].map(from);
    const steps =
      turnsOf(loops[index] ?? [], graph, reach) * rest.reduce((most, one) => Math.max(most, one), 1);
    known.set(index, steps);
    return steps;
  };
  return loops.reduce((most, _, index) => Math.max(most, from(index)), 1);
}

function turnsOf(loop: readonly number[], { positions }: PositionGraph, reach: number): number {
  const [only] = loop;
  const turns = loop.length === 1 && only !== undefined ? (positions[only]?.turns ?? reach) : reach;
  return Math.min(reach, turns);
}

/** The loops that one leads to over nothing but what it could take itself. */
function followersOf(
  loop: readonly number[],
  owners: ReadonlyMap<number, number>,
  { positions }: PositionGraph,
  work: { left: number },
): Set<number> {
  const own = loop.flatMap((position) => positions[position]?.ranges ?? []);
  const seen = new Set(loop);
  // A set that grows while it is walked is its own queue.
  for (const at of seen) {
    const next = [...(positions[at]?.next ?? [])];
    work.left -= next.length;
    if (work.left < 0) break;
    for (const one of next.filter((each) => overlap(positions[each]?.ranges ?? [], own))) seen.add(one);
  }
  const members = new Set(loop);
  return new Set([...seen].flatMap((one) => (members.has(one) ? [] : (owners.get(one) ?? []))));
}
