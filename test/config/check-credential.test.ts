/** The table `[credential]`: names of where a credential lies, and what is wrong with one. */
import { describe, expect, it } from 'vitest';
import { checkCredential } from '../../src/config/check-credential.ts';

describe('[credential]', () => {
  it.each([
    [undefined, null],
    [{ from: 'git' }, { from: 'git' }],
    [
      { from: 'environment', variable: 'CI_TOKEN', email: 'ada@example.org' },
      { from: 'environment', variable: 'CI_TOKEN', email: 'ada@example.org' },
    ],
    [
      { from: 'file', path: 'token', user: 'ada' },
      { from: 'file', path: '/etc/audit/token', user: 'ada' },
    ],
  ])('names where it lies: %j', (table, credential) => {
    expect(checkCredential(table, '/etc/audit')).toEqual({ credential, mistakes: [] });
  });

  it.each([
    [{}, /none of "environment"/],
    [{ from: 'vault' }, /none of "environment"/],
    [{ from: 'file' }, /no path/],
    [{ from: 'git', variable: 'X' }, /goes with from = "environment"/],
    [{ from: 'environment', path: 'x' }, /goes with from = "file"/],
    [{ from: 'environment', variable: 'a-b' }, /no name of an environment variable/],
    [{ from: 'git', token: 'made-up' }, /token/],
    [{ from: 'environment', variable: '0-made-up' }, /no name of an environment variable/],
    [{ from: 'made-up' }, /none of/],
  ])('is refused, without a value in the message: %j', (table, expected) => {
    const said = checkCredential(table, '/')
      .mistakes.map(({ at, message }) => `${at}: ${message}`)
      .join('\n');
    expect(said).toMatch(expected);
    expect(said).not.toContain('made-up');
  });
});
