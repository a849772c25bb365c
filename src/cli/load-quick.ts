/**
 * Loads dist/quick.cjs, one file for what hooks do. What node makes of it, as far as a scan needs it, lies beside it since the build
 * and is taken where it is of the same node and of exactly this file; without it node compiles the file anew, and nothing else differs.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

interface QuickProgram {
  readonly main: (argv: readonly string[]) => Promise<number>;
  /** What a start image is to hold; the work tree of a repository is the current folder, with something staged. */
  readonly prepare: () => Promise<void>;
}

const DIGEST_BYTES = 32;

/** @param folder dist/. @returns undefined where the build left no such file */
export function loadQuick(folder: URL): QuickProgram | undefined {
  const source = contentOf(new URL('quick.cjs', folder));
  if (!source) return undefined;
  const code = codeFor(source, contentOf(new URL('quick.code', folder)));
  return startOf(compileQuick(source, folder, code), folder, createRequire(fileOf(folder)));
}

/** @param code what `createCachedData` once gave of this very file; V8 believes it, so it must have been checked */
export function compileQuick(source: Buffer, folder: URL, code?: Buffer): Script {
  // Nothing in it is beyond ASCII, and latin1 needs no decoding.
  const text = `(function(exports,require,module,__filename){${source.toString('latin1')}\n})`;
  return new Script(text, {
    filename: fileOf(folder),
    ...(code && { cachedData: code }),
  });
}

/** @param ask what gives the modules of node */
export function startOf(script: Script, folder: URL, ask: (name: string) => unknown): QuickProgram {
  const module = { exports: {} };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the wrapper that compileQuick writes
  const run = script.runInThisContext() as (...parts: unknown[]) => void;
  run(module.exports, ask, module, fileOf(folder));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by our own build from quick.ts
  return module.exports as QuickProgram;
}

/** In front of the code, a digest: V8 itself looks at version, flags and length alone, and a damaged one ends the process. */
export function sealCode(source: Buffer, code: Buffer): Buffer {
  return Buffer.concat([digestOf(source, code), code]);
}

function codeFor(source: Buffer, sealed: Buffer | undefined): Buffer | undefined {
  const code = sealed?.subarray(DIGEST_BYTES);
  return code && sealed?.subarray(0, DIGEST_BYTES).equals(digestOf(source, code)) ? code : undefined;
}

function digestOf(source: Buffer, code: Buffer): Buffer {
  return createHash('sha256').update(source).update(code).digest();
}

function fileOf(folder: URL): string {
  return fileURLToPath(new URL('quick.cjs', folder));
}

function contentOf(file: URL): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
