/** `exposure --notify-list`: who may have to be told, by which regime, and by when; through the program, on a real store. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NotifyAnswer } from '../../../src/exposure/notify/notify-answer.ts';
import type { Grant } from '../../../src/store/audit/audit-store.ts';
import { parseCsv } from '../../report/support/parse-csv.ts';
import { findingOf } from '../../support/audited.ts';
import { run } from '../../support/run-program.ts';
import { sharedFolder } from '../../support/run-program.ts';
import { hiddenList, listOf, madeStore, type MadeRun } from '../support/made-store.ts';

const FORMS = ['console', 'json', 'markdown', 'csv'];
const AT = '2026-11-22T12:00:00Z';
const AWARE = '2026-11-20T09:30:00+01:00';

const bob = { name: 'Bob', email: 'bob@mail.partner.example' };
const found = {
  1: [
    findingOf(1, 0, { label: 'personal/contact', level: 'CONFIDENTIAL', count: 1200, issuer: 'Any issuer' }),
    findingOf(1, 1, { label: 'credential/cloud', author: bob }),
  ],
  2: [
    findingOf(2, 0, {
      label: 'marking/export-control',
      detector: 'itar-controlled-banner',
      issuer: 'Export control',
    }),
    findingOf(2, 1, { label: 'marking/government', detector: 'eu-restricted', issuer: 'European Union' }),
  ],
  3: [
    findingOf(3, 0, { label: 'credential/generic-password', issuer: 'Any issuer' }),
    findingOf(3, 1, { label: 'key/ssh', issuer: 'OpenSSH' }),
  ],
};
const grant = (id: string, level: Grant['level'], email?: string): Grant => ({
  subject: 'user',
  id,
  name: id.toUpperCase(),
  level,
  ...(email !== undefined && { email }),
});
const readers: MadeRun['readers'] = [
  [
    { kind: 'repository', id: '{1}' },
    listOf(grant('ada', 'admin'), grant('eve', 'read', 'eve@partner.example')),
  ],
  [{ kind: 'project', id: 'PRJ' }, listOf(grant('pat', 'admin'))],
  [{ kind: 'repository', id: '{3}' }, hiddenList(['users'])],
];

const folder = sharedFolder();
const CONFIG = `
[[zone]]
name = "joint work"
holds = ["repo:example/repository-1"]
ceiling = "INTERNAL"
owners = ["officer@example.org"]

[[partner]]
name = "Partner Ltd"
domains = ["partner.example", "*.partner.example"]
contact = "security@partner.example"
holds = ["repo:example/repository-2"]
issuers = ["Example Corp"]
within = "24 hours"
agreement = "Contract 12, section 9"

[[regime]]
id = "Own law"
title = "A law of our own"
source = "https://law.example/"
labels = ["credential/*"]

[[regime.step]]
id = "first"
tell = "The board"
article = "Section 1"
within = "4 hours"

[[regime.step]]
id = "second"
tell = "The board"
article = "Section 2"
within = "2 weeks"
after = "first"
`;
const config = join(folder, 'notify.toml');
writeFileSync(config, CONFIG);
const store = await madeStore([{ at: AT, found, readers, places: { 3: { project: null } } }], folder);

function notify(...args: string[]) {
  return run(['exposure', '--store', store, '--notify-list', '--config', config, ...args]);
}

async function answerTo(...args: string[]): Promise<NotifyAnswer> {
  const { stdout, stderr } = await notify('-f', 'json', ...args);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

function dueOf({ regimes }: NotifyAnswer, regime: string, step: string): string | null | undefined {
  return regimes.find((one) => one.regime === regime)?.steps.find((one) => one.step === step)?.due;
}

describe('exposure --notify-list', () => {
  it('names each regime that a label calls for, with what was found', async () => {
    const { regimes } = await answerTo();
    expect(regimes.map(({ regime }) => regime).toSorted()).toEqual([
      'EUCI',
      'GDPR',
      'ITAR',
      'NIS2',
      'Originator',
      'Own law',
    ]);
    const gdpr = regimes.find(({ regime }) => regime === 'GDPR');
    expect(gdpr).toMatchObject({
      values: 1,
      records: 1200,
      personal: { values: 1, records: 1200 },
      repositories: 1,
      oldest: '2021-03-04T04:06:07.000Z',
      labels: [{ label: 'personal/contact', level: 'CONFIDENTIAL' }],
      repositoriesHit: [{ repository: 'example/repository-1', records: 1200 }],
    });
    expect(gdpr?.steps.flatMap(({ due, state }) => [due, state])).toEqual(Array(6).fill(null));
  });

  it('counts deadlines from awareness, and steps from the step before', async () => {
    const answer = await answerTo('--aware-at', AWARE);
    expect(answer.awareAt).toBe('2026-11-20T08:30:00.000Z');
    expect(dueOf(answer, 'GDPR', 'authority')).toBe('2026-11-23T08:30:00.000Z');
    expect(dueOf(answer, 'GDPR', 'persons')).toBeNull();
    expect(dueOf(answer, 'NIS2', 'early-warning')).toBe('2026-11-21T08:30:00.000Z');
    expect(dueOf(answer, 'NIS2', 'final-report')).toBe('2026-12-23T08:30:00.000Z');
    expect(dueOf(answer, 'ITAR', 'full')).toBeNull();
    expect(dueOf(answer, 'Own law', 'second')).toBe('2026-12-04T12:30:00.000Z');
  });

  it('counts from what was told, and says what is done, late or overdue', async () => {
    const told = ['NIS2/notification=2026-11-21T10:00:00Z', 'ITAR/initial=2026-11-22T09:00:00Z'];
    const late = 'NIS2/early-warning=2026-11-21T10:00:00Z';
    const answer = await answerTo('--aware-at', AWARE, '--told', [...told, late].join(','));
    expect(dueOf(answer, 'NIS2', 'final-report')).toBe('2026-12-21T10:00:00.000Z');
    expect(dueOf(answer, 'ITAR', 'full')).toBe('2027-01-21T09:00:00.000Z');
    const states = answer.regimes.flatMap(({ regime, steps }) =>
      steps.map(({ step, state }) => [`${regime}/${step}`, state]),
    );
    expect(Object.fromEntries(states)).toMatchObject({
      'NIS2/early-warning': 'done late',
      'NIS2/notification': 'done',
      'NIS2/recipients': 'open',
    });
  });

  it('says that a moment lies in the future: a slip of the year calls a duty done that is not', async () => {
    const { stdout } = await notify('--aware-at', AWARE, '--told', 'GDPR/authority=9026-11-21T10:00:00Z');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'GDPR/authority was told at a moment that lies in the future',
    );
  });

  it('is about what was asked: a window, an account, some repositories', async () => {
    const none = await notify('--from', '2020-01-01', '--to', '2020-12-31');
    expect(none.stdout).toMatch(/from 2020-01-01T00:00:00.000Z[^]*Nothing that was found calls for a notice/);
    const seen = async (...args: string[]): Promise<string[]> =>
      (await answerTo(...args)).owners.flatMap(({ repositories }) => repositories).toSorted();
    expect(new Set(await seen('--as', 'user:eve'))).toEqual(new Set(['example/repository-1']));
    expect(await seen('--repo', '*/repository-3')).toEqual(['example/repository-3']);
  });

  it('lists what is to be done at once, then deadlines, then what has none, and what is done last', async () => {
    const told = ['--told', 'GDPR/authority=2026-11-21T10:00:00Z'];
    const { stdout } = await notify('--aware-at', AWARE, '-f', 'markdown', ...told);
    const tasks = Array.from(stdout.matchAll(/^- \[([ x])\] \*\*(.+?)\*\*/gm), ([, mark, head = '']) =>
      mark === 'x' ? 'done' : head.replace(/^due .*/, 'due'),
    );
    const order = [
      'immediately',
      'due',
      'within 60 days of step initial',
      'without undue delay',
      'as agreed',
      'done',
    ];
    expect(tasks.length).toBeGreaterThan(order.length);
    expect(tasks).toEqual(tasks.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
    expect(new Set(tasks)).toEqual(new Set(order));
  });

  it('names owners: the nearest administrators, owners of zones, and says where none is visible', async () => {
    const { owners } = await answerTo();
    const told = owners.map(({ owner, kind, repositories, findings }) => [
      owner,
      kind,
      repositories,
      findings,
    ]);
    expect(told.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['ADA (ada)', 'user', ['example/repository-1'], 2],
      ['PAT (pat)', 'user', ['example/repository-2'], 2],
      ['not known', 'not known', ['example/repository-3'], 2],
      ['officer@example.org', 'zone owner', ['example/repository-1'], 2],
    ]);
  });

  it('names organisations by the domains of authors and readers, partners by their names', async () => {
    const { organisations, issuers } = await answerTo('--aware-at', AWARE, '--domain', 'example.org');
    const [partner, own] = organisations;
    expect(partner).toMatchObject({
      organisation: 'Partner Ltd',
      isPartner: true,
      contact: 'security@partner.example',
      authors: 1,
      readers: 1,
      amount: { values: 3, repositories: 2 },
      step: { due: '2026-11-21T08:30:00.000Z', article: 'Contract 12, section 9' },
    });
    expect(own).toMatchObject({ organisation: 'example.org', isPartner: false, isInside: true, authors: 1 });
    expect(issuers.map(({ issuer, role, partner: whose }) => [issuer, role, whose])).toEqual([
      ['Example Corp', 'issuer', 'Partner Ltd'],
      ['European Union', 'originator', null],
      ['Export control', 'originator', null],
    ]);
  });

  it('says in every form what it is, the article of each step, and what is not known', async () => {
    for (const form of FORMS) {
      const { code, stdout } = await notify('--aware-at', AWARE, '-f', form);
      expect(code, form).toBe(0);
      const text = stdout
        .replaceAll(/\\|&#8203;/g, '')
        .replaceAll('&#64;', '@')
        .replaceAll(/\s+/g, ' ');
      for (const word of [
        'GDPR Art. 33(1)',
        'NIS2 Art. 23(4)(d)',
        '2026-11-23T08:30:00',
        'Contract 12, section 9',
      ])
        expect(text, form).toContain(word);
      expect(text, form).toContain('the store holds no values');
      if (form !== 'csv') expect(text, form).toContain(form === 'json' ? '"overdue"' : 'Not legal advice');
    }
  });

  it.each<[string[], RegExp]>([
    [['--aware-at', '2026-11-20'], /--aware-at: "2026-11-20" is no moment/],
    [['--aware-at', '2026-11-20T09:00'], /is no moment/],
    [['--told', 'NIS2/notification=2026-11-21T10:00:00Z'], /--told goes with --aware-at/],
    [['--aware-at', AWARE, '--told', 'NIS2/notificaton=2026-11-21T10:00:00Z'], /did you mean|Did you mean/],
    [['--aware-at', AWARE, '--told', 'GDPR/authority=2025-11-21T10:00:00Z'], /is before --aware-at/],
    [['--claim'], /an answer of its own/],
    [['--inventory'], /an answer of its own/],
    [['--rotation-list'], /two answers/],
    [['-f', 'html'], /html is none of its forms/],
  ])('refuses %j', async (args, expected) => {
    const { code, stderr } = await notify(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(expected);
  });

  it('shows nothing that acts, whoever wrote it: names of repositories, people, partners and regimes', async () => {
    const evil = '=cmd()|\u001b[31m\u202e<img src=x onerror=alert(1)> [x](https://evil.example) @all';
    const toml = JSON.stringify(evil.replace('\u001b', '').replace('\u202e', ''));
    const path = join(folder, 'evil.toml');
    writeFileSync(
      path,
      `[[partner]]\nname = ${toml}\ncontact = ${toml}\nholds = ["repo:**"]\n
[[regime]]\nid = ${toml}\ntitle = ${toml}\napplies = ${toml}\nlabels = ["credential/*"]\n
[[regime.step]]\nid = "a"\ntell = ${toml}\narticle = ${toml}\nwithin = "1 hour"\nsource = "https://x.example/)[y](https://evil.example"\n
[[zone]]\nname = ${toml}\nholds = ["repo:**"]\nceiling = "PUBLIC"\nowners = [${toml}]\n`,
    );
    const finding = findingOf(1, 0, {
      title: evil,
      issuer: evil,
      author: { name: evil, email: `a@${evil}` },
    });
    const hostile = await madeStore([
      {
        at: AT,
        found: { 1: [finding] },
        places: { 1: { fullName: `example/${evil}` } },
        readers: [[{ kind: 'repository', id: '{1}' }, listOf({ ...grant(evil, 'admin'), name: evil })]],
      },
    ]);
    for (const form of FORMS) {
      const args = [
        'exposure',
        '--store',
        hostile,
        '--notify-list',
        '--config',
        path,
        '-f',
        form,
        '--verbose',
      ];
      const { stdout, code, stderr } = await run([...args, '--aware-at', AWARE]);
      expect(code, stderr).toBe(0);
      for (const acting of ['\u001b', '\u202e']) expect(stdout, form).not.toContain(acting);
      if (form === 'markdown') expect(stdout).not.toMatch(/<img|\]\(https:\/\/evil|@all/);
      if (form !== 'csv') continue;
      for (const row of parseCsv(stdout)) for (const cell of row) expect(cell).not.toMatch(/^[=+@-]/);
    }
  });
});
