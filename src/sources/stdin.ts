/** Standard input as one blob, up to a limit. */
import type { Readable } from 'node:stream';

export interface StdinRead {
  /** What could be read; nothing when there is more than is allowed. */
  readonly bytes: Buffer;
  readonly isOverLimit: boolean;
  /** Why it could not be read to its end; null when it was, or when the reading was stopped. */
  readonly failure: string | null;
}

/** Reads until the end, until there are more than `maxBytes`, or until it is stopped. */
export async function readStdin(input: Readable, maxBytes: number, signal: AbortSignal): Promise<StdinRead> {
  const chunks: Buffer[] = [];
  let length = 0;
  let failure: string | null = null;
  const stop = (): void => void input.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of input) {
      const bytes = Buffer.from(chunk);
      length += bytes.length;
      if (length > maxBytes) return { bytes: Buffer.alloc(0), isOverLimit: true, failure };
      chunks.push(bytes);
    }
  } catch (error) {
    if (!signal.aborted)
      failure = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return { bytes: Buffer.concat(chunks), isOverLimit: false, failure };
}
