/** Before all tests, in the process that starts theirs: what they share. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { chooseSeed, SEED_VARIABLE, treeOf } from './seed.ts';

/** Names the folder of this run. */
export const FOLDER_VARIABLE = 'BITSIEVE_TEST_FOLDER';
export const CATALOGUE_FILE = 'catalogue.json';

/** @returns what clears away behind all tests */
export function setup(project: TestProject): () => void {
  const seed = chooseSeed(process.env, treeOf(process.cwd()));
  process.env[SEED_VARIABLE] = String(seed);
  console.log(`Cases of ${SEED_VARIABLE}=${seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'bitsieve-tests-'));
  process.env[FOLDER_VARIABLE] = folder;
  // Whoever watches may have changed a pattern.
  project.onTestsRerun(async () => rmSync(join(folder, CATALOGUE_FILE), { force: true }));
  return () => rmSync(folder, { recursive: true, force: true });
}
