import { describe, expect, it } from 'vitest';
import type { ScanResult } from '../../../src/core/scan-result.ts';
import { displayWidth } from '../../../src/report/console/display-width.ts';
import { developerMessage } from '../../../src/report/developer/developer-message.ts';
import type { DeveloperView, Spot } from '../../../src/report/developer/developer-view.ts';
import { visibleText } from '../../../src/report/text/visible-text.ts';
import { finding, problem, result, sampleSecret, secretValue } from '../support/sample-result.ts';
import { fc } from '../../support/property.ts';

const STAGED: DeveloperView = {
  occasion: 'staged',
  isStopped: true,
  color: false,
  width: 80,
  canAllow: true,
  more: 'bitsieve scan --staged',
  closing: ['To commit all the same: git commit --no-verify'],
};
const PUSH: DeveloperView = { ...STAGED, width: 110, occasion: 'push', more: 'bitsieve scan --range a..b' };
const COMMIT = 'c1'.repeat(20);
const PARENT = 'b0'.repeat(20);

const BRANCH: Extract<Spot, { kind: 'branch' }> = {
  kind: 'branch',
  ref: 'refs/heads/main',
  isCheckedOut: true,
  isAnnotated: false,
  home: 'refs/heads/main',
  depth: 2,
  parent: PARENT,
  hasMerges: false,
  isMerge: false,
  removedIn: null,
};

function many(count: number): ScanResult {
  const findings = Array.from({ length: count }, (_, index) =>
    finding({
      path: `src/a ${index}.ts`,
      value: secretValue(sampleSecret(String(index))),
      secretId: `s${index}`,
    }),
  );
  const problems = Array.from({ length: count }, (_, index) => problem({ message: `problem ${index}` }));
  return result({ findings, problems });
}

/** The commands of the message for one finding at that spot. */
function commands(spot: Spot | undefined, change: Parameters<typeof finding>[0] = {}, view = PUSH): string[] {
  const lines = developerMessage(result({ findings: [finding(change)] }), { ...view, spotOf: () => spot });
  return lines.filter((line) => /^ {2}git /.test(line)).map((line) => line.trim());
}

describe('the message', () => {
  it('says what, where, why, how to take it out, how to revoke and to allow it', () => {
    const message = developerMessage(result({ findings: [finding({ introduced: null })] }), {
      ...STAGED,
      checksOf: () => ['entropy', 'placeholder'],
    });
    expect(message.join('\n')).toBe(`bitsieve stopped this commit: 1 secret
  high      Example API token  exmp********xK
      config/prod.env:12
      why: example-api-token, confidence high; passed entropy, placeholder. Read
      and write to every project of the account that made it.

Take it out:
  git restore --staged -- config/prod.env
    # out of the index; on disk it stays as it is
  edit config/prod.env: have it read the value from the environment or a vault
  git add -- config/prod.env && git commit

If it was ever pushed or shown: revoke it first (Settings > Developer > Tokens >
Revoke)
Wrong? bitsieve:allow in a comment on its line, or in .gitleaksignore:
  config/prod.env:example-api-token:12

To commit all the same: git commit --no-verify`);
  });

  it('is empty where there is nothing to say, and tells problems alone', () => {
    expect(developerMessage(result(), STAGED)).toEqual([]);
    expect(developerMessage(result({ problems: [problem()] }), STAGED)).toEqual([
      'bitsieve stopped this commit: scan incomplete',
      '  error  A blob of 200 MB was not read.',
      '',
      'To commit all the same: git commit --no-verify',
    ]);
  });

  it.each([1, 2, 3, 5, 30, 5000])('has at most 20 lines with %i findings and problems', (count) => {
    for (const width of [1, 60, 72, 80, 110, 1000]) {
      for (const view of [STAGED, PUSH, { ...PUSH, occasion: 'receive' as const }]) {
        const lines = developerMessage(many(count), { ...view, width });
        expect(lines.length).toBeLessThanOrEqual(20);
        const broad = lines.filter((line) => displayWidth(line) > Math.min(110, Math.max(60, width)));
        // Commands are copied, and never broken.
        expect(broad.filter((line) => !line.startsWith('  git '))).toEqual([]);
        expect(lines.at(-1)).toBe('To commit all the same: git commit --no-verify');
        if (count > 5) expect(lines.join('\n')).toMatch(/… and [\d,]+ more: /);
      }
    }
  });

  it('has colours only when it may', () => {
    expect(developerMessage(many(3), STAGED).join('')).not.toContain('\u001b');
    expect(developerMessage(many(3), { ...STAGED, color: true }).join('')).toContain('\u001b[31mhigh');
  });

  it('holds no secret and nothing that a terminal obeys, wherever a repository has put it', () => {
    const secrets = fc
      .oneof(
        fc.string({ minLength: 8, maxLength: 60 }),
        fc.string({ unit: 'binary', minLength: 8, maxLength: 30 }),
      )
      .filter((secret) => !secret.includes('*'));
    const neutral = told('0'.repeat(40));
    fc.assert(
      fc.property(secrets, (secret) => {
        const clean = secretValue(secret).unwrapText();
        fc.pre(!neutral.includes(clean) && !clean.includes('0000'));
        const text = told(secret);
        if (text.includes(clean) || text.includes(visibleText(clean)))
          expect.fail(JSON.stringify({ clean, text }));
        expect(visibleText(text, '\n')).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

function told(secret: string): string {
  const introduced = {
    commit: COMMIT,
    author: { name: secret, email: secret },
    date: '2024-03-01T10:00:00Z',
  };
  const texts = {
    title: secret,
    notes: [secret],
    exposes: secret,
    revoke: secret,
    value: secretValue(secret),
  };
  const findings = [
    finding({ ...texts, path: `a/${secret}`, secretId: 'one' }),
    finding({ ...texts, kind: 'tag-message', path: `refs/tags/${secret}`, introduced }),
    finding({ ...texts, path: `b\u001b[2J${secret}`, introduced, inside: [secret] }),
  ];
  const all = result({ findings, problems: [problem({ message: `x ${secret}` })] });
  return [STAGED, PUSH].flatMap((view) => developerMessage(all, view)).join('\n');
}

describe('how it is taken out', () => {
  const index = { hasHead: true, isTemporary: false };

  it('of the index', () => {
    expect(commands(undefined, {}, STAGED)).toEqual([
      'git restore --staged -- config/prod.env',
      'git add -- config/prod.env && git commit',
    ]);
    expect(commands(undefined, {}, { ...STAGED, width: 110, index: { ...index, hasHead: false } })[0]).toBe(
      'git rm --cached --force -- config/prod.env  # out of the index; on disk it stays as it is',
    );
    expect(commands(undefined, {}, { ...STAGED, index: { ...index, isTemporary: true } })).toEqual([]);
  });

  it('names files as git takes them wherever the developer stands', () => {
    const first = (path: string, prefix: string): string | undefined =>
      commands(undefined, { path }, { ...STAGED, prefix })[0]?.replace(/ {2}#.*/, '');
    const unstage = 'git restore --staged -- ';
    expect(first('-a b', '')).toBe(`${unstage}'-a b'`);
    expect(first('a.txt', 'sub/')).toBe(`${unstage}:/a.txt`);
    expect(first('[id].ts', '')).toBe(`${unstage}':(top,literal)[id].ts'`);
    expect(first(':x', '')).toBe(`${unstage}':(top,literal):x'`);
    expect(first('b\ufffd\ufffd[1]', '')).toBe(`${unstage}':(top,glob)b*\\[1\\]'`);
    expect(first(`d/${sampleSecret()}.txt`, '')).toBe(`${unstage}':(top,glob)d/exmp*xK.txt'`);
    expect(first('x/'.repeat(200), '')).toBe(`${unstage}FILE`);
  });

  it('of the newest commit', () => {
    expect(commands({ ...BRANCH, depth: 0 })).toEqual([
      'git add -- config/prod.env && git commit --amend --no-edit',
    ]);
    expect(commands({ ...BRANCH, depth: 0, isCheckedOut: false })[0]).toBe('git switch main');
    expect(commands({ ...BRANCH, depth: 0 }, { kind: 'commit-message' })).toEqual([
      'git commit --amend  # say it without the value',
    ]);
  });

  it('of an earlier commit', () => {
    expect(commands(BRANCH)).toEqual([
      'git rebase -i --autostash b0b0b0b0b0  # mark as "edit" c1c1c1c1c1',
      'git add -- config/prod.env && git commit --amend --no-edit && git rebase --continue',
    ]);
    expect(commands({ ...BRANCH, parent: null, isCheckedOut: false })[0]).toMatch(
      /^git rebase -i --autostash --root main /,
    );
    expect(commands({ ...BRANCH, hasMerges: true })[0]).toMatch(
      /^git rebase -i --autostash --rebase-merges b0b0b0b0b0 /,
    );
    expect(commands(BRANCH, { kind: 'commit-message' })).toEqual([
      'git rebase -i --autostash b0b0b0b0b0  # mark as "reword" c1c1c1c1c1',
    ]);
    expect(commands({ ...BRANCH, ref: 'refs/tags/v1', isAnnotated: true, isCheckedOut: false })).toEqual([
      'git rebase -i --autostash b0b0b0b0b0 v1  # mark as "edit" c1c1c1c1c1',
      'git add -- config/prod.env && git commit --amend --no-edit && git rebase --continue',
      'git tag --force --annotate -- v1 && git switch main',
    ]);
    const removedIn = 'd7'.repeat(20);
    expect(commands({ ...BRANCH, removedIn })).toEqual([
      'git rebase -i --autostash b0b0b0b0b0  # put the line of d7d7d7d7d7 right below c1c1c1c1c1, as "fixup"',
    ]);
    expect(commands(undefined)[0]).toBe(
      'git rebase -i --autostash c1c1c1c1c1~1  # mark as "edit" c1c1c1c1c1 (--root if it is the first)',
    );
  });

  it('of the deepest of several commits at once', () => {
    const [near, deep] = [finding({ path: 'near' }), finding({ path: 'deep', introduced: null })];
    const spotOf: DeveloperView['spotOf'] = ({ path }) =>
      path === 'near' ? { ...BRANCH, depth: 0, parent: 'aa'.repeat(20) } : BRANCH;
    const lines = developerMessage(result({ findings: [near, deep] }), { ...PUSH, spotOf });
    expect(lines.filter((line) => line.includes('git rebase -i'))).toEqual([
      expect.stringMatching(/^ {2}git rebase -i --autostash b0b0b0b0b0/),
    ]);
  });

  it('is allowed where it can be: a comment only in what is not yet below other commits, a message only in its commit', () => {
    const wrong = (spot: Spot | undefined, over: Parameters<typeof finding>[0], view = PUSH): string[] => {
      const lines = developerMessage(result({ findings: [finding(over)] }), { ...view, spotOf: () => spot });
      const at = lines.findIndex((line) => line.startsWith('Wrong?'));
      return at === -1 ? [] : lines.slice(at, at + 2);
    };
    expect(wrong({ ...BRANCH, depth: 0 }, {})[0]).toContain('bitsieve:allow');
    expect(wrong(BRANCH, {})[0]).toBe('Wrong? Put this into .gitleaksignore:');
    expect(wrong(BRANCH, { kind: 'commit-message', path: 'commit-message' })[1]).toContain(
      `${COMMIT}:commit-message:`,
    );
    expect(wrong(undefined, {}, { ...PUSH, occasion: 'receive' }).join()).not.toContain('.gitleaksignore');
  });

  it('of tags, notes and other refs', () => {
    expect(commands(undefined, { kind: 'tag-message', path: 'refs/tags/v 1' })).toEqual([
      "git tag --force --annotate -- 'v 1' c1c1c1c1c1  # say it without the value",
    ]);
    expect(commands({ kind: 'ref', ref: 'refs/tags/key' })[0]).toMatch(/^git tag --delete -- key /);
    expect(commands({ kind: 'ref', ref: 'refs/x/y' })[0]).toMatch(/^git update-ref -d refs\/x\/y /);
    expect(commands({ kind: 'notes', ref: 'refs/notes/commits', base: PARENT })[1]).toBe(
      `git update-ref refs/notes/commits "$(git commit-tree -p b0b0b0b0b0 -m notes 'refs/notes/commits^{tree}')"`,
    );
  });
});
