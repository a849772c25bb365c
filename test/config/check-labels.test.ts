import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkLabels } from '../../src/config/check-labels.ts';
import { mergeLabels } from '../../src/config/merge-labels.ts';
import { run, sharedFolder } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const KNOWN = ['credential/vcs', 'credential/saas'];
const BUILT_IN = [
  {
    id: 'credential/vcs',
    title: 'Version control credential',
    level: 'RESTRICTED' as const,
    exposes: 'Repositories.',
    handling: 'Revoke.',
    regimes: ['NIS2'],
  },
];

function mistakesOf(...tables: Record<string, unknown>[]): string[] {
  return checkLabels(tables, KNOWN).mistakes.map(({ at, message }) => `${at}: ${message}`);
}

describe('[[label]]', () => {
  it('changes what it names of a built-in label, and adds others', () => {
    const { labels, mistakes } = checkLabels(
      [
        { id: 'credential/vcs', level: 'INTERNAL' },
        { id: 'acme/plan', title: 'Plan', level: 'PUBLIC' },
      ],
      KNOWN,
    );
    expect(mistakes).toEqual([]);
    const merged = mergeLabels(BUILT_IN, labels);
    expect(merged.get('credential/vcs')).toEqual({ ...BUILT_IN[0], level: 'INTERNAL' });
    expect(merged.get('acme/plan')).toMatchObject({ title: 'Plan', level: 'PUBLIC', exposes: '' });
  });

  it('tells every mistake, with the nearest right word', () => {
    expect(
      mistakesOf(
        { id: 'credential/vsc', level: 'INTERNAL' },
        { id: 'credential/saas', level: 'RESTRICTD' },
        { id: 'credential/saas', levl: 'PUBLIC' },
        { id: 'Plan', title: '', level: 3 },
        { title: 'Nameless', level: 'PUBLIC' },
      ),
    ).toEqual([
      'label[0]: there is no built-in label "credential/vsc"; did you mean "credential/vcs"?; a label of your own needs title too',
      'label[1].level: there is no level "RESTRICTD"; did you mean "RESTRICTED"?',
      'label[2].levl: there is no key "levl"; did you mean "level"?',
      'label[2].id: "credential/saas" stands twice',
      'label[3].id: "Plan" is not family/kind, e.g. "personal/customer-number"',
      'label[3].title: "" is empty',
      'label[3].level: 3 is no text',
      'label[4]: id is missing',
    ]);
  });

  it('counts in a scan, for own detectors and for built-in ones', async () => {
    const folder = sharedFolder();
    const own = `[[label]]
id = "acme/plan"
title = "Plan of Acme"
level = "RESTRICTED"
exposes = "What comes next."
[[label]]
id = "credential/vcs"
level = "INTERNAL"
[[detector]]
id = "acme-plan"
title = "Acme plan"
label = "acme/plan"
severity = "low"
keywords = ["plan-"]
token = '''plan-[0-9]{6}'''
`;
    writeFileSync(join(folder, '.scannerrc'), own);
    writeFileSync(join(folder, 'a.txt'), `plan-381725\n${githubToken(31)}\n`);
    const { stdout } = await run(['scan', '--files', folder, '-f', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ label: 'acme/plan', level: 'RESTRICTED', exposes: 'What comes next.' }),
        expect.objectContaining({ label: 'credential/vcs', level: 'INTERNAL' }),
      ]),
    });
  });
});
