/** What a hook takes of a scan's options: how to look and what counts. What to look at, git says; what is told, the hook. */
import { HOW_TO_SCAN, scanOptions } from '../../config/options.ts';
import { type ParsedFlags, parseFor } from '../../config/parse-flags.ts';
import { ScannerError } from '../../core/scanner-error.ts';

export const HOOK_OPTIONS = scanOptions([
  'config',
  'noRepositoryConfig',
  'baselinePath',
  'gitleaksIgnorePath',
  ...HOW_TO_SCAN,
  'noInlineAllow',
  'exitCode',
  'noColor',
  'noProgress',
  'timeoutMs',
]);

/** @param most how many words may stand there that are no options. @throws {ScannerError} `usage` */
export function parseHookFlags(word: string, argv: readonly string[], most: number): ParsedFlags {
  const { options, positionals } = parseFor(`hook ${word}`, HOOK_OPTIONS, argv);
  if (positionals.length <= most) return { options, positionals };
  throw new ScannerError('usage', `hook ${word}: ${positionals.length} words, where git gives ${most}`, {
    hint: 'What is scanned is said by git; options begin with dashes.',
  });
}
