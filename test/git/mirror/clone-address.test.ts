/** Of addresses that a forge gives, those are taken that lead to it. */
import { describe, expect, it } from 'vitest';
import { checkAddress } from '../../../src/git/mirror/clone-address.ts';

const allowed = { protocols: ['https', 'ssh'], hosts: ['bitbucket.org', 'git.example.org'] } as const;

describe('an address', () => {
  it.each([
    ['https://bitbucket.org/ws/repo.git', 'https://bitbucket.org/ws/repo.git', 'https://bitbucket.org'],
    ['https://ada@bitbucket.org/ws/repo.git', 'https://bitbucket.org/ws/repo.git', 'https://bitbucket.org'],
    [
      'https://ada:pw@bitbucket.org/ws/repo.git',
      'https://bitbucket.org/ws/repo.git',
      'https://bitbucket.org',
    ],
    [
      'https://git.example.org:8443/bb/scm/~ada/r.git',
      'https://git.example.org:8443/bb/scm/~ada/r.git',
      'https://git.example.org:8443',
    ],
    ['git@bitbucket.org:ws/repo.git', 'ssh://git@bitbucket.org/ws/repo.git', 'ssh://bitbucket.org'],
    [
      'ssh://git:pw@git.example.org:7999/prj/r.git',
      'ssh://git@git.example.org:7999/prj/r.git',
      'ssh://git.example.org:7999',
    ],
  ])('%s is taken', (text, url, origin) => {
    expect(checkAddress(text, allowed)).toMatchObject({ url, origin });
  });

  it.each([
    ['https://evil.example.com/ws/repo.git', 'another host'],
    ['https://bitbucket.org.evil.example.com/r.git', 'another host'],
    ['https://bitbucket.org@evil.example.com/r.git', 'another host'],
    ['git@evil.example.com:ws/repo.git', 'another host'],
    ['http://bitbucket.org/ws/repo.git', 'not allowed'],
    ['ext::sh -c touch% /tmp/x', 'plain address'],
    ['ext::touch', 'not allowed'],
    ['file:///etc', 'not allowed'],
    ['git://bitbucket.org/r.git', 'not allowed'],
    ['--upload-pack=touch', 'plain address'],
    ['-oProxyCommand=touch@bitbucket.org:r', 'plain address'],
    ['ssh://-oProxyCommand=touch/r', 'another host'],
    ['ssh://-oProxyCommand=x@bitbucket.org/r', 'no user of SSH'],
    ['ssh://bitbucket.org/r', 'no user of SSH'],
    ['ssh://git@bitbucket.org/-r', 'a dash'],
    ['https://bitbucket.org/r.git?x=1', 'plain address'],
    ['https://bitbucket.org/r.git#x', 'more than a path'],
    ['https://bitbucket.org/$(touch x)', 'plain address'],
    ['https://bitbucket.org/a b', 'plain address'],
    ['https://bitbucket.org/a\nb', 'plain address'],
    ['/srv/git/repo.git', 'plain address'],
    ['', 'plain address'],
    [`https://bitbucket.org/${'a'.repeat(5000)}`, 'plain address'],
  ])('%j is refused: %s', (text, why) => {
    expect(checkAddress(text, allowed)).toMatchObject({ refused: expect.stringContaining(why) });
  });

  it('of a file is one of this machine, and only where files are allowed', () => {
    const files = { protocols: ['file'], hosts: [] } as const;
    expect(checkAddress('file:///srv/git/a.git', files)).toMatchObject({ url: 'file:///srv/git/a.git' });
    expect(checkAddress('file://other.example.org/srv/a.git', files)).toHaveProperty('refused');
  });
});
