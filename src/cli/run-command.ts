/** argv -> exit code: finds the command, runs it, and turns what it throws into a message and a code. */
import type { Command } from '../commands/command.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { VERSION } from '../core/version.ts';

/** By name, each loaded only when it is called. */
export type Commands = Readonly<Record<string, () => Promise<Command>>>;

const EXIT_USAGE = 2;
const EXIT_BUG = 70;

/** @param argv without node and script. Never rejects. */
export async function runCommand(argv: readonly string[], commands: Commands): Promise<number> {
  // A reader that went away (`| head`) is no error of ours; whoever writes next learns of it from its own callback.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  // Node itself would end with 1, which says "found".
  process.on('uncaughtException', (error) => void crash(error));
  try {
    return await dispatch(argv, commands);
  } catch (error) {
    return explain(error);
  }
}

async function dispatch(argv: readonly string[], commands: Commands): Promise<number> {
  const [name = '--help', ...rest] = argv;
  if (name === '--version' || name === '-V' || name === 'version') return say(VERSION);
  if (name === '--help' || name === '-h' || name === 'help') return help(rest, commands);
  const command = await commandNamed(name, commands);
  return rest.includes('--help') || rest.includes('-h') ? say(await command.help(rest)) : command.run(rest);
}

async function help([name, ...words]: readonly string[], commands: Commands): Promise<number> {
  if (name !== undefined) return say(await (await commandNamed(name, commands)).help(words));
  const lines = await Promise.all(
    Object.entries(commands).map(async ([word, load]) => `  ${word.padEnd(12)}${(await load()).summary}`),
  );
  return say(`bitsieve ${VERSION}: what would a breach of your repositories expose?

Usage: bitsieve COMMAND [options]

Commands
${lines.join('\n')}
  help        Show this, or the options of a command: bitsieve help scan

For a start: bitsieve scan PATH`);
}

async function commandNamed(name: string, commands: Commands): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load) return load();
  const { nearest } = await import('../config/nearest.ts');
  const guess = nearest(name, Object.keys(commands));
  throw new ScannerError('usage', `there is no command "${name}"`, {
    hint: guess === undefined ? 'Run bitsieve help for all commands.' : `Did you mean "${guess}"?`,
  });
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

async function crash(error: unknown): Promise<void> {
  process.exit(await explain(error));
}

async function explain(error: unknown): Promise<number> {
  if (error instanceof ScannerError && error.code !== 'internal') {
    const hint = error.hint === undefined ? '' : `${error.hint}\n`;
    process.stderr.write(await safe(`bitsieve: ${error.message}\n${hint}`));
    return EXIT_USAGE;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(await safe(`bitsieve ${VERSION}: this is a bug, please report it\n${text}\n`));
  return EXIT_BUG;
}

/** The message of whatever went wrong may quote a secret, even where nothing that would find it works any more. */
async function safe(text: string): Promise<string> {
  try {
    const { hideSecretsIn } = await import('../commands/hide-secrets-in.ts');
    return hideSecretsIn(text);
  } catch {
    return text;
  }
}
