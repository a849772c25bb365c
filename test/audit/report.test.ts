/** `bitsieve report`: any format from the store of audits, what is different since a run, and how much memory that takes. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoredFinding } from '../../src/core/stored-finding.ts';
import { FORMATS } from '../../src/report/formats.ts';
import type { AuditStore } from '../../src/store/audit/audit-store.ts';
import { openAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { parseCsv } from '../report/support/parse-csv.ts';
import { audit as auditInto, findingOf, KEY, placeOf, REQUEST, scanOf } from '../support/audited.ts';
import { peakOf } from '../support/peak-memory.ts';
import { run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { audit, auditedForge, BROKEN, newStore } from './support/audited-forge.ts';

interface Told {
  readonly repository: string;
  readonly path: string;
  readonly secretId: string;
  readonly change?: string;
  readonly before?: object;
}

interface ToldReport {
  readonly scan: { readonly complete: boolean; readonly audit: object };
  readonly findings: readonly Told[];
  readonly problems: ReadonlyArray<{ readonly code: string; readonly message: string }>;
}

async function storeWith(fill: (store: AuditStore) => Promise<void>, days = ['2026-11-22']): Promise<string> {
  const path = join(tempFolder(), 'audit.db');
  const moments = days.map((day) => new Date(`${day}T12:00:00Z`));
  let asked = 0;
  // A run asks twice: when it begins and when it ends.
  const now = (): Date => moments[Math.min(Math.floor(asked++ / 2), moments.length - 1)] ?? new Date(0);
  const store = await openAuditStore({ path, key: KEY, now });
  await fill(store);
  await store.close();
  return path;
}

/** One run: what it finds at each place, by the place's number. */
async function saveRun(store: AuditStore, found: Readonly<Record<number, readonly StoredFinding[]>>) {
  const { number } = await store.beginRun(REQUEST);
  const numbers = Object.keys(found).map(Number);
  await store.savePlaces(
    number,
    numbers.map((index) => placeOf(index)),
  );
  for (const index of numbers)
    await store.saveVisit(number, placeOf(index), scanOf(index, found[index] ?? []));
  await store.finishRun(number, { complete: true, problems: [] });
}

async function report(store: string, ...args: string[]): Promise<{ code: number; report: ToldReport }> {
  const { code, stdout, stderr } = await run(['report', '--store', store, '-f', 'json', ...args]);
  if (stdout === '') throw new Error(stderr);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test that reads what is not there fails
  return { code, report: JSON.parse(stdout) as ToldReport };
}

function places({ findings }: ToldReport): string[] {
  return findings.map(({ repository, path, change }) => `${repository} ${path}${change ? ` ${change}` : ''}`);
}

describe('a report from the store', () => {
  it('says in every format what an audit found, and no secret in any', async () => {
    const store = newStore();
    const audited = await audit(await auditedForge([BROKEN]), store);
    expect(audited.code, audited.stderr).toBe(3);
    for (const format of Object.keys(FORMATS)) {
      const { code, stdout, stderr } = await run(['report', '--store', store, '-f', format]);
      expect(code, format).toBe(3);
      for (const name of ['acme/api', 'deploy.sh', 'acme/fork', 'own.txt', 'acme/web'])
        expect(stdout, format).toContain(name);
      expect(stdout + stderr, format).toContain('acme/broken could not be fetched (not-found)');
      for (const seed of [1, 2, 3]) expect(stdout + stderr, format).not.toContain(githubToken(seed));
    }
    const clear = await run(['report', '--store', store, '--show-secrets']);
    expect(clear).toMatchObject({ code: 2, stdout: '' });
  });

  it('puts all places of a secret together, the worst secret first, wherever they lie', async () => {
    const shared = { secretId: 'a'.repeat(32), fingerprint: 'b'.repeat(32) };
    const store = await storeWith((each) =>
      saveRun(each, {
        1: [findingOf(1, 0, { severity: 'medium' }), findingOf(1, 1, { ...shared, severity: 'low' })],
        2: [findingOf(2, 0), findingOf(2, 1, { severity: 'low' })],
        3: [findingOf(3, 0, { ...shared, severity: 'critical' })],
      }),
    );
    const { code, report: told } = await report(store);
    expect(code).toBe(1);
    expect(places(told)).toEqual([
      'example/repository-3 src/settings-0.yml',
      'example/repository-1 src/settings-1.yml',
      'example/repository-2 src/settings-0.yml',
      'example/repository-1 src/settings-0.yml',
      'example/repository-2 src/settings-1.yml',
    ]);
    expect(told.scan).toMatchObject({ source: 'audit', commits: 30, audit: { run: 1, since: null } });
    const { stdout } = await run(['report', '--store', store]);
    expect(stdout).toMatch(
      /repository-3:src\/settings-0\.yml[^]*repository-1:src\/settings-1\.yml[^]*repository-2/,
    );
    expect(stdout).toMatch(/^ +total +4 +5 +4$/m);
  });

  it('is narrowed by repository, project and severity', async () => {
    const store = await storeWith((each) =>
      saveRun(each, {
        1: [findingOf(1, 0, { severity: 'low' }), findingOf(1, 1)],
        2: [findingOf(2, 0, { confidence: 'low' })],
      }),
    );
    const told = async (...args: string[]): Promise<string[]> =>
      places((await report(store, ...args)).report);
    expect(await told()).toHaveLength(3);
    expect(await told('--repo', 'example/*-2')).toEqual(['example/repository-2 src/settings-0.yml']);
    expect(await told('--project', 'example/PRJ', '--min-severity', 'high')).toHaveLength(2);
    expect(await told('--min-confidence', 'medium')).toHaveLength(2);
    expect((await run(['report', '--store', store, '--repo', 'nothing/*'])).code).toBe(2);
  });

  it('is incomplete where the run did not end, and says what was not scanned', async () => {
    const store = await storeWith(async (each) => {
      const { number } = await each.beginRun(REQUEST);
      await each.savePlaces(number, [placeOf(1), placeOf(2)]);
      await each.saveVisit(number, placeOf(1), scanOf(1, [findingOf(1, 0)]));
    });
    const { code, report: told } = await report(store);
    expect(code).toBe(3);
    expect(told.problems.map(({ message }) => message).join('\n')).toMatch(
      /Run 1 did not end[^]*Not scanned yet: example\/repository-2$/m,
    );
  });

  it.each<[string[], RegExp]>([
    [['--run', '7'], /no run 7/],
    [['--since', '1'], /not before run 1/],
    [['--since', 'yesterday'], /neither the number of a run nor a date/],
    [['--since', '2020-01-01'], /no run 2020-01-01/],
    [['--repo', 'x'.repeat(2000)], /longer than 1024/],
    [['here'], /takes no path/],
  ])('refuses what makes no sense: $1', async (args, expected) => {
    const store = await storeWith((each) => saveRun(each, { 1: [] }));
    const { code, stderr } = await run(['report', '--store', store, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
  });
});

describe('a report of what is different', () => {
  const days = ['2026-11-01', '2026-11-10', '2026-11-20'];
  const fill = async (each: AuditStore): Promise<void> => {
    await saveRun(each, { 1: [findingOf(1, 0), findingOf(1, 1), findingOf(1, 2)], 2: [findingOf(2, 0)] });
    await saveRun(each, { 1: [findingOf(1, 0), findingOf(1, 1)], 2: [findingOf(2, 0)] });
    await saveRun(each, {
      1: [findingOf(1, 0), findingOf(1, 1, { reach: 'history', atTip: false, line: 99 }), findingOf(1, 3)],
      2: [findingOf(2, 0, { line: 77 })],
    });
  };

  it('marks what is new, gone and changed, with how it was', async () => {
    const store = await storeWith(fill, days);
    const { code, report: told } = await report(store, '--since', '1');
    expect(code).toBe(1);
    expect(places(told).toSorted()).toEqual([
      'example/repository-1 src/settings-1.yml changed',
      'example/repository-1 src/settings-2.yml gone',
      'example/repository-1 src/settings-3.yml new',
    ]);
    expect(told.findings.find(({ change }) => change === 'changed')?.before).toEqual({
      reach: 'tip',
      atTip: true,
    });
    expect(told.scan.audit).toEqual({
      run: 3,
      since: 1,
      repositories: 2,
      changes: { new: 1, gone: 1, changed: 1 },
    });
  });

  it('takes a date for the last run before it, and can look at an older run', async () => {
    const store = await storeWith(fill, days);
    expect((await report(store, '--since', '2026-11-15')).report.scan.audit).toMatchObject({ since: 2 });
    const second = await report(store, '--run', '2', '--since', '2026-11-05T00:00Z');
    expect(places(second.report)).toEqual(['example/repository-1 src/settings-2.yml gone']);
    // What is gone was not found.
    expect(second.code).toBe(0);
  });

  it('carries the marks in every format that can', async () => {
    const store = await storeWith(fill, days);
    const told = async (format: string): Promise<string> =>
      (await run(['report', '--store', store, '--since', '1', '-f', format])).stdout;
    const [head = [], ...rows] = parseCsv(await told('csv'));
    const marks = rows
      .filter(([type]) => type === 'finding')
      .map((row) => `${row[head.indexOf('change')]}/${row[head.indexOf('before')]}`);
    expect(marks.toSorted()).toEqual(['changed/reach tip, at a tip', 'gone/', 'new/']);
    const console = await told('console');
    expect(console).toMatch(/settings-1\.yml:99:8\s+changed, was reach tip, at a tip/);
    expect(console).toMatch(/settings-2\.yml:12:8\s+gone /);
    expect(console).toContain('since run 1: 1 new, 1 gone, 1 changed');
    const [{ results }] = JSON.parse(await told('sarif')).runs;
    const states = results.map(({ baselineState }: { baselineState: string }) => baselineState);
    expect(states.toSorted()).toEqual(['absent', 'new', 'updated']);
    const junit = await told('junit');
    expect(junit).toContain('failures="2"');
    expect(junit.match(/<failure/g)).toHaveLength(2);
    const gitleaks = JSON.parse(await told('gitleaks'));
    const tags = gitleaks.flatMap(({ Tags }: { Tags: string[] }) => Tags.slice(-1));
    expect(tags.toSorted()).toEqual(['changed', 'new']);
  });
});

describe('the memory of a report', () => {
  it('does not grow with the findings', async () => {
    const storeOf = (size: number): Promise<string> =>
      storeWith(async (each) => void (await auditInto(each, { places: 20, findings: size })));
    const [small, large] = [await storeOf(10), await storeOf(1500)];
    for (const format of ['json', 'console']) {
      const told = (store: string): ReturnType<typeof peakOf> =>
        peakOf(['report', '--store', store, '-f', format], 1);
      const [few, many] = [await told(small), await told(large)];
      // Findings of 30,000 take 60 MB and more where they are held; garbage that was not collected yet is allowed.
      expect(many.megabytes - few.megabytes, format).toBeLessThan(60);
      expect(many.stdout.length).toBeGreaterThan(few.stdout.length * 50);
    }
  });
});
