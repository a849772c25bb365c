import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readLooseHeader } from '../../src/git/loose-objects.ts';
import { makeRepository } from '../support/make-repository.ts';

it('type and size of an object in a file of its own are read, whatever table of codes stands before them', () => {
  const repository = makeRepository();
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => {
      // The more different characters, the longer the table.
      const text = Array.from({ length: 40 * at }, (__, place) =>
        String.fromCharCode(32 + ((place * place * 7) % (6 * at + 2))),
      );
      return [`f${at}.txt`, `${at}${text.join('')}`];
    }),
  );
  repository.commit(files);
  const oids = repository.git('rev-list', '--objects', '--no-object-names', 'HEAD').split('\n');
  const told = oids.map((oid) => {
    const header = readLooseHeader(join(repository.folder, '.git/objects', oid.slice(0, 2), oid.slice(2)));
    return `${oid} ${header?.type} ${header?.size}`;
  });
  const asked = oids.map(
    (oid) => `${oid} ${repository.git('cat-file', '-t', oid)} ${repository.git('cat-file', '-s', oid)}`,
  );
  expect(told).toEqual(asked);
});
