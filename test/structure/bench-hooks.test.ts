/** `npm run bench:hooks`: what does not do the work is not measured as if it had. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chmodSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

it('a peer that fails is told by its exit code, without a number beside it', () => {
  const bin = tempFolder({ gitleaks: '#!/bin/sh\nexit 7\n', kingfisher: '#!/bin/sh\nexit 0\n' });
  for (const name of ['gitleaks', 'kingfisher']) chmodSync(join(bin, name), 0o755);
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    ['bench/hooks.mjs', '--runs=1', '--commits=40', '--only=pre-commit'],
    { env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` }, encoding: 'utf8' },
  );
  expect(stdout, stderr).toMatch(
    /^\| pre-commit[^|]*: `gitleaks [^`]*` \| exit code 7: not compared(?: \|)+/m,
  );
  expect(stdout).toMatch(/^\| pre-commit[^|]*: `kingfisher [^`]*` \| 1 \| \d+ \| \d+ \| -?\d+ \|/m);
  expect(status).toBe(1);
});
