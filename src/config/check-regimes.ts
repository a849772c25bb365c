/** The tables `[[regime]]` of a `.scannerrc`: who has to be told by law or agreement, and changes of built-in regimes. */
import * as v from 'valibot';
import { AWARENESS, isWithin, PACES, type RegimeStep } from '../catalogue/regime-file.ts';
import { shortList } from '../catalogue/short-list.ts';
import { plainText } from '../core/plain-text.ts';
import { quote } from '../core/quote.ts';
import { fits, type OwnRegime } from '../exposure/notify/listed-regime.ts';
import { type Mistake, unknownWord } from './mistake.ts';
import { parseTable } from './parse-table.ts';

const text = v.pipe(v.string('is no text'), v.nonEmpty('is empty'));
const address = v.pipe(
  text,
  v.check(
    (given) => /^https:\/\/[^\s<>"]{1,2000}$/.test(given) && URL.canParse(given),
    'is no address that begins with https://',
  ),
);
const words = shortList(text, 'is no list');
const tables = shortList(
  v.record(v.string(), v.unknown(), 'is no table'),
  'is no list of tables: write [[regime.step]]',
);
const regimeEntries = {
  id: v.optional(text),
  title: v.optional(text),
  source: v.optional(address),
  applies: v.optional(text),
  contact: v.optional(text),
  labels: v.optional(words),
  detectors: v.optional(words),
  listed: v.optional(v.boolean('is neither true nor false')),
  step: v.optional(tables),
};
const stepEntries = {
  id: v.optional(v.pipe(text, v.regex(/^[a-z][a-z-]*$/, 'is no word of small letters and dashes'))),
  tell: v.optional(text),
  what: v.optional(v.string('is no text'), ''),
  condition: v.optional(v.string('is no text'), ''),
  article: v.optional(text),
  source: v.optional(address),
  within: v.optional(text),
  after: v.optional(text, AWARENESS),
};
type RegimeTable = v.InferOutput<v.ObjectSchema<typeof regimeEntries, undefined>>;
type StepTable = v.InferOutput<v.ObjectSchema<typeof stepEntries, undefined>>;

/** Longer sentences than this are no sentences. */
const MAX_TEXT = 1000;
const PERIODS = `write a period, e.g. "72 hours", "60 days", "1 month", or one of ${PACES.map(quote).join(', ')}`;

interface Known {
  readonly labels: readonly string[];
  readonly detectors: readonly string[];
  /** Ids of built-in regimes. */
  readonly regimes: readonly string[];
}

export function checkRegimes(
  list: readonly Record<string, unknown>[],
  known: Known,
): { readonly regimes: readonly OwnRegime[]; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const seen = new Set<string>();
  const regimes = list.flatMap((table, index) => {
    const at = `regime[${index}]`;
    const before = mistakes.length;
    const read = parseTable(table, { entries: regimeEntries, at, noun: 'key' }, mistakes);
    if (mistakes.length > before) return [];
    if (read.id !== undefined && seen.has(read.id))
      mistakes.push({ at: `${at}.id`, message: `${quote(read.id)} stands twice` });
    if (read.id !== undefined) seen.add(read.id);
    mistakes.push(...missing(read, at, known), ...unknown(read, at, known));
    const steps = read.step && checkSteps(read.step, read, at, mistakes);
    return read.id === undefined ? [] : [ownRegime(read.id, read, steps)];
  });
  return { regimes, mistakes };
}

function missing({ id, title, step }: RegimeTable, at: string, { regimes }: Known): Mistake[] {
  if (id === undefined) return [{ at, message: 'id is missing' }];
  const lacks = Object.entries({ title, step }).filter(([, value]) => value === undefined);
  if (regimes.includes(id) || lacks.length === 0) return [];
  const { message } = unknownWord(at, id, 'built-in regime', regimes);
  const names = lacks.map(([name]) => name).join(' and ');
  return [{ at, message: `${message}; a regime of your own needs ${names} too` }];
}

function unknown({ labels = [], detectors = [] }: RegimeTable, at: string, known: Known): Mistake[] {
  const mistakesOf = (key: 'labels' | 'detectors', noun: string, patterns: readonly string[]): Mistake[] =>
    patterns.flatMap((pattern, place) =>
      known[key].some((one) => fits(pattern, one))
        ? []
        : [unknownWord(`${at}.${key}[${place}]`, pattern, noun, known[key])],
    );
  return [...mistakesOf('labels', 'label', labels), ...mistakesOf('detectors', 'detector', detectors)];
}

function checkSteps(
  list: readonly Record<string, unknown>[],
  { source = '' }: RegimeTable,
  at: string,
  mistakes: Mistake[],
): RegimeStep[] {
  const steps: RegimeStep[] = [];
  for (const [index, table] of list.entries()) {
    const place = `${at}.step[${index}]`;
    const read = parseTable(table, { entries: stepEntries, at: place, noun: 'key' }, mistakes);
    const earlier = steps.map(({ id }) => id);
    mistakes.push(...stepMistakes(read, place, earlier));
    const { id = `step-${index + 1}`, tell = '', article = '', within = '' } = read;
    const said = { tell, article, what: read.what, condition: read.condition };
    steps.push({ id, within, after: read.after, ...plain(said), source: read.source ?? source });
  }
  return steps;
}

function stepMistakes(read: StepTable, at: string, earlier: readonly string[]): Mistake[] {
  const { id, within, after } = read;
  const lacks = (['id', 'tell', 'article', 'within'] as const).filter((key) => read[key] === undefined);
  return [
    ...(lacks.length > 0 ? [{ at, message: `${lacks.join(', ')} missing` }] : []),
    ...(id !== undefined && earlier.includes(id)
      ? [{ at: `${at}.id`, message: `${quote(id)} stands twice` }]
      : []),
    ...withinMistakes(within, at),
    ...(after === AWARENESS || earlier.includes(after)
      ? []
      : [unknownWord(`${at}.after`, after, 'earlier step', [AWARENESS, ...earlier])]),
  ];
}

/** Of a partner as well. */
export function withinMistakes(within: string | undefined, at: string): Mistake[] {
  if (within === undefined || isWithin(within)) return [];
  return [{ at: `${at}.within`, message: `${quote(within)} is no period: ${PERIODS}` }];
}

function ownRegime(id: string, read: RegimeTable, steps: readonly RegimeStep[] | undefined): OwnRegime {
  const { title, applies, contact, source, labels, detectors, listed } = read;
  const given = Object.entries({ title, applies, contact }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return {
    id: plainText(id, MAX_TEXT),
    ...plain(Object.fromEntries(given)),
    ...(source !== undefined && { source }),
    ...(labels && { labels }),
    ...(detectors && { detectors }),
    ...(listed !== undefined && { listed }),
    ...(steps && { steps }),
  };
}

function plain<T extends Readonly<Record<string, string>>>(texts: T): T {
  const entries = Object.entries(texts).map(([key, value]) => [key, plainText(value, MAX_TEXT)]);
  return { ...texts, ...Object.fromEntries(entries) };
}
