/** A git that answers all questions but one: it hangs on the request for a certain object, so that a test can stop a scan right there. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const MAX_WAIT_MS = 120_000;
/** Longer than a test may take: who waits for it fails. */
const HANGS_SECONDS = 400;

export interface HangingGit {
  /** Environment in which it is found first. */
  readonly env: NodeJS.ProcessEnv;
  /** Resolves when somebody has asked for the object. */
  readonly asked: () => Promise<void>;
}

/** @param isStubborn does it not even end on SIGTERM and SIGINT, as when it waits for a dead disk? */
export function hangingGit(folder: string, object: string, isStubborn = false): HangingGit {
  const real = execFileSync('/bin/sh', ['-c', 'command -v git']).toString().trim();
  const marker = join(folder, 'asked');
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const script = `#!/bin/sh
case "$*" in
  *"cat-file --batch --buffer"*) ;;
  *) exec "${real}" "$@" ;;
esac
requests="${folder}/requests.$$"
cat > "$requests"
if grep -q ${object} "$requests"; then
  ${isStubborn ? `trap '' TERM INT` : ':'}
  grep -B 100000 ${object} "$requests" | grep -v ${object} | "${real}" "$@"
  : > "${marker}"
  exec sleep ${HANGS_SECONDS}
fi
exec "${real}" "$@" < "$requests"
`;
  writeFileSync(join(bin, 'git'), script, { mode: 0o755 });
  return {
    // The pack engine would read the object without asking git.
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, BITSIEVE_READER: 'reference' },
    asked: async () => {
      for (let waited = 0; !existsSync(marker); waited += 20) {
        if (waited > MAX_WAIT_MS) throw new Error('nobody asked for the object');
        await wait(20);
      }
    },
  };
}
