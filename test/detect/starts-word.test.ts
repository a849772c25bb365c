/** Where a word starts is told by bytes as the expressions of boundary `word` tell it. */
import { expect, it } from 'vitest';
import { compileDetector } from '../../src/catalogue/compile.ts';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import { startsWord } from '../../src/detect/may-label.ts';
import { fc } from '../support/property.ts';

const TOKEN = 'qzq_';

function expression(): RegExp {
  const file = checkPatternFile({
    issuer: 'Own',
    detector: [
      { id: 'own', title: 'Own', label: 'credential/saas', severity: 'low', keywords: [TOKEN], token: TOKEN },
    ],
  });
  const [entry] = 'detector' in file ? file.detector : [];
  if (!entry) throw new Error(JSON.stringify(file));
  const { source, flags, atWord } = compileDetector(entry, 'Own');
  expect(atWord).toBe(true);
  return new RegExp(source, flags);
}

it('in any surroundings', () => {
  const compiled = expression();
  const char = fc.constantFrom(...Array.from('\\%nrtNaAfFgGzZ09_-. "\n\xe4\xff'));
  fc.assert(
    fc.property(fc.string({ unit: char, maxLength: 6 }), (before) => {
      const text = `${before}${TOKEN} `;
      compiled.lastIndex = before.length;
      expect(startsWord(Buffer.from(text, 'latin1'), before.length)).toBe(compiled.test(text));
    }),
    { numRuns: 5000 },
  );
});
