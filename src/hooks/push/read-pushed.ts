/** Who pushes what, from wherever the hook was started: git, a manager of hooks, the framework pre-commit. */
import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { ScannerError } from '../../core/scanner-error.ts';
import type { GitPlace } from '../../git/git-process.ts';
import { readStdin } from '../../sources/stdin.ts';
import { parsePushed, type PushedRef, pushedByFramework } from './pushed-refs.ts';
import { resolved } from './what-is-new.ts';

/** Lines of more refs than anybody pushes. */
const MAX_INPUT_BYTES = 256 * 1024 * 1024;

/**
 * Empty: nothing is brought by this push.
 * @throws {ScannerError} `usage` where nobody says what is pushed: to let that pass would be to let everything pass
 */
export async function readPushed(
  stdin: Readable,
  env: Readonly<Record<string, string | undefined>>,
  place: GitPlace,
): Promise<readonly PushedRef[]> {
  const isGiven = isPassedOn();
  const lines = isGiven ? parsePushed(await readAll(stdin)) : [];
  if (lines.length > 0) return lines;
  const told = pushedByFramework(env);
  if (told) return [await resolved(told, place)];
  if (isGiven) return [];
  throw new ScannerError(
    'usage',
    'hook pre-push: standard input was not passed on, so nobody says what is pushed',
    {
      hint: 'git writes it there; lefthook passes it on with "use_stdin: true".',
    },
  );
}

/** Git gives a pipe. A terminal, or /dev/null in its place, is somebody who forgot. */
function isPassedOn(): boolean {
  try {
    return !fstatSync(0).isCharacterDevice();
  } catch {
    return false;
  }
}

async function readAll(stdin: Readable): Promise<string> {
  const { bytes, isOverLimit, failure } = await readStdin(
    stdin,
    MAX_INPUT_BYTES,
    new AbortController().signal,
  );
  if (!isOverLimit && failure === null) return bytes.toString('latin1');
  throw new ScannerError(
    'usage',
    `hook pre-push: standard input ${failure ?? 'names more refs than anybody pushes'}`,
  );
}
