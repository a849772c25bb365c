/** The text of a `.scannerrc` for a repository. Whatever could silence a secret is proposed in a comment, and does nothing. */
import { OPTIONS } from '../../config/options.ts';
import { VERSION } from '../../core/version.ts';
import { groupDigits } from '../../core/group-digits.ts';
import type { Surroundings } from './look-around.ts';

/** Above this a scan takes long enough for a state to pay. */
const LARGE_BYTES = 256 * 1024 * 1024;

/** What is worth knowing of at the start, as `.scannerrc.example` has it. */
const PROPOSED: ReadonlyArray<readonly [keyof typeof OPTIONS, string]> = [
  ['minConfidence', '"medium"'],
  ['minSeverity', '"info"'],
  ['disableDetector', '["email-addresses"]'],
  ['noInlineAllow', 'true'],
  ['unreachable', 'true'],
  ['maxBlobBytes', '"128MB"'],
  ['timeoutMs', '"10m"'],
  ['exitCode', '1'],
];

/** @param folders those that may be named: without secrets in their names */
export function scannerrcText(around: Surroundings): string {
  return [...opening(around), '', ...scanTable(around), '', ...allowEntries(around), ''].join('\n');
}

function opening({ files, languages, packedBytes, has }: Surroundings): string[] {
  const kinds = languages.map(([name, count]) => `${name} (${groupDigits(count)})`).join(', ');
  return [
    `# What bitsieve looks for here, and what it leaves out (TOML). Written by bitsieve init ${VERSION}.`,
    `# ${groupDigits(files)} files in the index${kinds === '' ? '' : `: ${kinds}`}.`,
    '# A line that begins with #name does nothing until its # is taken away. A flag always wins over this file.',
    '# All that may stand here: .scannerrc.example of the package. After a change: bitsieve doctor',
    ...(packedBytes > LARGE_BYTES
      ? ['# This history is large: bitsieve scan --state FILE reads only what is new since the last scan.']
      : []),
    ...(has['.gitleaks.toml']
      ? [
          '#',
          '# There is a .gitleaks.toml as well. While this file is here, that one does not count: neither its rules nor its',
          '# allowlists. To go on with it, delete this file.',
        ]
      : []),
    ...(has['.gitleaksignore'] ? ['# The .gitleaksignore beside it counts as well.'] : []),
  ];
}

function scanTable({ has }: Surroundings): string[] {
  const options = PROPOSED.flatMap(([key, value]) => [
    `# ${OPTIONS[key].description}`,
    `#${OPTIONS[key].flag} = ${value}`,
  ]);
  const baseline = has['.bitsieve-baseline.json']
    ? [
        '# What was known when it was written is not reported again.',
        'baseline-path = ".bitsieve-baseline.json"',
      ]
    : [
        '# What is known today need not be reported again: bitsieve baseline writes that file.',
        '#baseline-path = ".bitsieve-baseline.json"',
      ];
  return ['[scan]', ...baseline, ...options];
}

function allowEntries({ tests, vendored, unnamable }: Surroundings): string[] {
  const entries = [
    ...(tests.length === 0
      ? []
      : allowEntry('Made-up values among tests and examples', tests, 'stop-words = ["example", "dummy"]')),
    ...(vendored.length === 0
      ? []
      : allowEntry(
          'Passwords of whoever wrote it, published with it',
          vendored,
          'detectors = ["generic-password"]',
        )),
  ];
  return [
    '# What is found but allowed. Nothing is: an entry also silences a real secret that is added at its paths one day.',
    '# So scan first, allow what turns out to be harmless, by value or stop word rather than by path alone. What lies among',
    '# tests is taken less seriously anyway.',
    ...(unnamable > 0 ? [`# ${groupDigits(unnamable)} names are no UTF-8: no path here can name them.`] : []),
    ...(entries.length > 0
      ? entries
      : allowEntry('Made-up values', ['docs'], 'stop-words = ["example", "dummy"]')),
  ];
}

/** Both have to hold. */
function allowEntry(description: string, folders: readonly string[], narrowed: string): string[] {
  const globs = folders.map((folder) => tomlText(`${globOf(folder)}/**`));
  return [
    '#',
    '#[[allow]]',
    `#description = ${tomlText(description)}`,
    '#condition = "all"',
    '#paths = [',
    ...globs.map((glob) => `#  ${glob},`),
    '#]',
    `#${narrowed}`,
  ];
}

/** Matches this folder alone, whatever its name. */
function globOf(folder: string): string {
  return folder.replace(/[\\*?[\]{}()!+@#]/g, String.raw`\$&`);
}

/** A basic string (https://toml.io/en/v1.0.0#string) in which nothing ends the line, moves a cursor or hides. */
function tomlText(text: string): string {
  return JSON.stringify(text).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? String.raw`\U${code.padStart(8, '0')}` : String.raw`\u${code.padStart(4, '0')}`;
  });
}
