/** When commits were pushed, through the whole program: what a window holds though dates of commits are forged, and what is said without. */
import { describe, expect, it } from 'vitest';
import type { ExposureAnswer, WindowAnswer } from '../../src/exposure/exposure-answer.ts';
import { windowOf } from '../../src/exposure/window.ts';
import { readAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { madeUpSecret } from '../bitbucket/support/open-loopback.ts';
import { fastImport, type ImportedCommit } from '../support/fast-import.ts';
import type { ModelRefChange } from '../support/loopback-bitbucket/model.ts';
import { type LoopbackBitbucket, startLoopbackBitbucket } from '../support/loopback-bitbucket/start.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { exposureOf } from '../exposure/support/made-store.ts';
import { newStore } from './support/audited-forge.ts';

const secondsOf = (date: string): number => Date.parse(date) / 1000;
const TREE = Array.from({ length: 4 }, (_, nth): [string, string] => [
  `${nth}.txt`,
  `token = ${githubToken(nth + 1)}\n`,
]);
/** The days that their commits claim: an honest one, one to come, one long ago, and later one still longer ago. */
const CLAIMED = ['2026-01-10', '2035-06-01', '2019-05-05', '2018-02-02'];
const COMMITS = CLAIMED.map((date, nth): ImportedCommit => ({
  parents: nth === 0 ? [] : [nth - 1],
  files: Object.fromEntries(TREE.slice(0, nth + 1)),
  date: secondsOf(`${date}T12:00:00Z`),
}));
const MAIN = 'refs/heads/main';

interface Pushed {
  readonly loopback: LoopbackBitbucket;
  readonly store: string;
  readonly repository: TestRepository;
  /** To be pushed to. */
  readonly log: ModelRefChange[];
  readonly audit: (...args: string[]) => Promise<{ readonly code: number; readonly stdout: string }>;
  readonly window: (from: string, to: string) => Promise<WindowAnswer & Pick<ExposureAnswer, 'problems'>>;
}

async function opened(isAdministrator = true): Promise<Pushed> {
  const repository = makeRepository();
  fastImport(repository.folder, COMMITS.slice(0, 3), { [MAIN]: 2 });
  const oids = repository.git('log', '--reverse', '--format=%H', 'main').split('\n');
  const [first, second, third] = oids;
  const at = (date: string): Date => new Date(`${date}Z`);
  // The first commit was there before there was a log. Ever so often somebody pushes a branch that brings nothing.
  const noise = Array.from({ length: 60 }, (_, nth) => ({
    id: 100 + nth,
    at: new Date(at('2026-03-04T00:00').getTime() + nth * 1000),
    ref: `refs/heads/noise-${nth}`,
    ...(third && { to: third }),
  }));
  const log: ModelRefChange[] = [
    {
      id: 1,
      at: at('2026-02-01T10:00'),
      ref: MAIN,
      ...(first && { from: first }),
      ...(second && { to: second }),
    },
    {
      id: 2,
      at: at('2026-03-03T10:00'),
      ref: MAIN,
      ...(second && { from: second }),
      ...(third && { to: third }),
    },
    ...noise,
  ];
  const secret = madeUpSecret();
  const accounts = [{ kind: 'project-token', user: '', secret, isAdministrator }] as const;
  const { folder } = repository;
  const one = { id: 1, workspace: 'CORE', project: 'CORE', slug: 'web', folder, refChanges: log };
  const model = { workspaces: ['CORE'], repositories: [one], grants: [], accounts };
  const loopback = await startLoopbackBitbucket({ face: 'data-center', model });
  const store = newStore();
  const env = { BITSIEVE_BITBUCKET_TOKEN: secret, BITSIEVE_KEY: 'of the tests' };
  return {
    loopback,
    store,
    repository,
    log,
    audit: (...args) => run(['audit', '--url', loopback.url, '--store', store, ...args], { env }),
    window: async (from, to) => {
      const { window, problems } = await exposureOf(store, { window: windowOf(from, to) });
      if (!window) throw new Error('no window');
      return { ...window, problems };
    },
  };
}

function pagesAsked({ requests }: LoopbackBitbucket): number {
  return requests.filter(({ path }) => path.includes('ref-change-activities')).length;
}

describe('push times', () => {
  it('say what a window holds, whatever the dates of commits claim', async () => {
    const { loopback, store, repository, log, audit, window } = await opened();

    // Without them forged dates are believed, and what can be told of that is said.
    expect((await audit()).code).toBe(1);
    expect(pagesAsked(loopback)).toBe(0);
    expect(await window('2019-01-01', '2019-12-31')).toMatchObject({
      held: { findings: 1, by: { commit: 1 } },
    });
    const all = await window('2019-01-01', '2026-12-31');
    expect(all).toMatchObject({
      held: { findings: 3, by: { commit: 2, audit: 1 } },
      doubtful: { findings: 1 },
    });
    expect(all.clock.join(' ')).toMatch(/2 places: dated by the committer date[^]*1 place: dated by the end/);

    // Asked for later, nothing that is new to git: dated all the same.
    expect((await audit('--push-times')).code).toBe(1);
    expect(pagesAsked(loopback)).toBe(3);
    expect(await window('2019-01-01', '2019-12-31')).toMatchObject({ held: { findings: 0 } });
    expect(await window('2026-01-05', '2026-01-20')).toMatchObject({
      cameIn: { findings: 1, by: { commit: 1 } },
    });
    const week = await window('2026-03-01', '2026-03-07');
    expect(week).toMatchObject({
      held: { findings: 3, by: { push: 2, commit: 1, audit: 0 } },
      cameIn: { findings: 1, by: { push: 1 } },
      doubtful: { findings: 0 },
    });
    expect(week.clock.join(' ')).toMatch(/2 places: dated by the push/);
    const asked = ['--from', '2026-03-01', '--to', '2026-03-07'];
    const { stdout } = await run(['exposure', '--store', store, ...asked]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/came in 1 value in 1 place \(1 by push\)/);

    // What is known is not asked for again, and dates on where nobody asks.
    fastImport(repository.folder, COMMITS, { [MAIN]: 3 });
    const [from, to] = [repository.git('rev-parse', 'main~1'), repository.git('rev-parse', 'main')];
    log.push({ id: 900, at: new Date('2026-04-01T00:00:00Z'), ref: MAIN, from, to });
    expect((await audit('--push-times')).code).toBe(1);
    expect(pagesAsked(loopback)).toBe(4);
    expect(await window('2026-04-01', '2026-04-01')).toMatchObject({
      cameIn: { findings: 1, by: { push: 1 } },
    });
    repository.git('branch', 'more', 'main');
    expect((await audit()).code).toBe(1);
    expect(pagesAsked(loopback)).toBe(4);
    expect(await window('2026-04-01', '2026-04-01')).toMatchObject({
      held: { findings: 4, by: { push: 3 } },
    });
    const reader = await readAuditStore(store);
    const pushes = await reader.pushes(4, { forge: loopback.url, id: '1' });
    await reader.close();
    expect(pushes?.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
  });

  it('that the token may not see are said, and what earlier audits missed is in doubt', async () => {
    const { repository, audit, window } = await opened(false);
    // A warning: nothing was scanned less for it.
    expect((await audit('--push-times')).code).toBe(1);
    const { problems } = await window('2018-01-01', '2026-12-31');
    const messages = problems.filter(({ code }) => code === 'not-visible').map(({ message }) => message);
    expect(messages).toContainEqual(
      expect.stringContaining('When commits of CORE/web were pushed: not visible to this token'),
    );
    fastImport(repository.folder, COMMITS, { [MAIN]: 3 });
    expect((await audit()).code).toBe(1);
    // The one to come, and the one that the first audit would have seen if it had been there in 2018.
    expect(await window('2018-01-01', '2026-12-31')).toMatchObject({
      held: { findings: 4, by: { push: 0, commit: 3, audit: 1 } },
      doubtful: { findings: 2 },
    });
  });

  it('are for a Data Center', async () => {
    const { code, stderr } = await run(['audit', '--cloud', '--push-times']);
    expect(code).toBe(2);
    expect(stderr).toContain('Cloud keeps no list of pushes');
  });
});
