/** Caches of mirrors, and requests to them. */
import {
  MirrorCache,
  type MirrorCacheOptions,
  type MirrorRequest,
} from '../../src/git/mirror/mirror-cache.ts';

export const LIMITS = { stallMs: 30_000, totalMs: 60_000, maxBytes: 1 << 30 };

export function cacheIn(folder: string, changed: Partial<MirrorCacheOptions> = {}): MirrorCache {
  return new MirrorCache({
    folder,
    allowed: { protocols: ['https', 'http', 'ssh', 'file'], hosts: ['127.0.0.1'] },
    limits: LIMITS,
    maxBytes: 1 << 30,
    waitMs: 30_000,
    ...changed,
  });
}

export function requestFor(url: string, changed: Partial<MirrorRequest> = {}): MirrorRequest {
  return {
    forge: 'https://bitbucket.example.org',
    id: url,
    family: url,
    url,
    access: { kind: 'none' },
    mainBranch: 'main',
    signal: new AbortController().signal,
    ...changed,
  };
}
