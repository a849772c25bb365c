/** The prefilter in WebAssembly (engine/prefilter.ts): the same answers as its plain twin, several times as fast. */
import { readFileSync } from 'node:fs';
import { anchorOf } from './keyword-anchor.ts';
import type { OnKeyword, Prefilter } from './prefilter.ts';

interface EngineExports {
  readonly memory: WebAssembly.Memory;
  readonly inputAt: () => number;
  readonly inputBytes: () => number;
  readonly outputAt: () => number;
  readonly addKeyword: (number: number, length: number, anchor: number) => number;
  readonly findKeywords: (from: number, to: number, length: number) => number;
  readonly resumeAt: () => number;
}

/** More keywords than this with one window could overfill the engine's output. */
const MOST_WITH_ONE_WINDOW = 256;

/** @returns undefined where the engine cannot run, or has no room for these keywords: then the twin does the work */
export function buildEnginePrefilter(keywords: readonly string[]): Prefilter | undefined {
  const engine = startEngine();
  if (!engine) return undefined;
  const memory = new Uint8Array(engine.memory.buffer);
  const encoded = keywords.map((keyword) => Buffer.from(keyword, 'latin1'));
  const windows = new Map<string, number>();
  for (const [number, bytes] of encoded.entries()) {
    const anchor = anchorOf(keywords[number] ?? '');
    const window = bytes.toString('latin1', anchor, anchor + 4);
    windows.set(window, (windows.get(window) ?? 0) + 1);
    memory.set(bytes, engine.inputAt());
    if (engine.addKeyword(number, bytes.length, anchor) === 0) return undefined;
  }
  if (Math.max(0, ...windows.values()) > MOST_WITH_ONE_WINDOW) return undefined;
  const margin = Math.max(0, ...encoded.map(({ length }) => length));
  const walk = new EngineWalk(engine, margin);
  return {
    run: (bytes, from, to, onKeyword) =>
      walk.run(bytes.subarray(from, to), (at, keyword) => onKeyword(from + at, keyword)),
  };
}

/** Feeds the engine piece by piece; each piece has a margin on both sides, so that no keyword is cut. */
class EngineWalk {
  readonly #engine: EngineExports;
  readonly #memory: Uint8Array;
  readonly #records: Uint32Array;
  readonly #margin: number;
  readonly #stride: number;

  constructor(engine: EngineExports, margin: number) {
    this.#engine = engine;
    this.#memory = new Uint8Array(engine.memory.buffer);
    this.#records = new Uint32Array(engine.memory.buffer, engine.outputAt());
    this.#margin = margin;
    this.#stride = engine.inputBytes() - 2 * margin;
  }

  run(bytes: Uint8Array, onKeyword: OnKeyword): void {
    for (let at = 0; at < bytes.length; at += this.#stride) {
      const start = Math.max(0, at - this.#margin);
      const piece = bytes.subarray(start, at + this.#stride + this.#margin);
      this.#memory.set(piece, this.#engine.inputAt());
      this.#scanPiece(
        piece.length,
        { from: at - start, to: Math.min(piece.length, at - start + this.#stride) },
        (offset, keyword) => onKeyword(start + offset, keyword),
      );
    }
  }

  #scanPiece(length: number, windows: { from: number; to: number }, onKeyword: OnKeyword): void {
    for (let from = windows.from; from < windows.to; from = this.#engine.resumeAt()) {
      const count = this.#engine.findKeywords(from, windows.to, length);
      for (let index = 0; index < count; index++) {
        onKeyword(this.#records[index * 2] ?? 0, this.#records[index * 2 + 1] ?? 0);
      }
    }
  }
}

/** Beside the bundle when built, in dist/ when run from the sources. */
const PLACES = ['./engine.wasm', '../../dist/engine.wasm'];

function startEngine(): EngineExports | undefined {
  for (const place of PLACES) {
    try {
      const module = new WebAssembly.Module(readFileSync(new URL(place, import.meta.url)));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own module, built with these exports
      return new WebAssembly.Instance(module).exports as unknown as EngineExports;
    } catch {
      // Not here, or no WebAssembly on this platform: the next place, or the twin.
    }
  }
  return undefined;
}
