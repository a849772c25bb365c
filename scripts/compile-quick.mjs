/** Build step: dist/quick.code, what node made of dist/quick.cjs while that scanned a repository. Left out where there is no git. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileQuick, sealCode, startOf } from '../dist/load-quick.mjs';

const dist = pathToFileURL(`${resolve('dist')}/`);
const folder = mkdtempSync(join(tmpdir(), 'bitsieve-build-'));
const git = (...args) => spawnSync('git', args, { cwd: folder }).status === 0;
const home = process.cwd();
const sample = readFileSync('README.md', 'utf8');

try {
  const isReady =
    git('init', '--quiet') && git('config', 'user.name', 'A') && git('config', 'user.email', 'a@example.org');
  if (isReady) {
    process.env.BITSIEVE_KEY = 'build';
    const source = readFileSync(new URL('quick.cjs', dist));
    const script = compileQuick(source, dist);
    const { main } = startOf(script, dist, createRequire(import.meta.url));
    const report = ['--report-path', join(folder, 'report'), '--no-progress'];
    for (const [index, text] of [sample, `${sample}\nmore`].entries()) {
      writeFileSync(join(folder, 'sample.md'), text);
      git('add', 'sample.md');
      await main(['scan', folder, '--staged', ...report]);
      process.chdir(folder);
      await main(['hook', 'pre-commit']);
      process.chdir(home);
      git('commit', '--quiet', '--no-verify', '--no-gpg-sign', '-m', `${index}`);
    }
    await main(['scan', folder, '--range', 'HEAD~1..HEAD', ...report]);
    writeFileSync(new URL('quick.code', dist), sealCode(source, script.createCachedData()));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
