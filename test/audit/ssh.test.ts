/** `audit --ssh`: git fetches through whatever `ssh` is on the PATH, here a small one that serves this machine and notes what it was given. */
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { audit, type AuditedForge, auditedForge, findingsIn, newStore } from './support/audited-forge.ts';

/** @param last what it does in the folder of the repositories; `$path` is the one that was asked for */
function withSsh(forge: AuditedForge, last: string): { forge: AuditedForge; noted: () => string } {
  const folder = tempFolder({
    ssh: `#!/bin/sh
cd "$(dirname "$0")" || exit 1
{ printf '%s\\n' "$*"; env; } >> noted
for asked in "$@"; do :; done
path=\${asked#*\\'/}; path=\${path%\\'}
${last}
`,
  });
  chmodSync(join(folder, 'ssh'), 0o755);
  mkdirSync(join(folder, 'acme'));
  symlinkSync(forge.web.folder, join(folder, 'acme', 'web.git'));
  const noted = join(folder, 'noted');
  return {
    forge: { ...forge, env: { ...forge.env, PATH: `${folder}:${process.env['PATH']}` } },
    noted: () => (existsSync(noted) ? readFileSync(noted, 'utf8') : ''),
  };
}

describe('an audit over SSH', () => {
  it('fetches with keys of ssh, which learns nothing of the token and asks nobody', async () => {
    const store = newStore();
    const { forge, noted } = withSsh(await auditedForge(), 'exec git upload-pack "./$path"');
    const { code, transfers, stdout } = await audit(forge, store, '--ssh', '--repo', 'acme/web');
    expect(code, stdout).toBe(1);
    const [found = '', ...others] = await findingsIn(store);
    expect(found).toContain('acme/web config.txt');
    expect(others).toEqual([]);
    expect(transfers).toEqual([]);
    expect(noted()).toMatch(/-oBatchMode=yes -oStrictHostKeyChecking=yes .*-p 7999 git@127\.0\.0\.1 /);
    expect(noted()).toContain("git-upload-pack '/acme/web.git'");
    expect(noted()).not.toContain(forge.token);
    expect(noted()).not.toContain('BITSIEVE');
  });

  it('says of a repository whose server refuses the key that it was not fetched', async () => {
    const refuses = `echo 'git@127.0.0.1: Permission denied (publickey).' >&2; exit 255`;
    const { forge } = withSsh(await auditedForge(), refuses);
    const { code, stdout } = await audit(forge, newStore(), '--ssh', '--repo', 'acme/web');
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /error not-fetched, 1 repository\n +acme\/web could not be fetched \(authentication\)/,
    );
  });
});
