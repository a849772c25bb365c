/**
 * What node runs to write dist/quick.image, and runs when it starts from that: the quick program, loaded, with what every hook needs made
 * already. https://nodejs.org/docs/latest-v20.x/api/cli.html#--build-snapshot
 */
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startupSnapshot } from 'node:v8';
import { hasToWait } from './has-to-wait.ts';
import { compileQuick, startOf } from './load-quick.ts';
import { standIn } from './stand-ins.ts';

/** What node itself ends with when it cannot start from an image: the launcher then starts without it. */
const NO_IMAGE = 14;
const EXIT_FOUND = 1;

const folder = new URL('.', import.meta.url);
const script = realpathSync(join(fileURLToPath(folder), '..', 'bin', 'bitsieve.js'));
const build = readFileSync(new URL('build.id', folder), 'latin1');
const sample = process.argv[2] ?? '.';

/** Of these node's own state does not outlive the writing of an image (a thread would not find the current folder), so they are loaded when they are used. */
const LATER: ReadonlySet<string> = new Set(['node:worker_threads']);
const ask = (name: string): unknown =>
  LATER.has(name) ? new Proxy({}, { get: (_, key) => Reflect.get(require(name), key) }) : require(name);

const quick = startOf(compileQuick(readFileSync(new URL('quick.cjs', folder)), folder), folder, ask);
startupSnapshot.setDeserializeMainFunction(() => void run());
void prepare();

async function prepare(): Promise<void> {
  const takeOut = standIn();
  process.chdir(sample);
  // As where a push waits; the hooks of a work tree do not ask.
  process.env['GIT_QUARANTINE_PATH'] = join(sample, '.git', 'incoming');
  await quick.prepare();
  delete process.env['GIT_QUARANTINE_PATH'];
  takeOut();
  // Node remembers the folder that it was asked for last, and an image remembers that.
  process.chdir('/');
}

async function run(): Promise<void> {
  process.chdir('.');
  const [, started = '', ...argv] = process.argv;
  // What else lies in dist/ is of another version, or may be. Or the launcher does not wait as the usual start would.
  if (!isHere(started) || hasToWait(argv, process.env)) process.exit(NO_IMAGE);
  const code = await quick.main(argv);
  // git asks whether it is 0, and nothing else.
  process.exitCode = code === NO_IMAGE ? EXIT_FOUND : code;
}

/** Neither copied elsewhere, nor left over where another version was put in its place. */
function isHere(started: string): boolean {
  try {
    const isOfBuild = readFileSync(new URL('build.id', folder), 'latin1') === build;
    return isOfBuild && realpathSync(started) === script;
  } catch {
    return false;
  }
}
