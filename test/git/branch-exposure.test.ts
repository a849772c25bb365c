/** The replay of branch histories ends, whatever it is given. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { branchChanges } from '../../src/git/branch-changes.ts';
import { branchExposure } from '../../src/git/branch-exposure.ts';
import { compressRows } from '../../src/git/compressed-rows.ts';
import { HeldEntries } from '../../src/git/held-entries.ts';
import { holdersOf } from '../../src/git/holders.ts';
import { ObjectGraph } from '../../src/git/object-graph.ts';
import { placeKey } from '../../src/git/tips.ts';

/** Hashed, as real names are: the table of names relies on their first bytes. */
function nameOf(kind: string, index: number): string {
  return createHash('sha1').update(`${kind} ${index}`).digest('hex');
}

/** One branch, on which a blob comes and goes with every commit. */
function flapping(commits: number): Parameters<typeof branchChanges>[0] {
  const graph = new ObjectGraph(20);
  for (let index = 0; index < commits; index++) {
    const parents = index === 0 ? [] : [nameOf('commit', index - 1)];
    graph.addCommit(nameOf('commit', index), {
      tree: nameOf('tree', index % 2),
      parents,
      committedAt: index,
    });
  }
  const entry = Buffer.concat([Buffer.from('100644 a\0'), Buffer.from(nameOf('blob', 0), 'hex')]);
  graph.addTree(nameOf('tree', 0), entry);
  graph.addTree(nameOf('tree', 1), Buffer.alloc(0));
  const blob = graph.oids.findHex(nameOf('blob', 0));
  return {
    held: new HeldEntries(graph, holdersOf(graph, [blob])),
    branches: [{ name: 'main', oid: nameOf('commit', commits - 1) }],
    places: new Map([[placeKey(blob, 'a'), 0]]),
    introduced: new Map(Array.from({ length: commits / 2 }, (_, index) => [index * 2, [0]])),
  };
}

/** Everything at the one place. */
function things(count: number): { at: ReturnType<typeof compressRows>; count: number } {
  const onePlace = (onPair: (row: number, value: number) => void): void => {
    for (let thing = 0; thing < count; thing++) onPair(0, thing);
  };
  return { at: compressRows(1, onePlace), count };
}

it('lists the first and the latest stretches of a very long history, at once', () => {
  const changes = branchChanges(flapping(200_000));
  expect(changes.isWhole).toBe(true);
  const stretchesOf = branchExposure(changes, things(1), 1);
  const { listed, further } = stretchesOf?.(0) ?? { listed: [], further: 0 };
  expect(listed).toHaveLength(10);
  expect(listed.map(({ cameIn }) => cameIn.order)).toEqual([
    0,
    ...Array.from({ length: 9 }, (_, index) => 199_982 + 2 * index),
  ]);
  expect(listed.at(-1)?.left?.order).toBe(199_999);
  expect(further).toBe(99_990);
});

it('gives up on more than there are steps for, and says so', () => {
  expect(branchChanges(flapping(1000), 100).isWhole).toBe(false);
  const changes = branchChanges(flapping(1000));
  const limits = { branches: 10, stretches: 10, steps: 50_000 };
  expect(branchExposure(changes, things(10), 1, limits)).toBeDefined();
  expect(branchExposure(changes, things(100), 1, limits)).toBeUndefined();
});
