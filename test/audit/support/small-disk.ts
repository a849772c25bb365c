/** A disk that is full soon: a small tmpfs in a name space of its own where the system lets us, else files that may not grow. */
import { execFileSync, spawn } from 'node:child_process';
import { temporaryFolder } from '../../support/make-repository.ts';
import { endOf, PROGRAM, PROGRAM_ENV, type Ran } from '../../support/run-program.ts';

export interface SmallDisk {
  readonly folder: string;
  /** Whether other files take the room of one. */
  readonly isShared: boolean;
  /**
   * Runs the program with these arguments while there is little room, and again when there is enough.
   *
   * @returns both ends
   */
  readonly runTwice: (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<readonly [Ran, Ran]>;
}

const WAYS: readonly (readonly string[])[] = [
  ['unshare', '-m'],
  ['unshare', '-rm'],
];
const BETWEEN = '-- enough room --';

/** @param isForFiles limits each file, as where the system lets us mount nothing */
export function smallDisk(kilobytes: number, isForFiles = false): SmallDisk {
  const folder = temporaryFolder();
  const mount = (size: string, more = ''): string => `mount -t tmpfs -o ${more}size=${size} none ${folder}`;
  const way = isForFiles ? undefined : WAYS.find((one) => canRun([...one, 'sh', '-c', mount('1m')]));
  // In blocks of 512 bytes.
  const little = way ? mount(`${kilobytes}k`) : `ulimit -S -f ${kilobytes * 2}`;
  const enough = way ? mount('64m', 'remount,') : 'ulimit -S -f unlimited';
  const twice = `${little}; "$@"; first=$?; echo "${BETWEEN}"; echo "${BETWEEN}" >&2; ${enough}; "$@"; exit $((first * 16 + $?))`;
  return {
    folder,
    isShared: way !== undefined,
    runTwice: async (args, env) => {
      const [program, ...more] = [...(way ?? []), 'sh', '-c', twice, 'sh', process.execPath, PROGRAM];
      const child = spawn(program, [...more, ...args], { env: { ...PROGRAM_ENV, ...env } });
      return parted(await endOf(child));
    },
  };
}

function canRun([program = '', ...args]: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function parted({ code, signal, stdout, stderr }: Ran): readonly [Ran, Ran] {
  const [outA = '', outB = ''] = stdout.split(`${BETWEEN}\n`);
  const [errA = '', errB = ''] = stderr.split(`${BETWEEN}\n`);
  return [
    { code: code >> 4, signal, stdout: outA, stderr: errA },
    { code: code & 15, signal, stdout: outB, stderr: errB },
  ];
}
