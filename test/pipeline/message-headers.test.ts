/** What stands above the message of a commit or tag: names, signatures, tags that were merged, headers of nobody's making. */
import { expect, it } from 'vitest';
import { expectSame, valuesOf } from '../support/both-readers.ts';
import { makeRepository } from '../support/make-repository.ts';
import { githubToken } from '../support/secrets.ts';

const ID = 'Ada <ada@example.org> 1700000000 +0100';

function repositoryWith(headers: (base: string) => string, author = ID, end = '\n\nfine\n') {
  const repository = makeRepository();
  const base = repository.commit({ 'a.txt': 'clean\n' });
  const tree = repository.git('rev-parse', 'HEAD^{tree}');
  const text = `tree ${tree}\nparent ${base}\nauthor ${author}\ncommitter ${ID}${headers(base)}${end}`;
  const commit = repository.gitFed(text, 'hash-object', '-t', 'commit', '-w', '--literally', '--stdin');
  repository.git('update-ref', 'refs/heads/main', commit);
  return { repository, commit };
}

const secret = githubToken(41);

it.each([
  ['a header of its own', `\nx-note ${secret}`],
  ['a further line of one', `\nx-note a\n ${secret}`],
  ['a signature', `\ngpgsig -----BEGIN PGP SIGNATURE-----\n ${secret}\n -----END PGP SIGNATURE-----`],
  ['the name of an encoding', `\nencoding ${secret}`],
])('a token in %s is found, by all readers', async (_, header) => {
  const { repository, commit } = repositoryWith(() => header);
  const seen = await expectSame(repository.folder, { hasPlain: true });
  expect(valuesOf(seen)).toEqual([secret]);
  expect(seen.findings[0]).toMatchObject({ kind: 'commit-message', path: 'commit-header', blob: commit });
});

it('a token in the name of an author is found, also where no message follows', async () => {
  const { repository } = repositoryWith(() => '', `${secret} <ada@example.org> 1700000000 +0100`, '\n');
  expect(valuesOf(await expectSame(repository.folder))).toEqual([secret]);
});

it('what a merged tag says is found, passwords too, and who made it is not', async () => {
  const password = ['Xk7', 'vQ2', 'pLm9', 'Rt4w'].join('');
  const mergetag = (base: string): string =>
    `\nmergetag object ${base}\n type commit\n tag v1\n tagger ${ID}\n \n DB_PASSWORD=${password}`;
  const { repository } = repositoryWith(mergetag);
  expect(valuesOf(await expectSame(repository.folder))).toEqual([password]);
});

it('a token in the headers of a tag is found, and an ordinary tag and commit hold none', async () => {
  const { repository, commit } = repositoryWith(() => '');
  expect(valuesOf(await expectSame(repository.folder))).toEqual([]);
  const text = `object ${commit}\ntype commit\ntag v1\ntagger ${secret} <a@example.org> 1700000000 +0100\n\nfine\n`;
  const tag = repository.gitFed(text, 'hash-object', '-t', 'tag', '-w', '--literally', '--stdin');
  repository.git('update-ref', 'refs/tags/v1', tag);
  expect(valuesOf(await expectSame(repository.folder))).toEqual([secret]);
});
