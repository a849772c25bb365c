/** Reach and exposure of random histories against a slow count of what git itself says, commit by commit. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { fastImport, type ImportedCommit } from '../support/fast-import.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { scanHistoryHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';
import { rounds } from '../support/rounds.ts';
import { fc } from '../support/property.ts';

const TOKENS = [githubToken(1), githubToken(2)];
const CONTENTS = [
  'clean',
  `${TOKENS[0]}\n`,
  `edited\n${TOKENS[0]}\n`,
  `${TOKENS[1]}\n`,
  `${TOKENS[0]}\n${TOKENS[1]}\n`,
];
const PATHS = ['a', 'd/b', 'd/e/c'];
const BRANCHES = ['refs/heads/main', 'refs/heads/dev', 'refs/heads/x/y', 'refs/remotes/origin/main'];
const OTHERS = ['refs/tags/v1', 'refs/pull/1/head', 'refs/elsewhere'];

interface History {
  readonly commits: readonly ImportedCommit[];
  readonly refs: Readonly<Record<string, number>>;
  /** Full name of a branch, or the index of a commit for a detached HEAD. */
  readonly head: string | number;
}

const content = fc.option(fc.nat(CONTENTS.length - 1), { freq: 2 });
/** A part of the way from old to new; unbiased, or nearly all would be the very first. */
const part = fc.noBias(fc.nat(999)).map((thousandths) => thousandths / 1000);

/** What a commit changes of its first parent's tree, so that things also stay as they are. */
const step = fc.record({
  parents: fc.noBias(fc.array(part, { maxLength: 3 })),
  isRoot: fc.boolean(),
  /** A merge as git makes it, and not one that keeps to its first parent. */
  isTaking: fc.boolean(),
  isWiped: fc.nat(5).map((one) => one === 0),
  changes: fc.dictionary(fc.constantFrom(...PATHS), content, { maxKeys: 3 }),
  minutes: fc.integer({ min: -30, max: 120 }),
});

const history: fc.Arbitrary<History> = fc
  .record({
    steps: fc.array(step, { minLength: 2, maxLength: 14, size: 'max' }),
    refs: fc.dictionary(fc.constantFrom(...BRANCHES, ...OTHERS), part, {
      minKeys: 1,
    }),
    head: fc.oneof(fc.constantFrom(...BRANCHES.slice(0, 3)), part),
  })
  .map(({ steps, refs, head }) => {
    const commits: ImportedCommit[] = [];
    for (const [index, one] of steps.entries()) commits.push(commitOf(one, commits, index));
    // Most refs near the newest commits, so that histories are long.
    const indexOf = (at: number): number => Math.floor(Math.sqrt(at) * commits.length);
    return {
      commits,
      refs: Object.fromEntries(Object.entries(refs).map(([name, at]) => [name, indexOf(at)])),
      head: typeof head === 'number' ? indexOf(head) : head,
    };
  });

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function commitOf(one: Step, before: readonly ImportedCommit[], index: number): ImportedCommit {
  const parents = parentsOf(one, before.length, index);
  const taken = one.isTaking ? parents.toReversed() : parents.slice(0, 1);
  const files: Record<string, string> = {};
  if (!one.isWiped) for (const parent of taken) Object.assign(files, before[parent]?.files);
  for (const [path, choice] of Object.entries(one.changes)) {
    if (choice === null) delete files[path];
    else files[path] = CONTENTS[choice] ?? '';
  }
  return { parents, files, date: 1_700_000_000 + (index * 45 + one.minutes) * 60 };
}

/** Some of the last few commits; of none that was chosen, the very last one, or none for a new root. */
function parentsOf({ parents, isRoot }: Step, count: number, index: number): number[] {
  const chosen = parents.map((one, at) => count - 1 - Math.floor(one * Math.min(count, at === 0 ? 3 : 5)));
  if (chosen.length === 0 && !(isRoot && index % 5 === 0)) chosen.push(count - 1);
  return [...new Set(chosen)].filter((at) => at >= 0);
}

/** `git hash-object`, without a process for each. */
function blobOf(text: string): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');
}

const TOKENS_OF = new Map(
  CONTENTS.map((text) => [blobOf(text), TOKENS.filter((token) => text.includes(token))]),
);

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

interface Place {
  readonly blob: string;
  readonly path: string;
}

/** All of a repository that the slow count needs, as git tells it. */
class Told {
  readonly #repository: TestRepository;
  readonly #trees = new Map<string, readonly Place[]>();
  readonly #links = new Map<string, readonly string[]>();
  readonly #lines = new Map<string, ReadonlyMap<string, number>>();

  constructor(repository: TestRepository) {
    this.#repository = repository;
  }

  lines(...args: string[]): string[] {
    return this.#repository
      .git(...args)
      .split('\n')
      .filter((line) => line !== '');
  }

  /** The commit and all that it came of, with the seconds of each. */
  lineOf(commit: string): ReadonlyMap<string, number> {
    const known = this.#lines.get(commit);
    if (known) return known;
    const [seconds = '', ...parents] = this.#linksOf(commit);
    const own = new Map(parents.flatMap((parent) => [...this.lineOf(parent)])).set(commit, Number(seconds));
    this.#lines.set(commit, own);
    return own;
  }

  /** Of all commits in one process. */
  #linksOf(commit: string): readonly string[] {
    if (this.#links.size === 0)
      for (const line of this.lines('log', '--format=%H %ct %P', ...this.stored())) {
        const [name = '', ...links] = line.trim().split(' ');
        this.#links.set(name, links);
      }
    return this.#links.get(commit) ?? [];
  }

  stored(): string[] {
    return this.lines('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)').flatMap(
      (line) => (line.startsWith('commit ') ? [line.slice(7)] : []),
    );
  }

  placesIn(commit: string): readonly Place[] {
    if (this.#trees.size === 0) this.#readTrees();
    return this.#trees.get(commit) ?? [];
  }

  /** Of all commits in one process: each whole tree is what it adds to an empty one. */
  #readTrees(): void {
    const stored = this.stored();
    const trees = new Map(
      this.lines('log', '--no-walk=unsorted', '--format=%H %T', ...stored).map((line) => [
        line.slice(0, 40),
        line.slice(41),
      ]),
    );
    const pairs = [...new Set(trees.values())].map((tree) => `${EMPTY_TREE} ${tree}\n`).join('');
    const told = this.#repository.gitFed(pairs, 'diff-tree', '--stdin', '-r', '--no-renames').split('\n');
    const places = new Map<string, Place[]>();
    let current: Place[] = [];
    for (const line of told) {
      const [, tree] = /^\w{40} (\w{40})$/.exec(line) ?? [];
      const [, blob, path] = /^:\d+ \d+ \w+ (\w+) A\t(.*)$/.exec(line) ?? [];
      if (tree !== undefined) places.set(tree, (current = []));
      if (blob !== undefined && path !== undefined) current.push({ blob, path });
    }
    for (const commit of stored) this.#trees.set(commit, places.get(trees.get(commit) ?? '') ?? []);
  }
}

/** Places of one secret that belong together: same path or same blob, over any number of steps. */
function lineages(all: readonly Place[]): Set<string>[] {
  const groups: Array<{ keys: Set<string>; places: Set<string> }> = [];
  for (const { blob, path } of all) {
    const joined = groups.filter(({ keys }) => keys.has(blob) || keys.has(`/${path}`));
    const group = {
      keys: new Set([blob, `/${path}`, ...joined.flatMap(({ keys }) => [...keys])]),
      places: new Set([`${blob} ${path}`, ...joined.flatMap(({ places }) => [...places])]),
    };
    groups.splice(0, groups.length, ...groups.filter((other) => !joined.includes(other)), group);
  }
  return groups.map(({ places }) => places);
}

interface Count {
  readonly value: string;
  readonly paths: string;
  readonly reach: string;
  /** The commit that brought it in; of the slow count all that may be called so. */
  readonly introduced: readonly string[];
  readonly exposure: readonly string[];
}

function slowCount(told: Told, { refs, head, commits }: History): Count[] {
  const every = told.lines('rev-list', '--all', ...(hasHead(refs, head) ? ['HEAD'] : []));
  const stored = told.stored();
  expect(new Set(stored).size).toBeLessThanOrEqual(commits.length);
  const branches = Object.keys(refs).filter((name) => BRANCHES.includes(name));
  const line = defaultLine(refs, head, told);
  const merged =
    line.length === 0
      ? every
      : told.lines(
          'rev-list',
          ...line,
          ...Object.keys(refs).filter((name) => name.startsWith('refs/tags/')),
          '--',
        );
  const newest = [...branches, ...(hasHead(refs, head) ? ['HEAD'] : [])];
  const tips = newest.flatMap((name) => told.lines('rev-parse', name));
  return TOKENS.flatMap((value) => {
    const isOf = ({ blob }: Place): boolean => (TOKENS_OF.get(blob) ?? []).includes(value);
    return lineages(stored.flatMap((commit) => told.placesIn(commit).filter(isOf))).map((places) => {
      const holds = (commit: string): boolean =>
        told.placesIn(commit).some(({ blob, path }) => places.has(`${blob} ${path}`));
      return {
        value,
        paths: [...new Set([...places].map((place) => place.slice(41)))].toSorted().join(),
        reach: reachOf(holds, { every, merged, tips }),
        introduced: oldestOf(stored, holds, told),
        exposure: branches.flatMap((name) => spansOn(name, holds, told)).toSorted(),
      };
    });
  });
}

function hasHead(refs: History['refs'], head: History['head']): boolean {
  return typeof head === 'number' || head in refs;
}

function defaultLine(refs: History['refs'], head: History['head'], told: Told): string[] {
  const name = typeof head === 'string' && head in refs ? head.slice('refs/heads/'.length) : 'main';
  const line = [`refs/heads/${name}`, `refs/remotes/origin/${name}`].filter((ref) => ref in refs);
  if (line.length > 0) return line;
  const [recent] = told.lines(
    'for-each-ref',
    '--sort=refname',
    '--sort=-committerdate',
    '--format=%(refname)',
    'refs/heads',
    'refs/remotes',
  );
  if (recent !== undefined) return [recent];
  return typeof head === 'number' ? ['HEAD'] : [];
}

function reachOf(
  holds: (commit: string) => boolean,
  { every, merged, tips }: Readonly<Record<'every' | 'merged' | 'tips', string[]>>,
): string {
  if (!every.some(holds)) return 'unreachable';
  if (!merged.some(holds)) return 'unmerged';
  return tips.some(holds) ? 'tip' : 'history';
}

/** Those that hold it while no ancestor does, and of them the oldest: a commit is no older than its newest ancestor. */
function oldestOf(stored: readonly string[], holds: (commit: string) => boolean, told: Told): string[] {
  const first = stored.filter(
    (commit) => holds(commit) && [...told.lineOf(commit).keys()].filter(holds).length === 1,
  );
  const ageOf = (commit: string): number => Math.max(...told.lineOf(commit).values());
  const oldest = Math.min(...first.map(ageOf));
  return first.filter((commit) => ageOf(commit) === oldest);
}

function spansOn(ref: string, holds: (commit: string) => boolean, told: Told): string[] {
  const name = ref.replace(/^refs\/(heads|remotes)\//, '');
  const spans: string[] = [];
  let from: string | undefined;
  for (const entry of told.lines('log', '--first-parent', '--reverse', '--format=%H %cI', ref)) {
    const isHeld = holds(entry.slice(0, 40));
    if (isHeld && from === undefined) from = entry;
    if (isHeld || from === undefined) continue;
    spans.push(`${name} ${from} ${entry}`);
    from = undefined;
  }
  return from === undefined ? spans : [...spans, `${name} ${from} -`];
}

async function seen(folder: string): Promise<Count[]> {
  const { findings, problems } = await scanHistoryHere(folder, { unreachable: true });
  expect(problems).toEqual([]);
  return findings.map(({ value, path, otherPaths, reach, introduced, exposure, furtherIntervals }) => {
    expect(furtherIntervals).toBe(0);
    return {
      value: value.unwrapText(),
      paths: [...new Set([path, ...otherPaths.map((one) => one.path)])].toSorted().join(),
      reach: String(reach),
      introduced: introduced ? [introduced.commit] : [],
      exposure: exposure
        .map(({ branch, cameIn, left }) =>
          [branch, cameIn.commit, cameIn.date, ...(left ? [left.commit, left.date] : ['-'])].join(' '),
        )
        .toSorted(),
    };
  });
}

function inOrder(counts: readonly Count[]): Count[] {
  const keyOf = ({ value, paths }: Count): string => `${value} ${paths}`;
  return counts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function withoutCommit({ introduced, ...count }: Count): object {
  return { ...count, isIntroduced: introduced.length > 0 };
}

/** Every reach, and a branch that holds a secret time and again, whatever is drawn. */
const EACH_REACH: History = {
  commits: [
    ...Array.from({ length: 8 }, (_, index) => made(index, index % 2 === 0 ? { a: CONTENTS[1] ?? '' } : {})),
    made(8, { 'd/b': CONTENTS[3] ?? '' }),
    made(9, { 'd/e/c': CONTENTS[2] ?? '' }, 7),
    made(10, { 'd/e/c': CONTENTS[4] ?? '' }, 7),
  ],
  refs: { 'refs/heads/main': 8, 'refs/heads/dev': 9 },
  head: 'refs/heads/main',
};

function made(index: number, files: Record<string, string>, parent = index - 1): ImportedCommit {
  return { parents: parent < 0 ? [] : [parent], files, date: 1_700_000_000 + index * 60 };
}

it('agrees with git for every finding of any history', { timeout: rounds(300_000) }, async () => {
  const reaches = new Set<string>();
  let most = 0;
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      const repository = makeRepository();
      fastImport(repository.folder, one.commits, one.refs);
      if (typeof one.head === 'string') repository.git('symbolic-ref', 'HEAD', one.head);
      else repository.git('update-ref', '--no-deref', 'HEAD', storedName(repository, one.head));
      const expected = inOrder(slowCount(new Told(repository), one));
      const found = inOrder(await seen(repository.folder));
      expect(found.map(withoutCommit)).toEqual(expected.map(withoutCommit));
      for (const [nth, { introduced }] of expected.entries())
        expect(introduced).toEqual(expect.arrayContaining([...(found[nth]?.introduced ?? [])]));
      for (const { reach, exposure } of expected) {
        reaches.add(reach);
        most = Math.max(most, exposure.length);
      }
    }),
    // Shrinking a history takes a few hundred processes a step.
    { numRuns: rounds(60), interruptAfterTimeLimit: rounds(150_000), examples: [[EACH_REACH]] },
  );
  // Or the histories would not be worth comparing.
  expect([...reaches].toSorted()).toEqual(['history', 'tip', 'unmerged', 'unreachable']);
  expect(most).toBeGreaterThan(3);
});

/** The import gives commits no name of their own; their message counts them. */
function storedName(repository: TestRepository, index: number): string {
  const names = repository
    .git('cat-file', '--batch-all-objects', '--batch-check=%(objecttype) %(objectname)')
    .split('\n')
    .flatMap((line) => (line.startsWith('commit ') ? [line.slice(7)] : []));
  const all = repository.git('show', '--no-patch', '--format=%H %s', ...names).split('\n');
  const found = all.find((line) => line.endsWith(` commit ${index + 1}`));
  if (found === undefined) throw new Error(`commit ${index + 1} was not imported`);
  return found.slice(0, 40);
}
