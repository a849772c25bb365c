/** Every example of every pattern file is a test: what `finds` says is found, what `ignores` says is not. */
import { describe, expect, it } from 'vitest';
import { compileDetector } from '../../src/catalogue/compile.ts';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import { readPatternSources } from '../../src/catalogue/read-patterns.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { generateToken } from '../support/generate-token.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const files = readPatternSources('patterns').map(({ file, document }) => {
  const checked = checkPatternFile(document);
  if (!('detector' in checked)) throw new Error(`${file}: ${JSON.stringify(checked)}`);
  return { file, pattern: checked };
});
const catalogue = patternCatalogue();
const set = buildDetectorSet(catalogue.detectors);

/** @param text one char code per byte, as tokens are */
function idsIn(text: string): Array<{ id: string | undefined; raw: string }> {
  return scanText(Buffer.from(text, 'latin1'), set).map((hit) => ({
    id: set.detectors[hit.detector]?.id,
    raw: hit.raw,
  }));
}

/** An example as it stands in a UTF-8 file, one char code per byte. */
function bytesOf(example: string): string {
  return Buffer.from(example, 'utf8').toString('latin1');
}

describe.each(files)('$file', ({ pattern }) => {
  it.each(pattern.detector.filter(({ matcher }) => matcher === 'token'))(
    '$id finds its examples',
    (detector) => {
      expect(detector.finds.length).toBeGreaterThan(0);
      const compiled = compileDetector(detector, pattern.issuer);
      for (const [index, example] of detector.finds.entries()) {
        const tokens = Array.from({ length: compiled.countedFrom ?? 1 }, (_, at) =>
          generateToken(detector, compiled, index + 7 * at),
        );
        const [token = ''] = tokens;
        const text = inBulk(bytesOf(example), tokens);
        expect(idsIn(`first line\n${text}\nlast line\n`), text).toContainEqual({
          id: detector.id,
          raw: token,
        });
      }
    },
  );

  it.each(pattern.detector)('$id ignores what it should', (detector) => {
    expect(detector.ignores.length).toBeGreaterThan(0);
    for (const example of detector.ignores) {
      expect(
        idsIn(`first line\n${bytesOf(example)}\nlast line\n`).map(({ id }) => id),
        example,
      ).not.toContain(detector.id);
    }
  });

  it.each(pattern.detector.filter(({ matcher }) => matcher !== 'token'))(
    '$id finds its examples',
    (detector) => {
      expect(detector.finds.length).toBeGreaterThan(0);
      for (const [index, example] of detector.finds.entries()) {
        const text = bytesOf(example).replaceAll('{token}', randomValue(index));
        expect(
          idsIn(`first line\n${text}\nlast line\n`).map(({ id }) => id),
          text,
        ).toContain(detector.id);
      }
    },
  );
});

/** The last line of the example once for each token, or all of it where the token stands before: what counts finds nothing in one. */
function inBulk(example: string, tokens: readonly string[]): string {
  const line = example.lastIndexOf('\n') + 1;
  const last = example.includes('{token}', line) ? line : 0;
  const lines = tokens.map((token) => example.slice(last).replaceAll('{token}', () => token));
  return tokens.length > 1
    ? example.slice(0, last) + lines.join('\n')
    : example.replaceAll('{token}', () => tokens[0] ?? '');
}

/** A value as a password manager makes it; the same for the same seed. */
function randomValue(seed: number): string {
  const [value = ''] = fc.sample(fc.stringMatching(/^[A-Z][a-z][0-9][A-Za-z0-9]{32}[0-9]$/), {
    seed: seed + 11,
    numRuns: 1,
  });
  return value;
}
