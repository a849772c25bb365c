/** The graph as the engine fills it: what is reached is what git reaches, and it is the graph of the reference path. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readCommitLinks, readTagTarget } from '../../src/git/commit-links.ts';
import { ObjectGraph } from '../../src/git/object-graph.ts';
import { OidTable } from '../../src/git/oid-table.ts';
import { parseCommit } from '../../src/git/parse-commit.ts';
import { missingFrom, reachableFrom } from '../../src/git/reachable.ts';
import { TreeReader } from '../../src/git/tree-reader.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { engineTrees, plainTrees, type TreeKernel } from '../support/tree-engine.ts';

interface Stored {
  readonly oid: string;
  readonly type: string;
  readonly bytes: Buffer;
}

function storedIn(repository: TestRepository): Stored[] {
  const out = execFileSync('git', ['cat-file', '--batch-all-objects', '--unordered', '--batch'], {
    cwd: repository.folder,
    maxBuffer: 1 << 28,
  });
  const stored: Stored[] = [];
  for (let at = 0; at < out.length;) {
    const line = out.indexOf('\n', at);
    const [oid = '', type = '', size = ''] = out.toString('latin1', at, line).split(' ');
    stored.push({ oid, type, bytes: out.subarray(line + 1, line + 1 + Number(size)) });
    at = line + 2 + Number(size);
  }
  return stored;
}

/** As a walk over packs will do it: all names first, then the bytes of each object in the kernel's memory. */
function fastGraph(stored: readonly Stored[], width: number, kernel: TreeKernel): ObjectGraph {
  const oids = new OidTable(width, stored.length);
  for (const { oid } of stored) oids.addHex(oid);
  const graph = new ObjectGraph(width, oids);
  let end = kernel.arena;
  const allocate = (bytes: number): number => {
    const at = (end + 7) & ~7;
    end = at + bytes;
    return kernel.reserve(end) ? at : -1;
  };
  const trees = new TreeReader(kernel, graph, allocate);
  const at = allocate(1 << 20);
  for (const { oid, type, bytes } of stored) {
    if (type === 'blob') continue;
    const rank = oids.findHex(oid);
    kernel.memory.set(bytes, at);
    const to = at + bytes.length;
    if (type === 'tree') expect(trees.read(rank, at, bytes.length)).toBe('whole');
    if (type === 'commit') graph.addCommitLinks(rank, readCommitLinks(kernel.memory, oids, at, to));
    if (type === 'tag') graph.addTag(rank, readTagTarget(kernel.memory, oids, at, to));
  }
  trees.finish();
  return graph;
}

function referenceGraph(stored: readonly Stored[], width: number): ObjectGraph {
  const graph = new ObjectGraph(width);
  for (const { oid, type, bytes } of stored) {
    if (type === 'commit') graph.addCommit(oid, parseCommit(bytes));
    if (type === 'tree') expect(graph.addTree(oid, bytes)).toBe(true);
  }
  return graph;
}

/** A graph in words, whatever its ranks and numbers are. */
function described(graph: ObjectGraph): unknown {
  const oidOf = (rank: number): string => (rank < 0 ? 'none' : graph.oids.hexOf(rank));
  const trees = Array.from(graph.trees, (tree) => {
    const { names, children } = graph.entriesOf(tree);
    expect(graph.isTree(tree)).toBe(true);
    return [oidOf(tree), Array.from(names, (name, at) => [graph.nameOf(name), oidOf(children[at] ?? -1)])];
  });
  const commits = graph.commits.map((commit) => {
    expect(graph.commitOf(commit.rank)).toBe(commit);
    return {
      ...commit,
      rank: oidOf(commit.rank),
      tree: oidOf(commit.tree),
      parents: commit.parents.map(oidOf),
    };
  });
  return { trees, commits };
}

function tipsOf(repository: TestRepository, graph: ObjectGraph): number[] {
  return repository
    .git('for-each-ref', '--format=%(objectname)')
    .split('\n')
    .map((oid) => graph.oids.findHex(oid));
}

function reachedBy(graph: ObjectGraph, tips: readonly number[]): string[] {
  const reached = reachableFrom(graph, tips);
  return Array.from(reached.keys())
    .filter((rank) => reached[rank] === 1)
    .map((rank) => graph.oids.hexOf(rank))
    .toSorted();
}

function revList(repository: TestRepository): string[] {
  return repository
    .git('rev-list', '--objects', '--no-object-names', '--missing=allow-any', '--all')
    .split('\n')
    .toSorted();
}

/** Merges, a branch without a common root, tags of tags, of blobs and of trees, a submodule, a symbolic link, what nothing reaches. */
function fill(repository: TestRepository): void {
  const first = repository.commit({ 'a.txt': 'a', 'folder/deep/er/b.txt': 'b', ünïcödé: 'c' });
  repository.git('checkout', '--quiet', '-b', 'side');
  repository.commit({ 'side.txt': 'side', 'folder/deep/c.txt': 'c2' });
  repository.git('checkout', '--quiet', 'main');
  for (let round = 0; round < 12; round++) {
    repository.commit({ [`folder/${round % 4}.txt`]: `round ${round}`, [`n${round}`]: `${round}` });
  }
  repository.git('merge', '--quiet', '--no-ff', '-m', 'merge', 'side');
  repository.git('update-index', '--add', '--cacheinfo', `160000,${first},submodule`);
  const link = repository.git('hash-object', '-w', 'a.txt');
  repository.git('update-index', '--add', '--cacheinfo', `120000,${link},link`);
  repository.git('commit', '--quiet', '-m', 'a submodule that is also a commit here, and a link');
  repository.git('tag', '-a', '-m', 'of a commit', 'annotated', first);
  repository.git('tag', '-a', '-m', 'of a tag', 'nested', 'annotated');
  // What only the second parent of the merge still leads to.
  repository.git('branch', '-D', 'side');
  repository.git('tag', 'light', 'main~3');
  repository.git('tag', '-a', '-m', 'of a tree', 'tree', 'HEAD:folder');
  repository.git('checkout', '--quiet', '--orphan', 'alone');
  repository.commit({ 'alone.txt': 'alone' });
  repository.write('only-tagged', 'a blob that only a tag holds');
  repository.git('tag', '-a', '-m', 'of a blob', 'blob', repository.git('hash-object', '-w', 'only-tagged'));
  repository.write('loose', 'reached by nothing');
  repository.git('hash-object', '-w', 'loose');
}

describe.each([
  ['engine', engineTrees, 'sha1'],
  ['twin', plainTrees, 'sha1'],
  ['engine', engineTrees, 'sha256'],
] as const)('%s', (_, kernelOf, format) => {
  const width = format === 'sha1' ? 20 : 32;

  it(`reaches what git reaches, in a repository of ${format}`, () => {
    const repository = makeRepository(`--object-format=${format}`);
    fill(repository);
    const stored = storedIn(repository);
    const graph = fastGraph(stored, width, kernelOf());
    const reached = reachedBy(graph, tipsOf(repository, graph));
    expect(reached).toEqual(revList(repository));
    expect(reached.length).toBeLessThan(stored.length);
    expect(reached.length).toBeGreaterThan(60);
    expect(missingFrom(graph, reachableFrom(graph, tipsOf(repository, graph)), stored.length)).toEqual([]);
  });

  it(`makes the graph that the reference path makes, of ${format}`, () => {
    const repository = makeRepository(`--object-format=${format}`);
    fill(repository);
    const stored = storedIn(repository);
    expect(described(fastGraph(stored, width, kernelOf()))).toEqual(described(referenceGraph(stored, width)));
  });

  it(`names what is reached and not stored, of ${format}`, () => {
    const repository = makeRepository(`--object-format=${format}`);
    fill(repository);
    const gone = ['HEAD:alone.txt', 'main:folder/deep', 'main~3'].map((one) =>
      repository.git('rev-parse', one),
    );
    const stored = storedIn(repository).filter(({ oid }) => !gone.includes(oid));
    const graph = fastGraph(stored, width, kernelOf());
    const reached = reachableFrom(graph, tipsOf(repository, graph));
    expect(missingFrom(graph, reached, stored.length).toSorted()).toEqual(gone.toSorted());
  });

  it(`reads the rest on the reference path when there is no room, of ${format}`, () => {
    const repository = makeRepository(`--object-format=${format}`);
    fill(repository);
    const stored = storedIn(repository).filter(({ type }) => type === 'tree');
    const oids = new OidTable(width, stored.length);
    for (const { oid } of stored) oids.addHex(oid);
    const graph = new ObjectGraph(width, oids);
    const kernel = kernelOf();
    kernel.reserve(kernel.arena + (1 << 22));
    let end = kernel.arena + (1 << 16);
    const reader = new TreeReader(kernel, graph, (bytes) => {
      end += bytes;
      return (end - bytes + 7) & ~7;
    });
    const half = stored.slice(0, stored.length / 2);
    for (const { oid, bytes } of half) {
      kernel.memory.set(bytes, kernel.arena);
      expect(reader.read(oids.findHex(oid), kernel.arena, bytes.length)).toBe('whole');
    }
    reader.finish();
    for (const { oid, bytes } of stored.slice(half.length)) graph.addTree(oid, bytes);
    expect(described(graph)).toEqual(described(referenceGraph(stored, width)));
    const without = new TreeReader(kernel, graph, () => -1);
    expect(without.read(0, kernel.arena, 100)).toBe('no-room');
  });
});

describe('a graph', () => {
  it('is not walked by recursion, and circles end', () => {
    const graph = new ObjectGraph(20);
    const depth = 200_000;
    const oid = (number: number): string =>
      number.toString(16).padStart(8, '0').match(/../g)?.toReversed().join('').padEnd(40, '0') ?? '';
    for (let number = 0; number < depth; number++)
      graph.addTag(graph.oids.addHex(oid(number)), graph.oids.addHex(oid((number + 1) % depth)));
    expect(reachableFrom(graph, [0]).reduce((sum, mark) => sum + mark, 0)).toBe(depth);
    expect(reachableFrom(graph, [-1]).includes(1)).toBe(false);
  });
});
