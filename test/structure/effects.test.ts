/** Pure inside, effects at the edge: files, programs, threads, the environment and the network only where listed. */
import { describe, expect, it } from 'vitest';
import { type Effect, effectsOf } from './support/effects.ts';
import { filesBelow, textOf } from './support/project.ts';

/** The edge. A file that needs a line here should be small, and do little else. */
const EDGE: Readonly<Record<string, readonly Effect[]>> = {
  'src/allow/read-gitleaks-ignore.ts': ['files'],
  'src/bitbucket/credential/token-file.ts': ['files'],
  'src/bitbucket/web/network.ts': ['network'],
  'src/bitbucket/web/proxied-network.ts': ['network'],
  'src/catalogue/load-catalogue.ts': ['files'],
  'src/catalogue/read-patterns.ts': ['files'],
  'src/cli/load-quick.ts': ['files', 'code'],
  'src/cli/run-command.ts': ['exit'],
  'src/cli/start.ts': ['environment'],
  'src/cli/wait-for-verdict.ts': ['programs', 'environment'],
  'src/commands/audit.ts': ['environment'],
  'src/commands/config-folder.ts': ['files'],
  'src/commands/config-for.ts': ['environment'],
  'src/commands/answer-lines.ts': ['environment'],
  'src/commands/detectors/test-detector.ts': ['files'],
  'src/commands/doctor.ts': ['environment'],
  'src/commands/explain/read-again.ts': ['files'],
  'src/cli/start-image.ts': ['files', 'threads', 'environment', 'exit'],
  'src/hooks/install/start-image.ts': ['files', 'programs', 'environment'],
  'src/commands/hook/pre-commit.ts': ['environment'],
  'src/commands/hook/pre-push.ts': ['environment'],
  'src/commands/hook/receive/receive-plan.ts': ['environment'],
  'src/commands/hook/receive/receive-push.ts': ['environment'],
  'src/commands/hook/receive/clock-thread.ts': ['threads', 'environment', 'exit'],
  'src/commands/hook/receive/push-clock.ts': ['threads'],
  'src/commands/init/look-around.ts': ['files'],
  'src/commands/hook/install/shared-place.ts': ['environment'],
  'src/commands/perform-scan.ts': ['environment'],
  'src/commands/pr.ts': ['environment'],
  'src/commands/report.ts': ['environment'],
  'src/commands/stop-signals.ts': ['exit'],
  'src/core/read-text-file.ts': ['files'],
  'src/core/write-whole.ts': ['files'],
  'src/engine/start-kernel.ts': ['environment'],
  'src/engine/wasm-kernel.ts': ['files'],
  'src/evidence/bundle-file.ts': ['files'],
  'src/evidence/new-file.ts': ['files'],
  'src/evidence/ssh-keygen.ts': ['files', 'programs'],
  'src/exposure/page/page-shell.ts': ['files'],
  'src/hooks/receive/push-log.ts': ['files'],
  'src/hooks/receive/receiving-repository.ts': ['files'],
  'src/hooks/receive/server-streams.ts': ['files'],
  'src/hooks/receive/spool.ts': ['files'],
  'src/git/git-process.ts': ['programs', 'environment', 'exit'],
  'src/git/loose-objects.ts': ['files'],
  'src/git/merge-heads.ts': ['files'],
  'src/git/mirror/family-folder.ts': ['files'],
  'src/git/mirror/folder-lock.ts': ['files'],
  'src/git/mirror/holder.ts': ['files', 'exit'],
  'src/git/mirror/mirror-cache.ts': ['files'],
  'src/git/mirror/mirror.ts': ['files'],
  'src/git/mirror/run-transfer.ts': ['files'],
  'src/git/mirror/sound-packs.ts': ['files'],
  'src/git/near-objects.ts': ['files'],
  'src/git/object-folders.ts': ['files'],
  'src/git/object-store.ts': ['files'],
  'src/git/open-repository.ts': ['files'],
  'src/git/names-in.ts': ['files'],
  'src/git/pack/index-lookup.ts': ['files'],
  'src/git/pack/multi-pack-index.ts': ['files'],
  'src/git/pack/pack-lookup.ts': ['files'],
  'src/git/pack/pack-lookups.ts': ['files'],
  'src/git/pack/pack-bytes.ts': ['files'],
  'src/git/pack/pack-forest.ts': ['files'],
  'src/git/pack/pack-index.ts': ['files'],
  'src/git/store-inputs.ts': ['files'],
  'src/hooks/push/read-pushed.ts': ['files'],
  'src/hooks/install/hook-disk.ts': ['files'],
  'src/pipeline/scan-batch.ts': ['files'],
  'src/pipeline/scan-worker.ts': ['threads'],
  'src/pipeline/worker-pool.ts': ['threads'],
  'src/report/write-report.ts': ['files'],
  'src/sources/folder.ts': ['files'],
  'src/store/audit/open-audit-store.ts': ['files'],
  'src/store/audit/state-files.ts': ['files'],
  'src/store/audit/writer-lock.ts': ['files'],
  'src/store/fingerprint-key.ts': ['files'],
  'src/store/state-file.ts': ['files'],
  'src/verify/address-guard.ts': ['network'],
  'src/verify/network.ts': ['network'],
  'src/verify/request-log.ts': ['files'],
};

const effects = filesBelow('src', '.ts')
  .filter(({ path }) => !path.endsWith('.d.ts'))
  .map(({ path, text }) => ({ path, effects: effectsOf(text) }));

describe('effects', () => {
  it('are where the list says, and nowhere else', () => {
    const found = Object.fromEntries(
      effects.flatMap((file) => (file.effects.length > 0 ? [[file.path, file.effects.toSorted()]] : [])),
    );
    const listed = Object.fromEntries(Object.entries(EDGE).map(([path, list]) => [path, list.toSorted()]));
    expect(found).toEqual(listed);
  });

  it('never run code that was not written here: the one file that runs any takes it from beside itself', () => {
    const files = effects.filter((file) => file.effects.includes('code')).map(({ path }) => path);
    expect(files).toEqual(['src/cli/load-quick.ts']);
    const names = textOf('src/cli/load-quick.ts').match(/new URL\([^)]*\)/g);
    expect(new Set(names)).toEqual(
      new Set(["new URL('quick.cjs', folder)", "new URL('quick.code', folder)"]),
    );
    expect(textOf('src/cli/start.ts')).toContain("loadQuick(new URL('.', import.meta.url))");
  });

  it('reach the network in two files, directly and by a proxy, which do nothing else, and in one more for --verify', () => {
    const files = effects.filter((file) => file.effects.includes('network')).map(({ path }) => path);
    // The guard asks node what an address is, and connects to none.
    const guard = 'src/verify/address-guard.ts';
    const [direct, proxied] = ['src/bitbucket/web/network.ts', 'src/bitbucket/web/proxied-network.ts'];
    expect(files).toEqual([direct, proxied, guard, 'src/verify/network.ts']);
    expect(textOf(direct).split('\n').length).toBeLessThan(10);
    expect(textOf(proxied).split('\n').length).toBeLessThan(50);
    expect(textOf(guard)).toContain("import { BlockList, isIP } from 'node:net';");
  });

  it('load what --verify sends with only when it is asked for', () => {
    const importers = filesBelow('src', '.ts').filter(({ text }) =>
      /from '[^']*open-verifier\.ts'/.test(text),
    );
    expect(importers.map(({ path }) => path)).toEqual([]);
  });

  it.each([
    ['src/git/git-process.ts', ["'git'", "'git'"]],
    ['src/evidence/ssh-keygen.ts', ["'ssh-keygen'"]],
    // Itself.
    ['src/cli/wait-for-verdict.ts', ['process.execPath']],
  ])('%s starts programs of one name, and no shell', (path, programs) => {
    const text = textOf(path);
    expect(Array.from(text.matchAll(/\bspawn\(([^,]*),/g), ([, program]) => program)).toEqual(programs);
    expect(text).not.toMatch(/\b(?:exec|execFile|fork|spawnSync|execSync)\b|shell:/);
  });

  it('start programs in those three files alone, and in a fourth node itself', () => {
    const fourth = 'src/hooks/install/start-image.ts';
    expect(effects.filter((file) => file.effects.includes('programs'))).toHaveLength(4);
    expect(textOf(fourth).match(/\bspawnSync\([^,]*,/g)).toEqual(['spawnSync(process.execPath,']);
    expect(textOf(fourth)).not.toMatch(/\b(?:exec|execFile|fork|spawn|execSync)\b|shell:/);
  });
});

describe('the check itself', () => {
  it.each<[string, Effect[]]>([
    [`import { readFileSync } from 'node:fs'; readFileSync('x');`, ['files']],
    [`import { open } from "fs/promises"; open('x');`, ['files']],
    [`const fs = await import('node:fs');`, ['files']],
    [`import { spawn } from 'node:child_process'; spawn('x');`, ['programs']],
    [`import { Worker } from 'node:worker_threads'; new Worker('x');`, ['threads']],
    [`const home = process.env.HOME;`, ['environment']],
    [`const { env } = process;`, ['environment']],
    [`import { env } from 'node:process'; env.HOME;`, ['environment']],
    [`await fetch('https://example.org');`, ['network']],
    [`const client = { fetch };`, ['network']],
    [`import { get } from 'node:https'; get('x');`, ['network']],
    [`const { get } = await import('https'); get('x');`, ['network']],
    [`const { fetch: get } = await import('undici');`, ['network']],
    [`const net = process.getBuiltinModule('net');`, ['network']],
    [`import { request } from 'undici'; request('x');`, ['network']],
    [`const address = { protocol: 'https' };`, []],
    [`process.exit(1);`, ['exit']],
    [`eval('1');`, ['code']],
    [`import vm from 'node:vm'; vm.runInNewContext('1');`, ['code']],
    [`// process.env and fetch\n/** node:fs */\nconst text = 'git fetch, eval';`, []],
    [`import type { Stats } from 'node:fs'; let stats: Stats;`, []],
  ])('%s', (text, expected) => {
    expect(effectsOf(text)).toEqual(expected);
  });
});
