/** A repository of any number of commits, the same each time, and commits on top of it. */
import { execFileSync } from 'node:child_process';

const FILES = 400;
const LINES = 60;

export function git(folder, ...args) {
  return execFileSync('git', ['-C', folder, ...args], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).toString();
}

/** @returns a bare repository with a branch main */
export function madeRepository(folder, commits) {
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  const files = new Map(Array.from({ length: FILES }, (_, index) => [nameOf(index), textOf(index)]));
  const first = [...files].map(([name, text]) => fileIn(name, text)).join('');
  importInto(folder, [
    commitOn('main', 0, first),
    ...changes(files, 'main', { first: 1, count: commits - 1 }),
  ]);
  return { folder, files };
}

/** @param from a commit. Each changes two files. */
export function growOn({ folder, files }, branch, from, count) {
  const rows = changes(new Map(files), branch, { first: 100_000, count, from: `from ${from}\n` });
  importInto(folder, rows);
}

function nameOf(index) {
  return `src/part-${index % 20}/module-${index}.js`;
}

function textOf(index) {
  const lines = Array.from(
    { length: LINES },
    (_, line) => `export function step${line}(value) { return value * ${index} + ${line}; }`,
  );
  return `${lines.join('\n')}\n`;
}

function* changes(files, branch, { first, count, from = '' }) {
  const names = [...files.keys()];
  for (let index = 0; index < count; index++) {
    const touched = [names[(index * 7) % names.length], names[(index * 13 + 5) % names.length]];
    const rows = touched.map((name, place) => {
      const lines = files.get(name).split('\n');
      lines[(index * 3 + place) % LINES] =
        `export const setting${index} = { name: 'change ${index}', at: ${index * 31} };`;
      files.set(name, lines.join('\n'));
      return fileIn(name, files.get(name));
    });
    yield commitOn(branch, first + index, rows.join(''), index === 0 ? from : '');
  }
}

function commitOn(branch, index, rows, from = '') {
  const message = `change ${index}`;
  const date = 1_700_000_000 + index * 60;
  return `commit refs/heads/${branch}\ncommitter A <a@example.org> ${date} +0000\ndata ${message.length}\n${message}\n${from}${rows}\n`;
}

function fileIn(name, text) {
  return `M 100644 inline ${name}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
}

function importInto(folder, rows) {
  const input = Buffer.from([...rows].join(''));
  execFileSync('git', ['-C', folder, '-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet'], { input });
}
