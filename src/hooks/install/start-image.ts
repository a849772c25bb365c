/** Writes dist/quick.image, which hooks start from: they take a fifth less time. Only this node on this machine, and this very folder, can use it. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type GitPlace, runGit } from '../../git/git-process.ts';

const LONGEST_MS = 60_000;
/** What node, and we, end with where an image cannot be used. */
const NO_IMAGE = 14;

/** Of the faults the one with which hooks do not start at all: node crashes. */
export const DAMAGED = 'it is damaged';

/** @param dist the folder of the built program. @returns undefined where hooks start from it already; else why not, in a few words */
export function imageFault(dist: URL): string | undefined {
  const image = fileIn(dist, 'quick.image');
  if (!existsSync(image)) return 'there is none';
  const status = startFrom(image, dist, fileURLToPath(dist), ['--version']);
  if (status === 0) return undefined;
  return status === NO_IMAGE
    ? 'another node or another build wrote it, or it was written in another folder'
    : DAMAGED;
}

/**
 * Tries it before it takes the place of another. Takes about two seconds.
 * @param dist as above. @returns undefined, or in a few words why it was not written: this node cannot, nor the folder, or there is no git
 */
export async function writeImage(dist: URL): Promise<string | undefined> {
  const made = fileIn(dist, `quick.image.${process.pid}`);
  let folder: string | undefined;
  try {
    accessSync(dist, constants.W_OK);
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'bitsieve-image-')));
    await fillSample(folder, dist);
    const build = ['--snapshot-blob', made, '--build-snapshot', fileIn(dist, 'start-image.cjs'), folder];
    if (runNode(folder, build).status !== 0) return 'this node cannot write one';
    if (startFrom(made, dist, folder, ['hook', 'pre-commit']) !== 0) return 'this node cannot start from one';
    renameSync(made, fileIn(dist, 'quick.image'));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    for (const path of folder === undefined ? [made] : [made, folder])
      rmSync(path, { force: true, recursive: true });
  }
}

/** A repository with two commits, their objects once more as a push brings them, and something staged. */
async function fillSample(folder: string, dist: URL): Promise<void> {
  const place: GitPlace = { folder, inheritRepository: false };
  const file = join(folder, 'sample.md');
  await runGit(place, ['init', '--quiet']);
  // Any text with words of many kinds; some take such files out of an installation.
  const sample = [fileIn(dist, '../README.md'), fileIn(dist, 'start-image.cjs')].find((path) =>
    existsSync(path),
  );
  copyFileSync(sample ?? '', file);
  for (const text of ['one', 'two']) {
    writeFileSync(file, `${text}\n`, { flag: 'a' });
    await runGit(place, ['add', 'sample.md']);
    await runGit(place, [...AS_SOMEBODY, 'commit', '--quiet', '--no-verify', '-m', text]);
  }
  cpSync(join(folder, '.git', 'objects'), join(folder, '.git', 'incoming'), { recursive: true });
  writeFileSync(file, 'three\n', { flag: 'a' });
  await runGit(place, ['add', 'sample.md']);
}

const AS_SOMEBODY = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgSign=false'];

/** @returns the exit code; null: it was ended by a signal */
function startFrom(image: string, dist: URL, folder: string, argv: readonly string[]): number | null {
  const script = scriptBeside(dist);
  return runNode(folder, ['--snapshot-blob', image, script, ...argv]).status;
}

/** What programs need to start at all, on any system. */
const NEEDED =
  /^(?:PATH|PATHEXT|SYSTEMROOT|WINDIR|COMSPEC|TEMP|TMP|TMPDIR|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH)$/i;

/** With nothing else of the caller's environment: an image is a file that others may read, and tokens stand there. */
function runNode(folder: string, args: readonly string[]): SpawnSyncReturns<Buffer> {
  const kept = Object.entries(process.env).filter(([name]) => NEEDED.test(name));
  return spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...Object.fromEntries(kept), BITSIEVE_KEY: 'image', GIT_CEILING_DIRECTORIES: tmpdir() },
    stdio: 'ignore',
    timeout: LONGEST_MS,
    windowsHide: true,
  });
}

/** What node runs to start the program. @param dist where the program really lies, whatever links lead to it */
export function scriptBeside(dist: URL): string {
  return join(fileURLToPath(dist), '..', 'bin', 'bitsieve.js');
}

function fileIn(dist: URL, name: string): string {
  return fileURLToPath(new URL(name, dist));
}
