/** `bitsieve exposure` as it is called: its forms, what it refuses, its exit codes, and that nothing in it acts or leaks. */
import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/store/audit/audit-store.ts';
import { openAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { auditedForge, audit, newStore } from '../audit/support/audited-forge.ts';
import { parseCsv } from '../report/support/parse-csv.ts';
import { findingOf, KEY, NOW, placeOf, REQUEST, scanOf } from '../support/audited.ts';
import { peakOf } from '../support/peak-memory.ts';
import { run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { hiddenList, listOf, type MadeRun, madeStore } from './support/made-store.ts';

const FORMS = ['console', 'json', 'markdown', 'csv', 'html'];
const AT = '2026-11-22T12:00:00Z';

describe('bitsieve exposure', () => {
  it('says in every form what an audit found, and no secret in any', async () => {
    const store = newStore();
    const audited = await audit(await auditedForge(), store);
    expect(audited.code, audited.stderr).toBe(1);
    for (const form of FORMS) {
      const { code, stdout, stderr } = await run(['exposure', '--store', store, '-f', form]);
      expect(code, stderr).toBe(0);
      for (const name of ['credential', 'RESTRICTED', 'acme/web', 'acme/api', 'config.txt', 'deploy.sh'])
        expect(stdout.replaceAll('\\', ''), form).toContain(name);
      for (const seed of [1, 2, 3]) expect(stdout + stderr, form).not.toContain(githubToken(seed));
    }
    const { stdout } = await run(['exposure', '--store', store, '-f', 'json']);
    const answer = JSON.parse(stdout);
    // web's token lies in its fork too.
    expect(answer.total).toMatchObject({ values: 3, findings: 4, repositories: 3 });
    expect(answer.total.reach).toMatchObject({ tip: 2, history: 1 });
    expect(answer.repositoriesAsked).toBe(4);
    expect(answer.schemaVersion).toBe(1);
  });

  it('prints the table with its sums, then what matters most with its reasons', async () => {
    const found = {
      1: [findingOf(1, 0), findingOf(1, 1, { reach: 'history', atTip: false })],
      2: [findingOf(2, 0, { label: 'personal/contact', level: 'CONFIDENTIAL', count: 40 })],
    };
    const ada: Grant = { subject: 'user', id: 'ada', name: 'Ada', level: 'read' };
    const readers: MadeRun['readers'] = [
      [{ kind: 'repository', id: '{1}' }, listOf(ada)],
      [{ kind: 'repository', id: '{2}' }, hiddenList(['users'])],
    ];
    const store = await madeStore([{ at: AT, found, readers }]);
    const { stdout } = await run(['exposure', '--store', store]);
    expect(stdout).toMatch(/credential\/saas +RESTRICTED +2 +2 +2 +1 +1 +1 +0 +0 +2021-03-04 +1$/m);
    expect(stdout).toMatch(
      /personal\/contact +CONFIDENTIAL +1 +40 +1 +1 +1 +0 +0 +0 +2021-03-04 +not known$/m,
    );
    expect(stdout).toMatch(/total +3 +42 +3 +2 +2 +1 /);
    expect(stdout).toMatch(/1\. Example API token[^]*example\/repository-1:src\/settings-0\.yml:10/);
    expect(stdout).toMatch(
      /points: RESTRICTED \(30\), confidence high \(22\), in the newest commit of a branch\s+\(18\)/,
    );
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'example/repository-2 (users) is not visible to this token.',
    );
  });

  it('takes an older run, and some of the repositories', async () => {
    const store = await madeStore([
      { at: AT, found: { 1: [findingOf(1, 0)], 2: [findingOf(2, 0)] } },
      { at: '2026-11-23T12:00:00Z', found: { 1: [], 2: [findingOf(2, 0)] } },
    ]);
    const values = async (...args: string[]): Promise<number> =>
      JSON.parse((await run(['exposure', '--store', store, '-f', 'json', ...args])).stdout).total.values;
    expect(await values()).toBe(1);
    expect(await values('--run', '1')).toBe(2);
    expect(await values('--run', '1', '--repo', '*/repository-1')).toBe(1);
    expect(await values('--from', '2026-11-22', '--to', '2026-11-22')).toBe(2);
  });

  it('refuses names that no repository bears: an answer about nothing would read like good news', async () => {
    const store = await madeStore([{ at: AT, found: { 1: [findingOf(1, 0)], 2: [] } }]);
    const good = ['--repo', '*/repository-1'];
    for (const [command, ...more] of [['exposure'], ['exposure', '--notify-list'], ['report']]) {
      for (const args of [
        ['--project', 'OTHER'],
        [...good, '--repo', 'example/repositry-2'],
      ]) {
        const { code, stdout, stderr } = await run([`${command}`, '--store', store, ...more, ...args]);
        expect({ code, stdout }, command).toEqual({ code: 2, stdout: '' });
        expect(stderr).toMatch(
          /no repository that the store knew then fits --(project "OTHER"|repo "example\/repositry-2")/,
        );
        expect(stderr).toContain('Names are written as example/repository-1');
      }
    }
  });

  it('tells of a window which clock it used', async () => {
    const store = await madeStore([{ at: AT, found: { 1: [findingOf(1, 0)] } }]);
    const window = ['--from', '2026-10-01', '--to', '2026-12-01'];
    for (const form of FORMS.slice(0, 3)) {
      const { stdout } = await run(['exposure', '--store', store, '-f', form, ...window]);
      const text = stdout.replaceAll(/\s+/g, ' ');
      expect(text, form).toMatch(/committer date of the oldest commit/);
      expect(text, form).toMatch(/deleted before the first audit/);
      expect(text, form).toMatch(/came in after the audit began/);
    }
  });

  it('shows nothing that acts: on a terminal, in a spreadsheet, in a ticket', async () => {
    const path = '=cmd()|\u001b[31m\u202e<img src=x onerror=alert(1)> [x](https://evil.example) @all.txt';
    const store = await madeStore([{ at: AT, found: { 1: [findingOf(1, 0, { path, title: path })] } }]);
    for (const form of FORMS) {
      const { stdout } = await run(['exposure', '--store', store, '-f', form, '--verbose']);
      for (const acting of ['\u001b', '\u202e']) expect(stdout, form).not.toContain(acting);
    }
    const [head = [], ...rows] = parseCsv((await run(['exposure', '--store', store, '-f', 'csv'])).stdout);
    const finding = rows.find(([type]) => type === 'finding') ?? [];
    expect(finding[head.indexOf('path')]).toMatch(/^'=cmd/);
    const { stdout } = await run(['exposure', '--store', store, '-f', 'markdown']);
    expect(stdout).not.toMatch(/<img|\]\(|https:\/\/evil|@all/);
  });

  it('ends with 3 where the audit could not cover something', async () => {
    const path = newStore();
    const store = await openAuditStore({ path, key: KEY, now: NOW });
    const { number } = await store.beginRun(REQUEST);
    await store.savePlaces(number, [placeOf(1), placeOf(2)]);
    await store.saveVisit(number, placeOf(1), scanOf(1, [findingOf(1, 0)]));
    await store.close();
    const { code, stdout } = await run(['exposure', '--store', path]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/INCOMPLETE[^]*more may be exposed/);
  });

  it.each<[string[], RegExp]>([
    [['--from', '2026-01-01'], /go together/],
    [['--from', '2026-13-01', '--to', '2026-02-01'], /is no date/],
    [['--run', '9'], /no run 9/],
    [['-f', 'sarif'], /none of console, json, markdown, csv/],
    [['here'], /takes no path/],
  ])('refuses what makes no sense: %j', async (args, expected) => {
    const store = await madeStore([{ at: AT, found: { 1: [] } }]);
    const { code, stderr } = await run(['exposure', '--store', store, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
  });
});

describe('the memory of an answer', () => {
  it('does not grow with the findings', async () => {
    const storeOf = (size: number): Promise<string> => {
      const places = Array.from({ length: 10 }, (_, place) => place);
      const found = places.map((place) => [
        place,
        Array.from({ length: size }, (_, nth) => findingOf(place, nth)),
      ]);
      return madeStore([{ at: AT, found: Object.fromEntries(found) }]);
    };
    const stores = [await storeOf(10), await storeOf(2500)];
    const answer = async (store: string | undefined, flags: readonly string[]): Promise<number> =>
      (await peakOf(['exposure', '--store', store ?? '', '-f', 'json', ...flags], 0)).megabytes;
    for (const flags of [[], ['--rotation-list'], ['--notify-list']]) {
      const [few, many] = [await answer(stores[0], flags), await answer(stores[1], flags)];
      // As for a report: what holds them takes 60 MB and more.
      expect(many - few, flags.join(' ')).toBeLessThan(60);
    }
  });
});
