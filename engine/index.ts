// AssemblyScript. The module: what the program may call. Every function has a plain twin in src/engine/plain.
export { arenaAt } from './layout';
export { addKeyword, findHits } from './prefilter';
export { carryHits } from './carry-hits';
export { inflate } from './inflate';
export { applyDelta, deltaSize } from './delta';
export { readAssignment } from './assignment';
export { findEntropyRuns } from './entropy-runs';
export { countNewlines, findNul } from './lines';
export * from './tree';
