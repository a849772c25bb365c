/** Single objects of a store, whatever was read before them, are what git says they are. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../src/engine/arena.ts';
import { startKernel } from '../../src/engine/start-kernel.ts';
import type { ObjectReader } from '../../src/git/object-reader.ts';
import { openStore } from '../../src/git/object-store.ts';
import { openRepository } from '../../src/git/open-repository.ts';
import { storeReader } from '../../src/git/store-reader.ts';
import { makeRepository } from '../support/make-repository.ts';

const nobodyElse: ObjectReader = {
  read: (oids) => Promise.reject(new Error(`${[...oids].length} objects are left to git`)),
};

function nameOf(type: string, bytes: Buffer): string {
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex');
}

describe('objects of one pack', () => {
  /** Two files of 60 KB in 40 versions: far more than is kept of what was read. */
  it('are read in any order, each as git names it', async () => {
    const repository = makeRepository();
    const lines = Array.from({ length: 1500 }, (_, line) => `line ${line} ${'x'.repeat(30)}`);
    for (let version = 0; version < 40; version++) {
      lines[(version * 97) % 1500] = `line changed in version ${version}`;
      const text = lines.join('\n');
      repository.commit({ 'a.txt': text, [`b/${version % 3}.txt`]: text.toUpperCase() });
    }
    repository.git('repack', '-adq', '--depth=50', '--window=20');
    const opened = await openRepository(repository.folder);
    const store = openStore(opened);
    const kernel = startKernel();
    const reader = storeReader(store, { kernel, arena: new Arena(kernel) }, nobodyElse);
    const names = repository.git('rev-list', '--objects', '--all', '--no-object-names').split('\n');
    const shuffled = names.toSorted((a, b) => a.slice(3).localeCompare(b.slice(3)));
    for (const order of [names, names.toReversed(), shuffled, [...shuffled, ...names]]) {
      const wrong: string[] = [];
      let read = 0;
      await reader.read(
        order,
        ({ oid, type, bytes }) => {
          read += 1;
          if (nameOf(type, bytes) !== oid) wrong.push(oid);
        },
        ({ message }) => wrong.push(message),
      );
      expect(wrong).toEqual([]);
      expect(read).toBe(order.length);
    }
  });
});
