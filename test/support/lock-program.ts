/** Takes a lock in a process of its own and holds it until it is killed. With `count`: adds one to a number in a file, many times. */
import { readFileSync, writeFileSync } from 'node:fs';
import { takeLock } from '../../src/git/mirror/folder-lock.ts';

const [file = '', counter] = process.argv.slice(2);
if (counter === undefined) {
  await takeLock(file, { waitMs: 10_000 });
  console.log('held');
  setInterval(() => undefined, 1000);
} else {
  for (let nth = 0; nth < 25; nth++) {
    const lock = await takeLock(file, { waitMs: 60_000 });
    if (!lock) throw new Error('the lock was not to be had');
    const before = Number(readFileSync(counter, 'utf8'));
    await new Promise((done) => setTimeout(done, 1));
    writeFileSync(counter, String(before + 1));
    lock.release();
  }
}
