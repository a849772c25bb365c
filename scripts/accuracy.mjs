/**
 * npm run accuracy -- LABELS FILES [--not CATEGORY,…] [--only CATEGORY,…]: scans FILES with the built program and scores it by lines.
 * LABELS is JSONL: {repo, path, lf_line, lf_line_end, label: "T" | other, category: "A:B", status: "ok" | other}; paths are
 * relative to FILES. A row is hit when a finding overlaps its lines; a finding on a line with T and other rows counts for T alone.
 * Only credentials and keys count. A finding on a line without any row is "unlabelled".
 */
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { score } from './score-lines.mjs';

/** Bytes of output that one scan may have. */
const MOST_OUTPUT = 2 ** 30;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { not: { type: 'string', default: '' }, only: { type: 'string', default: '' } },
});
const [labels, files] = positionals;
if (!labels || !files) {
  process.stderr.write('usage: npm run accuracy -- LABELS FILES [--not A,B] [--only A,B]\n');
  process.exitCode = 2;
} else {
  const wanted = { not: setOf(values.not), only: setOf(values.only) };
  print(score(jsonLines(readFileSync(labels, 'utf8')), findingsIn(files), wanted));
}

function setOf(list) {
  return new Set(list.split(',').filter(Boolean));
}

function jsonLines(text) {
  return text
    .split('\n')
    .filter((json) => json.trim() !== '')
    .map((json) => JSON.parse(json));
}

function findingsIn(folder) {
  const scan = ['bin/bitsieve.js', 'scan', '--files', folder, '--no-ignore', '--no-group', '--show-secrets'];
  const { stdout, stderr, status } = spawnSync(process.execPath, [...scan, '-f', 'jsonl', '--no-progress'], {
    encoding: 'utf8',
    maxBuffer: MOST_OUTPUT,
  });
  // 1 says that there are findings.
  if (status !== 0 && status !== 1) throw new Error(`the scan ended with ${status}: ${stderr}`);
  return jsonLines(stdout).filter(
    ({ type, label }) => type === 'finding' && /^(?:credential|key)\//.test(label),
  );
}

function print({ repositories, categories, groups, total, unlabelled, macro }) {
  row('', 'T', 'F', 'TP', 'FP', 'FN', 'P', 'R', 'F1');
  for (const [name, counts] of categories) line(name, counts);
  for (const [name, counts] of groups) line(name, counts);
  line('TOTAL', total);
  const found = total.tp + total.fp + unlabelled;
  row(`unlabelled findings ${unlabelled}; precision if all were false ${ratio(total.tp, found)}`);
  row(`macro average of F1 over ${repositories} repositories with a T: ${macro.toFixed(4)}`);
}

function line(name, { tp, fp, fn, tn }) {
  const f1 = tp === 0 ? '-' : ((2 * tp) / (2 * tp + fp + fn)).toFixed(4);
  row(name, tp + fn, fp + tn, tp, fp, fn, ratio(tp, tp + fp), ratio(tp, tp + fn), f1);
}

function ratio(part, whole) {
  return whole === 0 ? '-' : (part / whole).toFixed(4);
}

function row(name, ...cells) {
  const columns = cells.map((cell) => String(cell).padStart(7)).join('');
  process.stdout.write(`${cells.length > 0 ? name.padEnd(32) : name}${columns}\n`);
}
