/** A loopback Bitbucket that ends with the test. */
import { onTestFinished } from 'vitest';
import { type LoopbackBitbucket, type LoopbackOptions, serveLoopbackBitbucket } from './serve.ts';

export type { LoopbackBitbucket, LoopbackOptions } from './serve.ts';

export async function startLoopbackBitbucket(options: LoopbackOptions): Promise<LoopbackBitbucket> {
  const bitbucket = await serveLoopbackBitbucket(options);
  onTestFinished(bitbucket.close);
  return bitbucket;
}
