/** Labels by path: what a `[[map]]` may say, and what findings say then. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMap } from '../../src/config/check-map.ts';
import { mappedLabel } from '../../src/config/mapped-label.ts';
import { run, sharedFolder } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const KNOWN = { labels: ['credential/vcs', 'personal/contact'], detectors: ['github-personal-access-token'] };

describe('[[map]]', () => {
  it('gives a label to what lies at its paths, the first table that fits', () => {
    const { maps, mistakes } = checkMap(
      [
        { label: 'credential/vcs', paths: ['a/**'], detectors: ['github-personal-access-token'] },
        { label: 'personal/contact', paths: ['a/**', '*.csv'] },
      ],
      KNOWN,
    );
    expect(mistakes).toEqual([]);
    const labelAt = mappedLabel(maps);
    expect(labelAt({ detector: 'github-personal-access-token', path: 'a/b/c.txt' })).toBe('credential/vcs');
    expect(labelAt({ detector: 'generic-password', path: 'a/b/c.txt' })).toBe('personal/contact');
    expect(labelAt({ detector: 'generic-password', path: 'b.csv' })).toBe('personal/contact');
    expect(labelAt({ detector: 'generic-password', path: 'x/b.csv' })).toBeUndefined();
  });

  it('tells every mistake, with its place', () => {
    const { mistakes } = checkMap(
      [
        { label: 'credential/vsc', paths: [] },
        { paths: ['a', ''], detectors: ['github-token'] },
        { label: 'credential/vcs', path: ['a'] },
      ],
      KNOWN,
    );
    expect(mistakes.map(({ at }) => at)).toEqual([
      'map[0].label',
      'map[0]',
      'map[1]',
      'map[1].detectors[0]',
      'map[1].paths[1]',
      expect.stringContaining('map[2]'),
    ]);
  });

  it('shows in the report, with what the label would have been', async () => {
    const folder = sharedFolder();
    writeFileSync(join(folder, 'customers.csv'), `x\n${githubToken(1)}\n`);
    writeFileSync(join(folder, 'other.txt'), `x\n${githubToken(2)}\n`);
    writeFileSync(
      join(folder, '.scannerrc'),
      '[[label]]\nid = "acme/customer"\ntitle = "Customer"\nlevel = "RESTRICTED"\n[[map]]\nlabel = "acme/customer"\npaths = ["*.csv"]\n',
    );
    const { stdout } = await run(['scan', '--files', folder, '-f', 'json']);
    const { findings } = JSON.parse(stdout);
    expect(findings).toMatchObject([
      { path: 'customers.csv', label: 'acme/customer', level: 'RESTRICTED' },
      { path: 'other.txt', label: 'credential/vcs' },
    ]);
    expect(findings[0].notes.join()).toContain('else credential/vcs');
  });
});
