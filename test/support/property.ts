/** fast-check as every test takes it: with the seed of this run (`seed.ts`), so that what was drawn can be drawn again. */
import fc from 'fast-check';
import { currentSeed } from './seed.ts';

const seed = currentSeed();
if (seed !== null) fc.configureGlobal({ seed });

export { fc };
