/** What an audit says while it runs, on a terminal and elsewhere, and what it says at the end. */
import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { AuditTally } from '../../src/commands/audit/progress/audit-tally.ts';
import { findingOf, scanOf } from '../support/audited.ts';
import { PROGRAM, PROGRAM_ENV, run } from '../support/run-program.ts';
import {
  audit,
  type AuditedForge,
  auditedForge,
  BROKEN,
  manyMore,
  newStore,
} from './support/audited-forge.ts';

const ALSO_BROKEN = { ...BROKEN, id: 10, slug: 'broken-too', hierarchy: 'ten' };

/** On a terminal of its own, which script(1) of util-linux makes. @param columns 0: it does not know */
function onTerminal({ loopback, env }: AuditedForge, store: string, columns = 120): Promise<string> {
  const sized = ['stty', 'rows', '40', 'cols', String(columns), '&&'];
  const command = [...sized, process.execPath, PROGRAM, 'audit', '--url', loopback.url, '--store', store];
  const options = { env: { ...PROGRAM_ENV, ...env, TERM: 'xterm' }, encoding: 'utf8' } as const;
  return new Promise((done) => {
    const child = execFile('script', ['-qefc', command.join(' '), '/dev/null'], options, (_, stdout) =>
      done(stdout),
    );
    child.stdin?.end();
  });
}

describe('the progress of an audit', () => {
  it('is a table on a terminal, which goes away before the summary', async () => {
    const shown = await onTerminal(await auditedForge(manyMore(4)), newStore());
    expect(shown).toMatch(/repositories +done +failed +waiting +fetched +scanned +rate +left/);
    expect(shown).toMatch(/findings +RESTRICTED +CONFIDENTIAL +INTERNAL +PUBLIC/);
    expect(shown).toMatch(/ +8 +\d +0 +\d /);
    // The last thing that is done to the table is to clear its lines.
    const escape = String.fromCharCode(27);
    const end = shown.slice(shown.lastIndexOf('waiting'));
    expect(end).toContain(`${escape}[0K${escape}[1A`);
    expect(end).toMatch(/8 repositories: 8 scanned/);
    expect(shown).not.toContain('[8/8]');
  });

  it('is lines on a terminal where CI is set', async () => {
    const forge = await auditedForge();
    const shown = await onTerminal({ ...forge, env: { ...forge.env, CI: 'true' } }, newStore());
    expect(shown).toContain('[4/4] acme/');
    expect(shown).not.toMatch(/waiting +fetched/);
  });

  it('is lines on a terminal that does not know its width', async () => {
    const shown = await onTerminal(await auditedForge(), newStore(), 0);
    expect(shown).toContain('[4/4] acme/');
    expect(shown.length).toBeLessThan(5000);
  });

  it('is an object a line for programs', async () => {
    const { stderr } = await audit(await auditedForge([BROKEN]), newStore(), '--progress', 'json');
    const told = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told.map(({ type }) => type)).toEqual([...Array.from({ length: 5 }, () => 'repository'), 'end']);
    const broken = told.find(({ repository }) => repository === 'acme/broken');
    expect(broken).toMatchObject({ outcome: 'failed', findings: null, problem: { code: 'not-fetched' } });
    const last = told.at(-1);
    expect(last).toMatchObject({
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      progress: {
        repositories: 5,
        done: 4,
        failed: 1,
        waiting: 0,
        secondsLeft: 0,
        findings: { CONFIDENTIAL: expect.any(Number) },
      },
    });
    const found = told.reduce((sum, { findings }) => sum + (findings ?? 0), 0);
    const levels: number[] = Object.values(last.progress.findings);
    expect(levels.reduce((sum, count) => sum + count, 0)).toBe(found);
    expect(found).toBe(4);
  });

  it('is nothing at all when quiet, nor is there a summary', async () => {
    const { code, stdout, stderr } = await audit(await auditedForge(), newStore(), '--quiet');
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: '' });
  });
});

describe('the summary of an audit', () => {
  it('says what was not covered by kind, with counts and names, and status says so later', async () => {
    const store = newStore();
    const { code, stdout } = await audit(await auditedForge([BROKEN, ALSO_BROKEN]), store);
    expect(code).toBe(3);
    expect(stdout).toContain('6 repositories: 4 scanned, 0 unchanged since their last scan, 2 not covered');
    expect(stdout).toMatch(
      /error not-fetched, 2 repositories\n +acme\/broken could not be fetched \(not-found\).*\n +acme\/broken-too could/,
    );
    expect(stdout).toMatch(/credential\/\S+ +[A-Z]+ +4 +3/);
    expect(await run(['audit', 'status', '--store', store])).toMatchObject({ code: 0, stdout });
  });
});

describe('a tally', () => {
  it('counts what comes, is scanned and found, and how long the rest takes', () => {
    let now = 0;
    const tally = new AuditTally(() => now);
    expect(tally.state()).toMatchObject({ repositories: 0, waiting: 0, secondsLeft: null });
    tally.fetching('{2}', 500);
    now = 4000;
    const done = { receivedBytes: 100, places: 10 };
    tally.visited({ ...done, id: '{1}', fullName: 'a/b', visit: scanOf(1, [findingOf(1, 0)]), place: 5 });
    expect(tally.state()).toMatchObject({ done: 5, waiting: 5, fetchedBytes: 600, secondsLeft: 20 });
    tally.visited({
      ...done,
      id: '{2}',
      fullName: 'a/c',
      visit: { outcome: 'failed', problems: [] },
      place: 6,
    });
    expect(tally.state()).toEqual({
      repositories: 10,
      done: 5,
      failed: 1,
      waiting: 4,
      fetchedBytes: 200,
      scannedBytes: 3000,
      bytesPerSecond: 750,
      secondsLeft: 8,
      findings: { PUBLIC: 0, INTERNAL: 0, CONFIDENTIAL: 0, RESTRICTED: 1 },
    });
  });
});
