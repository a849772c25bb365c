/** Constants of compiled Python, with the names that they are given. */
import { describe, expect, it } from 'vitest';
import { opened } from './support/opened.ts';
import { PYTHON_SAMPLE } from './support/python-sample.ts';

it('gives constants, with their names where they have one', () => {
  const { texts, troubles } = opened(PYTHON_SAMPLE);
  const lines = Buffer.from(texts['constants'] ?? '', 'latin1')
    .toString()
    .split('\n');
  expect(lines).toEqual(
    expect.arrayContaining(['PASSWORD = "Xk93kdLq0z"', 'USER = "ada"', `token = "it's"`]),
  );
  expect(lines).toEqual(expect.arrayContaining(['doc', 'of two lines']));
  expect(troubles).toEqual([]);
});

it('gives what stands before the end of one that is cut', () => {
  expect(opened(PYTHON_SAMPLE.subarray(0, -5)).troubles).toMatchObject([{ kind: 'damaged' }]);
});

it('many codes that refer to the same constants end', () => {
  const numbers = Buffer.alloc(20);
  const size = (count: number): Buffer => Buffer.from(Uint32Array.of(count).buffer);
  const text = Buffer.concat([Buffer.from('z\x04abcd')]);
  const first = Buffer.concat([Buffer.from([0xa8]), size(1000), ...Array.from({ length: 1000 }, () => text)]);
  const again = Buffer.concat([Buffer.from('r'), size(0)]);
  const rest = Buffer.concat([Buffer.from(')\0'.repeat(6)), size(1), Buffer.from(')\0)\0')]);
  const code = (constants: Buffer): Buffer =>
    Buffer.concat([Buffer.from('c'), numbers, Buffer.from('s\0\0\0\0'), constants, rest]);
  const codes = Buffer.concat([
    Buffer.from('('),
    size(5001),
    code(first),
    ...Array.from({ length: 5000 }, () => code(again)),
  ]);
  const outer = Buffer.concat([PYTHON_SAMPLE.subarray(0, 16), code(codes)]);
  const { bytes, troubles } = opened(outer);
  expect(bytes).toBeLessThan(outer.length * 30);
  expect(troubles).toMatchObject([{ kind: 'damaged' }]);
});

describe('later versions of Python', () => {
  const size = (count: number): Buffer => Buffer.from(Uint32Array.of(count).buffer);
  const text = (value: string): Buffer =>
    Buffer.from(`z${String.fromCharCode(value.length)}${value}`, 'latin1');
  const list = (...values: Buffer[]): Buffer =>
    Buffer.concat([Buffer.from([0x29, values.length]), ...values]);
  /** A module that gives its second constant to its second name. */
  const compiled = (word: number, instructions: readonly number[], constants: Buffer): Buffer => {
    const head = Buffer.alloc(16);
    head.writeUInt16LE(word, 0);
    head.writeUInt16LE(0x0a0d, 2);
    const bytecode = Buffer.concat([Buffer.from('s'), size(instructions.length), Buffer.from(instructions)]);
    const rest = Buffer.concat([...Array.from({ length: 5 }, () => list()), size(1), list(), list()]);
    const names = list(text('first'), text('PASSWORD'));
    return Buffer.concat([head, Buffer.from('c'), Buffer.alloc(20), bytecode, constants, names, rest]);
  };
  const constants = list(text('one'), text('Xk93kdLq0z'));

  it.each([
    ['3.11', 3495, 100, 90],
    ['3.13', 3571, 83, 114],
    ['3.14', 3627, 82, 116],
  ])('%s has numbers of its own', (_, word, load, store) => {
    const { texts, troubles } = opened(compiled(word, [load, 1, store, 1], constants));
    expect(texts['constants']?.split('\n')).toEqual(['one', 'PASSWORD = "Xk93kdLq0z"']);
    expect(troubles).toEqual([]);
  });

  it('numbers that are not known give no names', () => {
    const { texts } = opened(compiled(3700, [82, 1, 116, 1], constants));
    expect(texts['constants']?.split('\n')).toEqual(['one', 'Xk93kdLq0z']);
  });

  it('3.14 has slices among its constants', () => {
    const slice = Buffer.from(':NNN');
    const { texts, troubles } = opened(compiled(3627, [82, 1, 116, 1], list(slice, text('Xk93kdLq0z'))));
    expect(texts['constants']).toBe('PASSWORD = "Xk93kdLq0z"');
    expect(troubles).toEqual([]);
  });
});
