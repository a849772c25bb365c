import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/before-all.ts',
    // Not threads: starting a program copies the page tables of the whole process, and one that holds all workers takes 30 ms for each.
    pool: 'forks',
    // Half of the time they wait for programs and disks: half as many more than processors end a fifth earlier.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // For what hangs, and nothing else: no test says another one, and a machine that is ten times slower passes.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
