/** What a clone is called where it came from: the name in its address, and nothing else that stands there. */
import { describe, expect, it } from 'vitest';
import { cloneName, nameInAddress } from '../../src/git/clone-name.ts';
import { makeRepository } from '../support/make-repository.ts';

describe('the name in the address of a clone', () => {
  it.each<[string, string | null, string | null]>([
    ['https://bitbucket.org/acme/web.git', 'acme/web', null],
    ['https://ada:word@bitbucket.org/acme/web', 'acme/web', null],
    ['git@bitbucket.org:acme/web.git', 'acme/web', null],
    ['ssh://git@bitbucket.org/acme/web.x.git/', 'acme/web.x', null],
    ['https://git.example.org/bitbucket/scm/core/web.git', 'CORE/web', 'CORE'],
    ['ssh://git@git.example.org:7999/core/web.git', 'CORE/web', 'CORE'],
    ['https://git.example.org/scm/~ada/notes.git', '~ada/notes', '~ada'],
    ['/srv/git/acme/web.git', null, null],
    ['../acme/web', null, null],
    ['https://example.org', null, null],
    ['https://example.org/acme/w b', null, null],
    ['', null, null],
  ])('%s is %s', (address, fullName, project) => {
    const name = nameInAddress(address);
    expect(name && { fullName: name.fullName, project: name.project }).toEqual(
      fullName === null ? null : { fullName, project },
    );
  });

  it('is that of origin', async () => {
    const repository = makeRepository();
    const place = { folder: repository.folder, inheritRepository: false };
    expect(await cloneName(place)).toBeNull();
    repository.git('remote', 'add', 'origin', 'git@bitbucket.org:acme/web.git');
    expect(await cloneName(place)).toEqual({ fullName: 'acme/web', project: null, written: 'acme/web' });
  });

  it('takes time in proportion to the address', () => {
    expect(nameInAddress(`https://${'a/'.repeat(200_000)} `)).toBeNull();
  });
});
