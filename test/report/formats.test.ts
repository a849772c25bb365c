/** What every report format keeps to, and that the table and the folder name the same formats. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/report/formats.ts';
import { OPTIONS, finding, problem, result, sampleSecret, textOf } from './support/sample-result.ts';

const NOT_FORMATS = new Set(['formats.ts', 'reporter.ts', 'write-report.ts']);
const FULL = result({
  findings: [
    finding(),
    finding({
      path: 'a b/\u001b[2J"<&\'>,\r\n\u202e\u009b.txt',
      introduced: null,
      blob: null,
      atTip: null,
      tips: [],
    }),
    finding({ path: '=cmd', otherPaths: [{ path: '../x', introduced: null }], atTip: false, tips: [] }),
  ],
  problems: [
    problem(),
    problem({ severity: 'warning', code: 'shallow-clone', message: 'Shallow: \u001b]0;x\u0007.' }),
  ],
});

it('lists every file of the folder that is a format, and no other', () => {
  const files = readdirSync(new URL('../../src/report/', import.meta.url), { withFileTypes: true })
    .filter((entry) => entry.isFile() && !NOT_FORMATS.has(entry.name))
    .map((entry) => entry.name.replace(/\.ts$/, ''));
  expect(Object.keys(FORMATS).toSorted()).toEqual(files.toSorted());
});

describe.each(Object.entries(FORMATS))('%s', (_name, { report, listsProblems, summary }) => {
  it('says for --help what it is for', () => {
    expect(summary).toMatch(/^\S.{5,60}$/);
  });

  it('ends with a line break and gives the same text twice', () => {
    expect(textOf(report(FULL, OPTIONS))).toMatch(/\n$/);
    expect(textOf(report(FULL, OPTIONS))).toBe(textOf(report(FULL, OPTIONS)));
  });

  it('names every finding, also those without a commit', () => {
    const text = textOf(report(FULL, { ...OPTIONS, group: false }));
    expect(text).toContain('config/prod.env');
    expect(text).toMatch(/(=|%3D)cmd/);
    expect(text).toContain('.txt');
  });

  it('lists problems exactly when the table says so', () => {
    const text = textOf(report(FULL, OPTIONS));
    expect(text.includes('A blob of 200 MB was not read.')).toBe(listsProblems);
    expect(text.includes('Shallow: ')).toBe(listsProblems);
  });

  it('prints no character that acts on a terminal', () => {
    expect(textOf(report(FULL, OPTIONS))).not.toMatch(
      // eslint-disable-next-line no-control-regex -- these are what is looked for
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e]/,
    );
  });

  it('prints the secret only when asked to', () => {
    expect(textOf(report(FULL, OPTIONS))).not.toContain(sampleSecret());
    expect(textOf(report(FULL, { ...OPTIONS, showSecrets: true }))).toContain(sampleSecret());
  });

  it('hides as much of a secret as --redact says', () => {
    const text = textOf(report(FULL, { ...OPTIONS, redactPercent: 100 }));
    expect(text).not.toContain('exmp');
    expect(textOf(report(FULL, { ...OPTIONS, redactPercent: 50 }))).toContain(
      `${sampleSecret().slice(0, sampleSecret().length / 2)}***`,
    );
  });

  it('comes in chunks: many findings are never one string', () => {
    const many = result({ findings: Array.from({ length: 2000 }, (_, n) => finding({ secretId: `s${n}` })) });
    let chunks = 0;
    let longest = 0;
    for (const chunk of report(many, OPTIONS)) {
      chunks += 1;
      longest = Math.max(longest, chunk.length);
    }
    expect(chunks).toBeGreaterThan(2000);
    expect(longest).toBeLessThan(10_000);
  });

  it('reports an empty result', () => {
    expect(textOf(report(result(), OPTIONS)).length).toBeGreaterThan(2);
  });
});

/** More than a call takes arguments. */
const MANY_PLACES = 150_000;

it('takes 150,000 places of one secret with all of them shown', () => {
  const one = finding();
  const places = Array.from({ length: MANY_PLACES }, (_, line) => ({ ...one, line: line + 1 }));
  const text = textOf(FORMATS.console.report(result({ findings: places }), { ...OPTIONS, verbose: true }));
  expect(text).toContain('config/prod.env:150000:9');
});
