// AssemblyScript. The module: what the program may call, as src/engine/kernel.ts promises it. Every function has a plain twin.
export { arenaAt } from './layout';
export { addKeywords, findHits } from './prefilter';
export { carryHits } from './carry-hits';
export { inflate } from './inflate';
export { applyDelta, deltaSize } from './delta';
export { readAssignment } from './assignment';
export { findEntropyRuns } from './entropy-runs';
export { findEncodedBlocks } from './encoded-blocks';
export { findEscapes } from './escapes';
export { countNewlines, findNul } from './lines';
export { growNameTable, makeNameTable, makeObjectTable, objectTableBytes, readTree } from './tree';
