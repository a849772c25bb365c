/** A state that lies in memory, and what a scan says apart from how it went about it. */
import type { StateBytes } from '../../src/store/state-file.ts';
import type { Seen } from './scan-here.ts';

export interface KeptBytes extends StateBytes {
  /** What was written last. */
  bytes: Buffer | undefined;
  /** How often. */
  writes: number;
}

export function keptBytes(): KeptBytes {
  const kept: KeptBytes = {
    name: 'memory',
    bytes: undefined,
    writes: 0,
    read: () => kept.bytes,
    write: (bytes) => {
      kept.bytes = bytes;
      kept.writes++;
    },
  };
  return kept;
}

/** Everything that has to be the same with and without a state. */
export function factsOf({ findings, problems, counts, artefacts }: Seen): object {
  const { workers: _workers, carried: _carried, reused: _reused, ...same } = counts;
  return {
    findings: findings.map((finding) => ({ ...finding, value: finding.value.unwrapText() })),
    problems,
    artefacts,
    counts: same,
  };
}
