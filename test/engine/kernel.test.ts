import { afterEach, describe, expect, it } from 'vitest';
import { startPlainKernel } from '../../src/engine/plain-kernel.ts';
import { startKernel } from '../../src/engine/start-kernel.ts';
import { startWasmKernel } from '../../src/engine/wasm-kernel.ts';

const starts = { engine: startWasmKernel, twin: startPlainKernel };

describe.each(Object.entries(starts))('the memory of the %s', (_, start) => {
  it('is there up to where the caller’s part begins, and grows', () => {
    const kernel = start();
    if (!kernel) throw new Error('the engine is not built: npm run build');
    expect(kernel.arena).toBe(0x100000);
    expect(kernel.memory.length).toBeGreaterThanOrEqual(kernel.arena);
    expect(kernel.reserve(kernel.arena + 10)).toBe(true);
    kernel.memory.write('kept', kernel.arena);
    const { length } = kernel.memory;
    expect(kernel.reserve(length)).toBe(true);
    expect(kernel.memory).toHaveLength(length);
    expect(kernel.memory).toBe(kernel.memory);
    expect(kernel.reserve(length + 1)).toBe(true);
    expect(kernel.memory.length).toBeGreaterThan(length);
    expect(kernel.memory.toString('latin1', kernel.arena, kernel.arena + 4)).toBe('kept');
  });

  it.each([2 ** 31, 2 ** 40, Infinity, NaN])('does not grow to %s bytes, and does not throw', (bytes) => {
    const kernel = start();
    const length = kernel?.memory.length;
    expect(kernel?.reserve(bytes)).toBe(false);
    expect(kernel?.memory).toHaveLength(length ?? 0);
  });
});

describe('startKernel', () => {
  afterEach(() => {
    delete process.env['BITSIEVE_NO_WASM'];
  });

  it('starts the engine, and the twin on request', () => {
    const engine = startKernel();
    process.env['BITSIEVE_NO_WASM'] = '1';
    const twin = startKernel();
    expect(engine.memory.buffer.constructor).toBe(ArrayBuffer);
    // The twin's functions are closures over its buffer, the engine's are exports.
    expect(String(engine.inflate)).toContain('native code');
    expect(String(twin.inflate)).not.toContain('native code');
  });
});
