/** The manual page, in mdoc (https://mandoc.bsd.lv/man/mdoc.7.html), from the tables of commands and options. The build writes it. */
import { VERSION } from '../../core/version.ts';
import type { DescribedCommand, DescribedOption } from '../described-command.ts';
import { placesIn } from '../completion/completed.ts';
import { EXIT_CODES, FILES, VARIABLES } from './surroundings.ts';

/** Whose options are told in full; others that have the same refer to it. */
const FULL = 'scan';

const EXAMPLES: ReadonlyArray<readonly [string, string]> = [
  ['The whole history of the repository here, every branch and tag:', 'bitsieve scan'],
  ['What a branch brings in, as SARIF:', 'bitsieve scan --range main..feature -f sarif -r findings.sarif'],
  ['What the next commit would bring in:', 'bitsieve scan --staged'],
  ['Only what is not known yet:', 'bitsieve baseline && bitsieve scan -b .bitsieve-baseline.json'],
  ['A log that passes by:', 'kubectl logs web | bitsieve scan -'],
  [
    'Every repository of a Data Center, and what a breach of it would expose:',
    'bitsieve audit --url https://bitbucket.example.com && bitsieve exposure',
  ],
];

/** @param day of the page, e.g. `November 22, 2026` */
export function writeManual(commands: readonly DescribedCommand[], day: string): string {
  const places = placesIn(commands);
  const full = places.find(({ name }) => name.join(' ') === FULL)?.options ?? [];
  const lines = [
    `.Dd ${day}`,
    '.Dt BITSIEVE 1',
    `.Os bitsieve ${VERSION}`,
    '.Sh NAME',
    '.Nm bitsieve',
    '.Nd scan git histories and whole Bitbuckets for secrets and sensitive data',
    '.Sh SYNOPSIS',
    ...places.filter(({ words, options }) => words.length === 0 || options.length > 0).flatMap(synopsisOf),
    '.Sh DESCRIPTION',
    ...textLines(
      'Reads every object of a repository once and says of each distinct secret what it is, how bad it is, since when it lies there and who could read it. An object that cannot be read is a problem in the report, never silence. A scan uses no network. Secrets are shown masked, unless --show-secrets is given.',
    ),
    '.Sh COMMANDS',
    ...places.flatMap((place) => commandLines(place, full)),
    '.Sh ENVIRONMENT',
    ...listLines(VARIABLES, 'Ev'),
    '.Sh FILES',
    ...listLines(FILES, 'Pa'),
    '.Sh EXIT STATUS',
    ...listLines(EXIT_CODES, 'Li'),
    '.Sh EXAMPLES',
    ...EXAMPLES.flatMap(([what, line]) => [...textLines(what), '.Pp', `.Dl ${escaped(line)}`, '.Pp']).slice(
      0,
      -1,
    ),
    '.Sh SEE ALSO',
    '.Xr git 1',
    '.Pp',
    ...textLines(
      'The folder docs of the source: api.md, audits.md, codes.md, credentials.md, exposure.md, evidence.md and others.',
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function synopsisOf({ name, operand }: DescribedCommand): string[] {
  return [
    '.Nm',
    `.Cm ${name.join(' ')}`,
    ...(operand ? [`.Ar ${escaped(operand.text)}`] : []),
    '.Op Ar options',
  ];
}

function commandLines(command: DescribedCommand, full: readonly DescribedOption[]): string[] {
  const { name, summary, operand, options, words } = command;
  const same = new Map(full.map((option) => [option.flag, JSON.stringify(option)]));
  const isKnown = (option: DescribedOption): boolean =>
    name.join(' ') !== FULL && same.get(option.flag) === JSON.stringify(option);
  const known = options.filter(isKnown);
  const own = options.filter((option) => !isKnown(option));
  const title = [
    name.join(' '),
    operand?.text ?? (words.length > 0 ? words.map((word) => word.name.at(-1)).join(' | ') : ''),
  ];
  return [
    `.Ss ${escaped(title.filter((text) => text !== '').join(' '))}`,
    ...textLines(`${summary}.`),
    ...(own.length === 0 ? [] : ['.Bl -tag -width Ds', ...own.flatMap(optionLines), '.El']),
    ...knownLines(known, full.length),
  ];
}

function knownLines(known: readonly DescribedOption[], all: number): string[] {
  if (known.length === 0) return [];
  if (known.length === all) return ['.Pp', `Takes the options of`, `.Cm ${FULL} .`];
  const flags = known.map(({ flag }, index) => `.Fl -${flag}${index < known.length - 1 ? ' ,' : ' .'}`);
  return ['.Pp', 'As of', `.Cm ${FULL} :`, ...flags];
}

function optionLines({
  flag,
  aliases,
  short,
  description,
  value,
  placeholder,
  default: usual,
}: DescribedOption): string[] {
  const names = [...(short === null ? [] : [short]), ...[flag, ...aliases].map((name) => `-${name}`)];
  const taken = placeholder.toLowerCase();
  const argument = value === 'none' ? '' : value === 'inline' ? ` Ns Op = Ns Ar ${taken}` : ` Ar ${taken}`;
  const choices = typeof value === 'string' ? '' : ` One of ${value.join(', ')}.`;
  const told = usual === null ? '' : ` By default ${usual}.`;
  return [
    `.It ${names.map((name) => `Fl ${name}`).join(' , ')}${argument}`,
    ...textLines(`${description}${choices}${told}`),
  ];
}

function listLines(entries: Readonly<Record<string, string>>, macro: string): string[] {
  const items = Object.entries(entries).flatMap(([name, text]) => [
    `.It ${macro} ${escaped(name)}`,
    ...textLines(text),
  ]);
  return ['.Bl -tag -width Ds', ...items, '.El'];
}

/** A sentence a line: the formatter decides how far apart they stand. */
function textLines(text: string): string[] {
  return text.split(/(?<=(?<!e\.g)[.!?:;]) (?=[A-Z])/).map(escaped);
}

/** Nothing of a text is a request or an escape; a minus stays one that can be copied. */
function escaped(text: string): string {
  const plain = text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll('"', String.raw`\(dq`);
  return /^[.']/.test(plain) ? String.raw`\&${plain}` : plain;
}
