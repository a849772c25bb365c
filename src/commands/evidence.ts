/** `bitsieve evidence`: what audits have found, as a file that can be checked and compared later. */
import { ScannerError } from '../core/scanner-error.ts';
import { type Command, EXIT, type Taken } from './command.ts';
import { diffEvidence } from './evidence/diff-evidence.ts';
import {
  DIFF_OPTIONS,
  EXPORT_OPTIONS,
  parseDiffFlags,
  parseExportFlags,
  parseVerifyFlags,
  VERIFY_OPTIONS,
} from './evidence/evidence-options.ts';
import { exportedLines, verifiedLines } from './evidence/evidence-words.ts';
import { exportEvidence } from './evidence/export-evidence.ts';
import { verifyEvidence } from './evidence/verify-evidence.ts';
import { optionHelp } from './option-help.ts';

interface Word extends Taken {
  readonly run: (argv: readonly string[]) => Promise<number>;
}

const WORDS: Readonly<Record<string, Word>> = {
  export: { summary: 'Write what the store knows into a file', options: EXPORT_OPTIONS, run: tellExport },
  verify: {
    summary: 'Is the file as it was written?',
    options: VERIFY_OPTIONS,
    operand: { text: 'FILE.zip', of: 'file' },
    run: tellVerdict,
  },
  diff: {
    summary: 'What is new, gone or changed between two',
    options: DIFF_OPTIONS,
    operand: { text: 'OLD.zip NEW.zip', of: 'file' },
    run: tellDifference,
  },
};

export const evidenceCommand: Command = {
  summary: 'Write what audits found into a file that can be checked later',
  options: {},
  words: Object.fromEntries(Object.entries(WORDS).map(([name, word]) => [name, () => Promise.resolve(word)])),
  help: () => `Usage: bitsieve evidence export -r FILE.zip [options]
       bitsieve evidence verify FILE.zip [options]
       bitsieve evidence diff OLD.zip NEW.zip [options]

export writes what the store knew at the end of a run: findings (no secrets: masks and keyed hashes),
every repository and ref, who may read, what was not covered. The same state of a store gives the
same bytes, always. verify finds one changed byte. diff says what is new, gone or changed, and
whether that comes from the repositories or from a newer scanner. See docs/evidence.md.

Options of export
${optionHelp(EXPORT_OPTIONS)}

Options of verify
${optionHelp(VERIFY_OPTIONS)}

Options of diff
${optionHelp(DIFF_OPTIONS)}

Exit codes
  0 written; as it was written; no difference    1 not as it was written, or signed; different
  2 usage, store or file    3 written, and the audit could not cover something; not comparable    70 a bug`,
  run: async ([word = '', ...argv]) => {
    const named = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    if (named) return named.run(argv);
    throw new ScannerError('usage', 'evidence: say export, verify or diff first', {
      hint: 'Run bitsieve evidence --help for all options.',
    });
  },
};

async function tellExport(argv: readonly string[]): Promise<number> {
  const { options, positionals } = parseExportFlags(argv);
  if (positionals.length > 0) {
    throw new ScannerError('usage', 'evidence export takes no path: it reads the store of audits', {
      hint: 'Name the file to write with -r, the store with --store.',
    });
  }
  const target = options.reportPath ?? '';
  const exported = await exportEvidence(target, options);
  tell(exportedLines(target, exported));
  return exported.manifest.complete ? EXIT.clean : EXIT.incomplete;
}

async function tellVerdict(argv: readonly string[]): Promise<number> {
  const { options, positionals } = parseVerifyFlags(argv);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new ScannerError('usage', 'evidence verify takes one file', {
      hint: 'bitsieve evidence verify FILE.zip',
    });
  }
  const verified = await verifyEvidence(path, options);
  tell(verifiedLines(path, verified));
  return verified.faults.length === 0 ? EXIT.clean : EXIT.findings;
}

async function tellDifference(argv: readonly string[]): Promise<number> {
  const { options, positionals } = parseDiffFlags(argv);
  const [from, to, ...more] = positionals;
  if (from !== undefined && to !== undefined && more.length === 0) return diffEvidence(from, to, options);
  throw new ScannerError('usage', 'evidence diff takes two files', {
    hint: 'bitsieve evidence diff OLD.zip NEW.zip',
  });
}

function tell(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
