/** Keywords of three bytes: found behind every usual separator and at the very beginning, and nowhere else. */
import { describe, expect, it } from 'vitest';
import { compileDetector } from '../../src/catalogue/compile.ts';
import { checkPatternFile, type PatternDetector } from '../../src/catalogue/pattern-file.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';

const entry = {
  id: 'acme-token',
  title: 'Acme token',
  label: 'credential/saas',
  severity: 'high',
  keywords: ['ac_'],
  token: 'ac_[a-z]{8}',
};
const TOKEN = 'ac_qwpzmxtv';

/** @throws {Error} with the mistakes of the pattern file */
function checked(changes: object = {}): PatternDetector {
  const file = checkPatternFile({ issuer: 'Acme', detector: [{ ...entry, ...changes }] });
  if (!('detector' in file)) throw new Error(file.map(({ message }) => message).join());
  const [detector] = file.detector;
  if (!detector) throw new Error('no detector');
  return detector;
}

const set = buildDetectorSet([compileDetector(checked(), 'Acme')]);

function found(text: string): number[] {
  return scanText(Buffer.from(text, 'latin1'), set).map(({ start }) => start);
}

describe('a keyword of three characters', () => {
  it.each(Array.from('\t\n\r "&\'()*,-/:;<=>?@[\\`{|', (separator) => [separator]))(
    'is found behind %j',
    (separator) => {
      expect(found(`some text${separator}${TOKEN} and more`)).toEqual([10]);
    },
  );

  it.each([String.raw`\n`, String.raw`\r`, String.raw`\t`, '%20', '%22', '%2F', '%3D', '%3d'])(
    'is found behind %s',
    (separator) => {
      expect(found(`text${separator}${TOKEN}"`)).toEqual([4 + separator.length]);
    },
  );

  it('is found where a text begins with it', () => {
    expect(found(TOKEN)).toEqual([0]);
    expect(found(`${TOKEN}\n${TOKEN}`)).toEqual([0, TOKEN.length + 1]);
  });

  it.each(['x', '_', '7', 'n', 'd'])('is not found behind %s, which is part of a word', (letter) => {
    expect(found(`text ${letter}${TOKEN}`)).toEqual([]);
  });

  it.each([
    ['does not open the token', { token: '[a-z]ac_[a-z]{8}' }],
    ['stands behind something', { before: 'x' }],
    ['is part of an assignment', { boundary: 'assignment' }],
    ['opens a token without boundary', { boundary: 'none' }],
  ])('is refused where it %s', (_, changes) => {
    expect(() => checked(changes)).toThrow(/must open the token/);
  });

  it('is refused when it has only two', () => {
    expect(() => checked({ keywords: ['ac'] })).toThrow(/at least four characters/);
  });
});
