/** `bitsieve init`: writes a `.scannerrc` that fits the repository, and leaves every decision to its owner. */
import { join } from 'node:path';
import { loadCatalogue } from '../catalogue/load-catalogue.ts';
import { parseToml } from '../catalogue/parse-toml.ts';
import { checkScannerrc } from '../config/check-scannerrc.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { openRepository } from '../git/open-repository.ts';
import { type Command, EXIT } from './command.ts';
import { vocabularyOf } from './config-for.ts';
import { hideSecretsInAll } from './hide-secrets-in.ts';
import { INIT_OPTIONS, parseInitFlags } from './init/init-options.ts';
import { lookAround, type Surroundings } from './init/look-around.ts';
import { writeConfig } from './init/new-config.ts';
import { scannerrcText } from './init/scannerrc-text.ts';
import { optionHelp } from './option-help.ts';
import { visibleText } from '../report/text/visible-text.ts';

const NAME = '.scannerrc';

export const initCommand: Command = {
  summary: 'Write a configuration that fits the repository, with every proposal in a comment',
  options: INIT_OPTIONS,
  operand: { text: '[PATH]', of: 'folder' },
  help: () => `Usage: bitsieve init [PATH] [options]

Looks at the names in the index and writes a .scannerrc at the top of the work tree: the options
worth knowing, the baseline if there is one, and folders of tests and of others' code as allow
entries. Whatever could silence a secret stands in a comment and does nothing. Never writes over a
.scannerrc, nor beside a .gitleaks.toml, which would not count any more.

Options
${optionHelp(INIT_OPTIONS)}

Exit codes
  0 written    2 usage, no work tree, or there is a configuration already    70 a bug`,
  run: async (argv) => {
    const { options, positionals } = parseInitFlags(argv);
    if (positionals.length > 1) throw new ScannerError('usage', 'init takes one path');
    const repository = await openRepository(positionals[0] ?? '.');
    const { workTree } = repository;
    if (workTree === null) {
      throw new ScannerError('usage', 'this repository has no work tree, so nowhere to write a .scannerrc', {
        hint: 'Run it in a clone.',
      });
    }
    const around = withoutSecrets(await lookAround(repository, workTree));
    const text = scannerrcText(around);
    checkOwn(text, workTree);
    if (options.stdout === true) process.stdout.write(text);
    else write(join(workTree, NAME), text, { around, isForced: options.force === true });
    return EXIT.clean;
  },
};

function write(
  path: string,
  text: string,
  { around, isForced }: { readonly around: Surroundings; readonly isForced: boolean },
): void {
  if (around.has['.gitleaks.toml'] && !isForced) {
    throw new ScannerError('config', 'there is a .gitleaks.toml, which would not count beside a .scannerrc', {
      hint: 'Nothing was written: bitsieve reads the .gitleaks.toml. --force writes a .scannerrc in its place, --stdout prints it.',
    });
  }
  writeConfig(path, text, isForced);
  process.stdout.write(`${visibleText(path)}: written. Next: bitsieve scan\n`);
}

/** A name may hold a secret, and a masked one names no folder. */
function withoutSecrets(around: Surroundings): Surroundings {
  const folders = [...around.tests, ...around.vendored];
  if (folders.length === 0) return around;
  const hidden = new Set(hideSecretsInAll(folders));
  const isHarmless = (folder: string): boolean => hidden.has(folder);
  return { ...around, tests: around.tests.filter(isHarmless), vendored: around.vendored.filter(isHarmless) };
}

/** What is written must be what is read. @throws {ScannerError} `internal` */
function checkOwn(text: string, folder: string): void {
  const checked = checkScannerrc(parseToml(text, NAME), folder, vocabularyOf(loadCatalogue()));
  if ('options' in checked) return;
  const [mistake] = checked;
  throw new ScannerError(
    'internal',
    `the .scannerrc that was made is wrong: ${mistake?.at}: ${mistake?.message}`,
  );
}
