/** Our lines in somebody's script: put in, found, renewed and taken out, with every other byte as it was. */
import { describe, expect, it } from 'vitest';
import {
  findBlock,
  isOwnScript,
  markedBlock,
  ownScript,
  withBlock,
  withoutBlock,
} from '../../src/hooks/install/marked-block.ts';
import { rounds } from '../support/rounds.ts';
import { fc } from '../support/property.ts';

const block = markedBlock('pre-commit', ['echo one', 'echo two']);
const other = markedBlock('pre-commit', ['echo three']);

describe('a marked block', () => {
  it('leaves no trace, wherever it was put and whatever the script was', () => {
    const line = fc.constantFrom(
      '#!/bin/sh',
      'exit 0',
      '',
      '\r',
      '# bitsieve: end',
      '# bitsieve: begin',
      'a\u0000\u00ff',
    );
    const script = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(script, fc.constantFrom('first' as const, 'last' as const), (text, place) => {
        fc.pre(findBlock(text) === null);
        const put = withBlock(text, block, place);
        expect(findBlock(put)).toMatchObject({ hook: 'pre-commit', isAsWritten: true });
        expect(withoutBlock(put)).toBe(text);
        expect(withoutBlock(withBlock(put, other, place))).toBe(text);
      }),
      { numRuns: rounds(300) },
    );
  });

  it('is renewed where it stands, once', () => {
    const text = withBlock('#!/bin/sh\nbefore\n', block, 'last') + 'after\n';
    expect(withBlock(text, other, 'first')).toBe(text.replace(block, () => other));
    expect(withBlock(text, block, 'first')).toBe(text);
  });

  it('stands behind the line that says which shell it is', () => {
    expect(withBlock('#!/bin/bash\nexit 0\n', block, 'first')).toBe(`#!/bin/bash\n${block}\nexit 0\n`);
  });

  it('is known to have been changed by one byte, and not by the line ends of a checkout', () => {
    expect(findBlock(block.replace('two', 'tow'))?.isAsWritten).toBe(false);
    expect(findBlock(block.replaceAll('\n', '\r\n'))?.isAsWritten).toBe(true);
  });

  it('is all there is in a script of ours until somebody adds a line', () => {
    expect(isOwnScript(ownScript(block))).toBe(true);
    expect(isOwnScript(ownScript(block).replaceAll('\n', '\r\n'))).toBe(true);
    expect(isOwnScript(`${ownScript(block)}more\n`)).toBe(false);
    expect(isOwnScript(`#!/bin/sh\nset -e\n${block}\n`)).toBe(false);
  });
});
