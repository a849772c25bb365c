/** Histories that grow, shrink and are repacked: a scan with the state of the one before says what a scan without it says. */
import { execFileSync } from 'node:child_process';
import { expect, it, vi } from 'vitest';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { ScanMemory } from '../../src/pipeline/scan-memory.ts';
import type { ScanPlan } from '../../src/pipeline/scan-plan.ts';
import { factsOf, keptBytes } from '../support/kept-bytes.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import type * as additions from '../../src/pipeline/scan-additions.ts';
import { planHere, scanHistoryHere } from '../support/scan-here.ts';
import { githubToken } from '../support/secrets.ts';
import { rounds } from '../support/rounds.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

/** How often the short way was gone to its end. */
const extended = vi.hoisted(() => ({ count: 0 }));
vi.mock('../../src/pipeline/scan-additions.ts', async (original) => {
  const { scanAdditions } = await original<typeof additions>();
  return {
    scanAdditions: async (...given: Parameters<typeof scanAdditions>) => {
      const history = await scanAdditions(...given);
      if (history) extended.count++;
      return history;
    },
  };
});

const { detectors: catalogue } = patternCatalogue();
const named = (...ids: string[]): ScanPlan['detectors'] =>
  ids.flatMap((id) => catalogue.filter((one) => one.id === id));
/** Detectors that disagree over the same bytes, one that went and one that changed. */
const SETS = [
  named('github-personal-access-token', 'generic-password', 'generic-token', 'high-entropy-text'),
  named('github-personal-access-token'),
  named('generic-token', 'generic-password'),
  named('generic-password', 'github-personal-access-token').map((one, index) =>
    index === 0 ? { ...one, title: 'Another one', digest: 'f'.repeat(32) } : one,
  ),
].map((detectors) => ({ detectors, set: buildDetectorSet(detectors) }));

const PATHS = ['a', 'd/b', 'd/e/c', 'long', 'd/main.tf', 'k/workflows/ci.yml', 'k/other/ci.yml'];
const BRANCHES = ['main', 'dev', 'x/y'];
const token = fc.integer({ min: 1, max: 4 }).map(githubToken);
const content = fc.oneof(
  token.map((text) => `token = "${text}"\n`),
  token.map((text) => `a\npassword = "${text}"\nb\n`),
  fc.integer({ min: 1, max: 900 }).map((size) => `${'some text\n'.repeat(size)}key ${githubToken(9)}\n`),
  fc.constantFrom(
    '',
    'clean\n',
    'password = "Zx9#kL2!vQ7w"\n',
    'password = "Zx9#kL2!vQ7w" # gitleaks:allow\n',
  ),
);
const branch = fc.constantFrom(...BRANCHES);
const commits = fc.record({
  kind: fc.constant('commit' as const),
  branch,
  merge: fc.option(branch, { freq: 3 }),
  files: fc.dictionary(fc.constantFrom(...PATHS), fc.option(content, { freq: 5 }), { maxKeys: 3 }),
  message: fc.oneof({ weight: 4, arbitrary: fc.constant('a change') }, token),
  minutes: fc.integer({ min: -30, max: 90 }),
});
const change = fc.oneof(
  { weight: 8, arbitrary: commits },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('branch' as const), branch, from: branch }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), branch }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rewind' as const), branch }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tag' as const), branch, name: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      { kind: 'repack' as const },
      { kind: 'gather' as const },
      { kind: 'prune' as const },
    ),
  },
);
const round = fc.record({
  changes: fc.array(change, { maxLength: 4 }),
  isPacked: fc.boolean(),
  detectors: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat(SETS.length - 1)),
  maxBlobBytes: fc.oneof({ weight: 5, arbitrary: fc.constant(1 << 20) }, fc.constant(3000)),
  unreachable: fc.nat(7).map((one) => one === 0),
});
type Moved = Exclude<Change, { kind: 'commit' | 'repack' | 'gather' | 'prune' }>;
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

class Growing {
  readonly repository: TestRepository;
  #date = 1_700_000_000;

  constructor(repository: TestRepository) {
    this.repository = repository;
  }

  apply(one: Change, isPacked: boolean): void {
    const { repository } = this;
    if (one.kind === 'commit') this.#commit(one, isPacked);
    else if (one.kind === 'repack') repository.git('repack', '-adfq');
    else if (one.kind === 'gather') repository.git('repack', '-dq');
    else if (one.kind === 'prune') repository.git('gc', '--quiet', '--prune=now');
    else if (this.#has(one.kind === 'branch' ? one.from : one.branch)) this.#move(one);
  }

  #move(one: Moved): void {
    const name = `refs/heads/${one.branch}`;
    const { repository } = this;
    if (one.kind === 'branch') repository.git('update-ref', name, `refs/heads/${one.from}`);
    else if (one.kind === 'delete') repository.git('update-ref', '-d', name);
    else if (one.kind === 'tag')
      repository.git('tag', '-f', '-m', `of ${githubToken(one.name)}`, `v${one.name}`, name);
    else if (repository.git('rev-list', '--count', '--first-parent', name) !== '1')
      repository.git('update-ref', name, `${name}^`);
  }

  #has(name: string): boolean {
    return this.repository.git('for-each-ref', `refs/heads/${name}`) !== '';
  }

  #commit(
    { branch: own, merge, files, message, minutes }: Extract<Change, { kind: 'commit' }>,
    isPacked: boolean,
  ): void {
    this.#date += (minutes + 45) * 60;
    const isNew = !this.#has(own);
    const lines = [
      `commit refs/heads/${own}\ncommitter Cy <cy@example.org> ${this.#date} +0130\n`,
      `data ${message.length}\n${message}\n`,
      isNew ? '' : `from refs/heads/${own}^0\n`,
      !isNew && merge !== null && merge !== own && this.#has(merge) ? `merge refs/heads/${merge}^0\n` : '',
      ...Object.entries(files).map(([path, text]) =>
        text === null ? `D ${path}\n` : `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`,
      ),
      '\n',
    ];
    const limit = `fastimport.unpackLimit=${isPacked ? 1 : 1000}`;
    execFileSync('git', ['-c', limit, 'fast-import', '--quiet', '--force'], {
      cwd: this.repository.folder,
      input: lines.join(''),
    });
  }
}

type Round = typeof round extends fc.Arbitrary<infer Value> ? Value : never;

/** Each way of using a state, whatever is drawn: additions alone, and a history of which only a part is new. */
const EACH_WAY: Round[] = (
  [
    [committed({ a: `token = "${githubToken(1)}"\n`, 'd/b': 'clean\n' }), committed({ long: 'text\n' })],
    [committed({ 'd/b': `token = "${githubToken(2)}"\n` })],
    [{ kind: 'rewind', branch: 'main' }, committed({ 'd/e/c': `token = "${githubToken(3)}"\n` })],
  ] satisfies Change[][]
).map((changes) => ({
  changes,
  isPacked: false,
  detectors: 0,
  maxBlobBytes: 1 << 20,
  unreachable: false,
}));

function committed(files: Record<string, string>): Change {
  return { kind: 'commit', branch: 'main', merge: null, files, message: 'a change', minutes: 0 };
}

it(
  'with a state or without: the same findings, problems and counts, whatever happened in between',
  { timeout: rounds(300_000) },
  async () => {
    let reused = 0;
    let partly = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 7, size: 'max' }), async (all) => {
        const growing = new Growing(makeRepository('--bare'));
        const bytes = keptBytes();
        for (const { changes, isPacked, detectors, maxBlobBytes, unreachable } of all) {
          for (const one of changes) growing.apply(one, isPacked);
          const plan = { ...SETS[detectors], maxBlobBytes };
          const scanWith = (how: Partial<ScanPlan>): ReturnType<typeof scanHistoryHere> =>
            scanHistoryHere(growing.repository.folder, { unreachable }, planHere({ ...plan, ...how }));
          const memory = new ScanMemory(bytes, Buffer.from('key'));
          const told = await scanWith({ memory });
          memory.save();
          expect(factsOf(told)).toEqual(factsOf(await scanWith({})));
          reused += told.counts.reused;
          if (told.counts.reused > 0 && told.counts.reused < told.counts.blobs) partly++;
        }
      }),
      { numRuns: rounds(25), examples: [[EACH_WAY]] },
    );
    // Or nothing was kept, and the test compared two full scans.
    expect({ reused: reused > 0, partly: partly > 0, extended: extended.count > 0 }).toEqual({
      reused: true,
      partly: true,
      extended: true,
    });
  },
);
