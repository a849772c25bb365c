/** What every scan needs of the machine: node, git, the engine, a lasting key. */
import { startWasmKernel } from '../../engine/wasm-kernel.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { plainText } from '../../core/plain-text.ts';
import { runGit } from '../../git/git-process.ts';
import { readFingerprintKey } from '../../store/fingerprint-key.ts';
import { type Diagnosis, ok, warning, wrong } from './diagnosis.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Version = readonly [number, number];

/** As package.json says. */
const OLDEST_NODE: Version = [20, 19];
const OLDEST_GIT: Version = [2, 31];

/** What an older git does not do, by the release that brought it: https://github.com/git/git/tree/master/Documentation/RelNotes */
const SINCE: ReadonlyArray<readonly [Version, string]> = [
  [
    [2, 38],
    'repositories that belong to another user are refused, because safe.directory is not heard on the command line',
  ],
  [[2, 45], 'in a partial clone git may try to fetch what is missing (the scan lets it reach nothing)'],
];

export async function checkMachine(env: Environment): Promise<Diagnosis[]> {
  return [checkNode(process.versions.node), await checkGit(), checkEngine(env), checkKey(env)];
}

function checkNode(version: string): Diagnosis {
  if (isAtLeast(version, OLDEST_NODE)) return ok('node', version);
  return wrong('node', version, `Install node ${OLDEST_NODE.join('.')} or newer.`);
}

async function checkGit(): Promise<Diagnosis> {
  try {
    const { stdout } = await runGit({ folder: '.', inheritRepository: false }, ['version']);
    return judgeGit(stdout.toString('utf8'));
  } catch (error) {
    if (!(error instanceof ScannerError)) throw error;
    return wrong('git', error.message, error.hint ?? null);
  }
}

/** @param said what `git version` prints */
export function judgeGit(said: string): Diagnosis {
  const [, version = ''] = /\b(\d+\.\d+(?:\.\w+)*)/.exec(said) ?? [];
  if (version === '') return wrong('git', plainText(said, 100), 'It does not say its version: is it git?');
  if (!isAtLeast(version, OLDEST_GIT))
    return wrong('git', version, `Install git ${OLDEST_GIT.join('.')} or newer.`);
  const missing = SINCE.filter(([since]) => !isAtLeast(version, since));
  if (missing.length === 0) return ok('git', version);
  const advice = missing.map(([since, text]) => `Before git ${since.join('.')}, ${text}.`).join(' ');
  return { ...ok('git', version), advice };
}

function isAtLeast(version: string, [major, minor]: Version): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

function checkEngine(env: Environment): Diagnosis {
  if (env['BITSIEVE_NO_WASM'] === '1') {
    return warning(
      'engine',
      'turned off by BITSIEVE_NO_WASM: a scan takes several times as long',
      'Unset it.',
    );
  }
  if (env['BITSIEVE_READER'] === 'reference') {
    return warning(
      'engine',
      'BITSIEVE_READER has everything read through git, which takes longer',
      'Unset it.',
    );
  }
  if (startWasmKernel() !== undefined) return ok('engine', 'WebAssembly with SIMD');
  return warning(
    'engine',
    'WebAssembly does not start here: the same in plain JavaScript takes several times as long',
    null,
  );
}

function checkKey(env: Environment): Diagnosis {
  const { origin, reason } = readFingerprintKey(env);
  if (origin === 'environment') return ok('key', 'fingerprints are made with BITSIEVE_KEY');
  if (origin === 'file')
    return ok('key', "fingerprints are made with this user's key file; on other machines they differ");
  const said = `no key could be kept (${reason}): fingerprints differ from run to run, and no --state is kept`;
  return warning('key', said, 'Set BITSIEVE_KEY to any text.');
}
