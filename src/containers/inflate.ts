/** Expands deflated bytes, in memory, within a budget. */
import { constants, gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { OpeningMeans } from './container.ts';

const WAYS = { gzip: gunzipSync, raw: inflateRawSync, zlib: inflateSync } as const;
const MOST_CHUNK = 1024 * 1024;
const LEAST_CHUNK = 1024;
/** A code of two bits at the least stands for 258 bytes at the most. */
const MOST_EXPANSION = 1032;

export interface Deflated {
  readonly bytes: Buffer;
  readonly way: keyof typeof WAYS;
  /** For what is said of trouble. */
  readonly name: string;
  /** How many bytes it is said to expand to, where that is said; what has more is damaged. */
  readonly claimed?: number;
}

/** @returns undefined when it is damaged or too large, which is told; of what ends too early, as much as there is */
export function inflate(deflated: Deflated, { budget, onTrouble }: OpeningMeans): Buffer | undefined {
  const { bytes, way, name, claimed } = deflated;
  const largest = Math.max(1, Math.min(budget.largest, bytes.length * MOST_EXPANSION));
  const most = Math.min(largest, claimed === undefined ? largest : Math.max(claimed, LEAST_CHUNK));
  const chunkSize = Math.max(LEAST_CHUNK, Math.min(MOST_CHUNK, claimed ?? bytes.length * 4));
  const run = (more: ZlibOptions): Buffer => {
    const expanded = WAYS[way](bytes, { maxOutputLength: most, chunkSize, ...more });
    budget.spendBytes(expanded.length);
    return expanded;
  };
  try {
    return run({});
  } catch (error) {
    const kind = kindOf(error);
    onTrouble(kind === 'limit' && most === budget.largest ? 'limit' : 'damaged', name);
    if (kind === 'cut') return rest(() => run({ finishFlush: constants.Z_SYNC_FLUSH }));
    // It may have been expanded that far: who has it tried again and again pays each time.
    budget.spendBytes(most);
    return undefined;
  }
}

function rest(read: () => Buffer): Buffer | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function kindOf(error: unknown): 'limit' | 'cut' | 'damaged' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'limit';
  return code === 'Z_BUF_ERROR' ? 'cut' : 'damaged';
}
