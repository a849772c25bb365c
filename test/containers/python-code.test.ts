/** Constants of compiled Python, with the names that they are given. */
import { expect, it } from 'vitest';
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
