/** `bitsieve hook pre-receive`: on a server, what a push brings is scanned before it is taken. Answers in time, whatever is pushed. */
import { optionHelp } from '../option-help.ts';
import type { Command } from '../command.ts';
import { receivePush } from './receive/receive-push.ts';
import { RECEIVE_OPTIONS } from './receive/receive-options.ts';

export const preReceiveCommand: Command = {
  summary: 'On a server: scan what a push brings, and refuse it when anything is found',
  options: RECEIVE_OPTIONS,
  help: () => `Usage: bitsieve hook pre-receive [options]

For the pre-receive hook of a repository on a server: reads "old new ref" lines as git gives them, scans everything
that no ref led to before, and refuses the push when anything is found. No configuration of the pushed repository
counts: say --config FILE, or BITSIEVE_CONFIG. docs/pre-receive.md has recipes for git, Bitbucket Data Center and others.

Options
${optionHelp(RECEIVE_OPTIONS)}

Exit codes
  0 taken    1 refused, something was found    3 refused, not scanned to its end    2 usage or configuration    70 a bug
  git refuses the push for each but 0.`,
  run: receivePush,
};
