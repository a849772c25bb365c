/** `bitsieve exposure --rotation-list` as it is called, over real repositories audited twice. */
import { describe, expect, it } from 'vitest';
import type { RotationAnswer, RotationEntry } from '../../src/exposure/rotation/rotation-answer.ts';
import { audit, auditedForge, newStore } from '../audit/support/audited-forge.ts';
import { parseCsv } from '../report/support/parse-csv.ts';
import { findingOf } from '../support/audited.ts';
import { run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { madeStore } from './support/made-store.ts';

type Told = Omit<RotationAnswer, 'entries'> & { readonly entries: readonly RotationEntry[] };

const FORMS = ['console', 'json', 'markdown', 'csv'];

describe('bitsieve exposure --rotation-list', () => {
  it('tells of two audits of real repositories', async () => {
    const store = newStore();
    const forge = await auditedForge();
    await audit(forge, store);
    forge.fork.commit({ 'own.txt': 'token =\n' });
    forge.web.commit({ 'late.txt': `token = ${githubToken(4)}\n` });
    await audit(forge, store);
    const told = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await run(['exposure', '--rotation-list', '--store', store, ...args]);
      expect(code, stderr).toBe(0);
      for (const seed of [1, 2, 3, 4]) expect(stdout + stderr).not.toContain(githubToken(seed));
      return stdout;
    };
    for (const form of FORMS) listsEachOnce(await told('-f', form), form);

    const { entries, progress, counts }: Told = JSON.parse(await told('--since', '1', '-f', 'json'));
    const became = entries.map(({ repository, path, status, places, atTip }) =>
      [`${repository}:${path}`, status, places, atTip].join(' '),
    );
    expect(became.toSorted()).toEqual([
      'acme/api:deploy.sh open 1 false',
      'acme/fork:own.txt left-tip 1 false',
      'acme/web:config.txt open 2 true',
      'acme/web:late.txt new 1 true',
    ]);
    expect(progress?.statuses).toEqual({ rotated: 0, gone: 0, new: 1, unseen: 0, 'left-tip': 1, open: 2 });
    expect(counts).toMatchObject({ listed: 4, held: 4, places: 5, atTip: 2, repositories: 3 });
    const text = await told('--since', '1');
    expect(text).toMatch(/new +1: not known/);
    expect(text).toMatch(/left the tip +1: the history keeps/);
    const ticket = await told('--since', '1', '-f', 'markdown');
    expect(ticket.match(/^- \[ \] \*\*R-/gm)).toHaveLength(4);

    const countOf = async (...args: string[]): Promise<number> =>
      JSON.parse(await told('-f', 'json', ...args)).entries.length;
    expect(await countOf('--repo', 'acme/api')).toBe(1);
    expect(await countOf('--from', '2001-01-01', '--to', '2001-01-02')).toBe(0);
    expect(await countOf('--run', '1')).toBe(3);
  });

  function listsEachOnce(text: string, form: string): void {
    const plain = text.replaceAll('\\', '').replaceAll(/\s+/g, ' ');
    for (const words of ['GitHub', 'Revoke', 'credential/vcs', 'acme/', 'deploy.sh'])
      expect(plain.toLowerCase(), form).toContain(words.toLowerCase());
    expect(new Set(text.match(/R-[0-9a-f]{16}/g)).size, form).toBe(4);
  }

  it('shows nothing that acts, and says how many it leaves out', async () => {
    const path = '=cmd()|\u001b[31m\u202e<img src=x onerror=alert(1)> [x](https://evil.example) @all.txt';
    const many = Array.from({ length: 30 }, (_, nth) => findingOf(1, nth, { path, title: path }));
    const made = await madeStore([{ at: '2026-11-22T12:00:00Z', found: { 1: many } }]);
    const told = async (form: string): Promise<string> =>
      (await run(['exposure', '--rotation-list', '--store', made, '-f', form])).stdout;
    for (const form of FORMS)
      for (const acting of ['\u001b', '\u202e']) expect(await told(form), form).not.toContain(acting);
    expect(await told('markdown')).not.toMatch(/<img|\]\(|https:\/\/evil|@all/);
    const [head = [], ...rows] = parseCsv(await told('csv'));
    expect(rows.filter(([type]) => type === 'value')).toHaveLength(30);
    expect(rows[0]?.[head.indexOf('path')]).toMatch(/^'=cmd/);
    expect(await told('console')).toMatch(/And 10 more: all of them with --verbose/);
  });

  it.each([
    [['--since', '1'], /--since goes with --rotation-list/],
    [['--rotation-list', '--since', '1'], /not before run 1/],
    [['--rotation-list', '--since', '1', '--from', '2026-01-01', '--to', '2026-01-02'], /not both/],
    [['--rotation-list', '--claim'], /an answer of its own/],
    [['--rotation-list', '--notify-list'], /an answer of its own/],
  ])('refuses what makes no sense: %j', async (args, expected) => {
    const store = await madeStore([{ at: '2026-11-22T12:00:00Z', found: { 1: [] } }]);
    const { code, stderr } = await run(['exposure', '--store', store, ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
  });
});
