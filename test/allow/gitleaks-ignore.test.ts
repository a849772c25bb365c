import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseGitleaksIgnore } from '../../src/allow/gitleaks-ignore.ts';
import { readGitleaksIgnore } from '../../src/allow/read-gitleaks-ignore.ts';
import { compareIds } from '../../src/catalogue/compare-ids.ts';
import { errorOf } from '../support/error-of.ts';
import { tempFolder } from '../support/temp-folder.ts';

const COMMIT = 'ab12'.repeat(10);
const PLACE = { detector: 'github-personal-access-token', path: 'src/a.ts', commit: COMMIT, line: 7 };

function ignores(text: string, place: Partial<typeof PLACE> = {}): boolean {
  return parseGitleaksIgnore(text, 'f').isIgnored({ ...PLACE, ...place });
}

describe('.gitleaksignore', () => {
  it('knows both forms of fingerprints', () => {
    expect(ignores(`${COMMIT}:src/a.ts:github-pat:7`)).toBe(true);
    expect(ignores(`${COMMIT}:src/a.ts:github-pat:7`, { commit: 'cd'.repeat(20) })).toBe(false);
    expect(ignores('src/a.ts:github-pat:7')).toBe(true);
    expect(ignores('src/a.ts:github-pat:7', { commit: 'cd'.repeat(20) })).toBe(true);
    expect(ignores('src/a.ts:github-pat:8')).toBe(false);
    expect(ignores('a.ts:github-pat:7')).toBe(false);
    expect(ignores('src/a.ts:slack-bot-token:7')).toBe(false);
    expect(ignores('src/a.ts:generic-api-key:7')).toBe(true);
  });

  it('skips comments, blank lines and spaces, and turns backslashes', () => {
    expect(ignores('# src/a.ts:github-pat:7\n\n')).toBe(false);
    expect(ignores(`\r\n  src\\a.ts:github-pat:7 \r\n`)).toBe(true);
  });

  it('leaves archive members and colons in paths as they are', () => {
    expect(ignores('a.zip!b/c.txt:github-pat:7', { path: 'a.zip!b/c.txt' })).toBe(true);
    expect(ignores(`${COMMIT}:C:/x:y:github-pat:7`, { path: 'C:/x:y' })).toBe(true);
  });

  it('names the lines that are no fingerprints', () => {
    const { problems, entries } = parseGitleaksIgnore(
      `x\nsrc/a.ts:r:1\na:b:c\n${'y'.repeat(100_000)}:a:1`,
      'f',
    );
    expect(entries).toBe(1);
    expect(problems.map(({ message }) => message.slice(0, 30))).toEqual([
      'f:1: "x" is no fingerprint (co',
      'f:3: "a:b:c" is no fingerprint',
      `f:4: "${'y'.repeat(24)}`,
    ]);
    expect(parseGitleaksIgnore('x\n'.repeat(100_000), 'f').problems).toHaveLength(21);
  });

  it('answers fast, however many lines there are', () => {
    const text = Array.from({ length: 200_000 }, (_, index) => `src/f${index}.ts:github-pat:${index}`).join(
      '\n',
    );
    const { isIgnored } = parseGitleaksIgnore(text, 'f');
    let found = 0;
    for (let line = 0; line < 100_000; line++)
      if (isIgnored({ ...PLACE, path: `src/f${line}.ts`, line })) found++;
    expect(found).toBe(100_000);
  });

  it('is a file or a folder; only what was asked for must be there', () => {
    const folder = tempFolder({ '.gitleaksignore': 'a:b:1', other: 'a:b:1\nc:d:2' });
    expect(readGitleaksIgnore(null, folder).entries).toBe(1);
    expect(readGitleaksIgnore(folder, '/').entries).toBe(1);
    expect(readGitleaksIgnore(join(folder, 'other'), '/').entries).toBe(2);
    expect(readGitleaksIgnore(null, tempFolder()).entries).toBe(0);
    expect(errorOf(() => readGitleaksIgnore(join(folder, 'no'), folder)).code).toBe('config');
  });
});

describe('compareIds', () => {
  it.each([
    ['github-pat', 'github-personal-access-token', 'same'],
    ['gcp-api-key', 'google-cloud-key', 'same'],
    ['aws-access-token', 'aws-access-key-id', 'same'],
    ['generic-api-key', 'generic-password', 'same'],
    ['api-key', 'generic-secret', 'same'],
    ['Slack_Bot_Token', 'slack-bot-token', 'same'],
    ['github-pat', 'github-app-token', 'kin'],
    ['generic-api-key', 'stripe-secret-key', 'kin'],
    ['stripe-access-token', 'generic-secret', 'kin'],
    ['github-pat', 'gitlab-pat', 'other'],
    ['private-key', 'slack-bot-token', 'other'],
  ] as const)('%s and %s: %s', (theirs, ours, likeness) => {
    expect(compareIds(theirs, ours)).toBe(likeness);
  });
});
