/**
 * Counts which four bytes in a row are common in source code, and writes src/detect/common-grams.ts.
 * Usage: node scripts/count-grams.mjs REPOSITORY... (each counts the same, whatever its size)
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

const KEPT = 6000;
const LONGEST_FILE = 1_000_000;
const shares = new Map();

/** The text of every file that is text, lower case. */
function* textsOf(repository) {
  const git = (...args) =>
    execFileSync('git', ['-C', repository, ...args], {
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  for (const line of git('ls-tree', '-r', '-z', '-l', 'HEAD').toString('latin1').split('\0')) {
    const [, type, oid, size] = line.split(/[ \t]+/);
    if (type !== 'blob' || Number(size) > LONGEST_FILE) continue;
    try {
      const text = git('cat-file', 'blob', oid).toString('latin1').toLowerCase();
      if (!text.includes('\0')) yield text;
    } catch {
      // Not stored: a partial clone.
    }
  }
}

function count(text, counts) {
  for (let at = 0; at + 4 <= text.length; at++) {
    const gram = text.slice(at, at + 4);
    if (/^[\x20-\x7e]{4}$/.test(gram)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
}

for (const repository of process.argv.slice(2)) {
  const counts = new Map();
  for (const text of textsOf(repository)) count(text, counts);
  const total = [...counts.values()].reduce((sum, one) => sum + one, 0);
  for (const [gram, times] of counts) shares.set(gram, (shares.get(gram) ?? 0) + times / total);
}

const common = [...shares].toSorted((a, b) => b[1] - a[1]).slice(0, KEPT);
const lines =
  common
    .map(([gram]) => gram)
    .join('')
    .match(/.{1,104}/g) ?? [];
const quoted = lines.map((line) => `  ${JSON.stringify(line)}`).join(' +\n');
writeFileSync(
  'src/detect/common-grams.ts',
  `/** The ${common.length} most common rows of four bytes in source code, the most common first. Made by scripts/count-grams.mjs. */
export const COMMON_GRAMS: string =
${quoted};
`,
);
