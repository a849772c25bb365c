/** What is asked of a text as a whole: the engine and its twin against the definition, and nothing beyond the text matters. */
import { expect, it } from 'vitest';
import { startPlainKernel } from '../../src/engine/plain-kernel.ts';
import { startWasmKernel } from '../../src/engine/wasm-kernel.ts';
import { fc } from '../support/property.ts';

const kernels = { engine: startWasmKernel(), twin: startPlainKernel() };

it.each(Object.entries(kernels))(
  '%s: countNewlines and findNul say what the definition says',
  (_, kernel) => {
    if (!kernel) throw new Error('the engine does not start');
    kernel.reserve(kernel.arena + 4096);
    const byte = fc.constantFrom(0, 0x0a, 0x0d, 0x61, 0xff, 0x8a);
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 200 }), fc.nat(40), byte, (values, shift, around) => {
        const text = Buffer.from(values);
        const at = kernel.arena + 64 + shift;
        kernel.memory.fill(around, at - 32, at + text.length + 32);
        kernel.memory.set(text, at);
        const newlines = values.filter((value) => value === 0x0a).length;
        expect(kernel.countNewlines(at, text.length)).toBe(newlines);
        expect(kernel.findNul(at, text.length)).toBe(text.indexOf(0));
      }),
      { numRuns: 2000 },
    );
  },
);
