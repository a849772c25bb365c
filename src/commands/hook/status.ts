/** `bitsieve hook status`: which hooks of this repository scan. */
import { plainText } from '../../core/plain-text.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { parseFor } from '../../config/parse-flags.ts';
import { openRepository } from '../../git/open-repository.ts';
import { hooksActive, type HookState } from '../../hooks/install/hooks-active.ts';
import { type Command, EXIT } from '../command.ts';
import { told } from './install/tell-plans.ts';

const MAX_TEXT = 300;

export const statusCommand: Command = {
  summary: 'Say which of those hooks are active here, and who runs them',
  options: {},
  operand: { text: '[PATH]', of: 'folder' },
  help: () => `Usage: bitsieve hook status [PATH]

Says of pre-commit and pre-push whether git runs bitsieve, through whom, and why not.

Exit codes
  0 both are active    1 one is not    2 usage, or no repository    70 a bug`,
  run: async (argv) => {
    const { positionals } = parseFor('hook status', {}, argv);
    if (positionals.length > 1) throw new ScannerError('usage', 'hook status takes one repository');
    const states = await hooksActive(await openRepository(positionals[0]));
    told(states.map(lineOf));
    return states.every(({ by }) => by !== null) ? EXIT.clean : EXIT.findings;
  },
};

function lineOf({ hook, by, path, remark }: HookState): string {
  const who = by === null ? 'not active' : `active, run by ${by === 'itself' ? 'a script of its own' : by}`;
  const why = remark === null ? '' : `: ${plainText(remark, MAX_TEXT)}`;
  return `${hook}: ${who}${why}${path === null ? '' : ` (${plainText(path, MAX_TEXT)})`}`;
}
