/** `bitsieve detectors explain ID`: everything there is to know about one detector. */
import type { Detector } from '../../catalogue/detector.ts';
import { loadPatterns } from '../../catalogue/load-catalogue.ts';
import type { PatternDetector } from '../../catalogue/pattern-file.ts';
import { valuesOf, type VerifyRequest } from '../../catalogue/verify-request.ts';
import { quote } from '../../core/quote.ts';
import { mask } from '../../core/mask.ts';
import { CHECKS } from '../../detect/checks/table.ts';
import { questionOf } from '../../detect/explain-check.ts';
import type { Canvas } from '../../report/console/flow.ts';
import { visibleText } from '../../report/text/visible-text.ts';
import type { DetectorOptions } from './detector-options.ts';
import type { KnownDetectors } from './known-detectors.ts';
import { labelledLines } from '../answer-lines.ts';
import { madeUpExample } from './made-up.ts';

const MATCHERS: Readonly<Record<Detector['matcher'], string>> = {
  token: 'an expression, run where one of the keywords stands',
  assignment: 'a value that is given to a name with one of the keywords in it',
  'entropy-run': 'a long run of letters and digits that stands as a value of its own; no keyword is needed',
};
const BOUNDARIES: Readonly<Record<PatternDetector['boundary'], string>> = {
  word: 'word: nothing of a word may stand before or behind it',
  quoted: 'quoted: it must stand in quotes',
  assignment: 'assignment: the keyword must be part of the name that it is given to',
  label: 'label: the keyword must open a word shortly before it, on its line',
  none: 'none: anything may stand around it',
};
const DOCUMENTED: Readonly<Record<NonNullable<PatternDetector['documented']>, string>> = {
  form: 'its form',
  prefix: 'a part of its form; the rest is as seen in use',
  existence: 'that it exists; its form is as seen in use',
};

export interface ExplainedDetector {
  readonly detector: Detector;
  readonly known: KnownDetectors;
  readonly options: DetectorOptions;
}

/** `whole`: never broken, because somebody copies it. */
type Line = (label: string, text: string, form?: 'whole') => string;

export function* explainDetector(explained: ExplainedDetector, canvas: Canvas): Generator<string> {
  const { detector } = explained;
  const pattern = patternOf(explained);
  const line: Line = (label, text, form) =>
    labelledLines(label, text, form === 'whole' ? { ...canvas, width: Infinity } : canvas)
      .map((each) => `${each}\n`)
      .join('');
  yield `${canvas.paint(visibleText(detector.id), 'bold')}  ${visibleText(detector.title)}\n`;
  yield* meaningLines(explained, pattern, line);
  yield '\n';
  yield* formLines(detector, pattern, line);
  for (const sentence of questionsOf(detector)) yield line('check', sentence);
  if (detector.cell !== undefined)
    yield line('column', 'its keyword may head a column; the cells below it are read');
  if (detector.countedFrom !== undefined)
    yield line(
      'counted',
      `one finding a file, from ${detector.countedFrom} different values on${detector.countsRows === true ? '; of a column, its rows' : ''}`,
    );
  if (pattern) yield* exampleLines(pattern, explained, line);
}

/** As it is written; of what comes from a `.gitleaks.toml` nothing. */
export function patternOf({ detector: { id }, known }: ExplainedDetector): PatternDetector | undefined {
  return (known.own.has(id) ? known.ownPatterns : loadPatterns()).find((pattern) => pattern.id === id);
}

function* meaningLines(
  { detector, known }: ExplainedDetector,
  pattern: PatternDetector | undefined,
  line: Line,
): Generator<string> {
  const label = known.labels.get(detector.label);
  yield line('issuer', detector.issuer);
  yield line('label', label ? `${label.id} · ${label.level} · ${label.title}` : detector.label);
  yield line('severity', `${detector.severity} · confidence ${detector.confidence}`);
  yield line('used here', useOf(detector, known));
  yield line('exposes', detector.exposes || (label?.exposes ?? ''));
  yield line('revoke', detector.revoke || (label?.handling ?? ''));
  yield* sourceLines(detector, pattern, line);
}

function* sourceLines(
  { references }: Detector,
  pattern: PatternDetector | undefined,
  line: Line,
): Generator<string> {
  for (const reference of references) yield line('see', reference, 'whole');
  if (pattern?.verify) {
    yield line('verify', requestWords(pattern.verify));
    yield line('', pattern.verify.source, 'whole');
  }
  if (pattern?.documented) yield line('stated', DOCUMENTED[pattern.documented]);
}

/** What `--verify` would send, and what it makes of the answer. */
function requestWords({ method, url, headers, basic, form, sign, ...judged }: VerifyRequest): string {
  const carried = [
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(basic === undefined ? [] : [`Basic ${basic}`]),
    ...Object.entries(form ?? {}).map(([name, value]) => `${name}=${value}`),
    ...(sign === undefined ? [] : ['signed, the secret itself is not sent']),
  ];
  const asked = `${method} ${url}${carried.length === 0 ? '' : ` with ${carried.join(', ')}`}`;
  const means = (conditions: VerifyRequest['active']): string => conditions.map(conditionWords).join(' or ');
  return `${asked}; active: ${means(judged.active)}; inactive: ${means(judged.inactive)}${judged.elsewhere ? ', if all of them belong there' : ''}`;
}

function conditionWords({ status, json = {} }: VerifyRequest['active'][number]): string {
  const fields = Object.entries(json).map(([name, value]) => `${name} is ${valuesOf(value).join(' or ')}`);
  return [status.join(' or '), ...fields].join(', ');
}

function* formLines(
  { matcher, keywords, source, flags, reachBefore, reachAfter }: Detector,
  pattern: PatternDetector | undefined,
  line: Line,
): Generator<string> {
  yield line('looks for', MATCHERS[matcher]);
  yield line('keywords', keywords.map((keyword) => quote(keyword)).join(', '));
  if (matcher !== 'token') return;
  if (pattern) yield line('boundary', BOUNDARIES[pattern.boundary]);
  yield line('expression', `/${source}/${flags}`, 'whole');
  yield line('reach', `${reachBefore} bytes before the keyword, ${reachAfter} behind it`);
}

function useOf({ id }: Detector, { used, own, config }: KnownDetectors): string {
  const origin = own.has(id) ? `own, from ${config ?? 'the configuration'}` : '';
  return [used.has(id) ? 'yes' : 'no', origin].filter((word) => word !== '').join(', ');
}

/** In the order in which they are asked. */
export function questionsOf({ checks }: Detector): string[] {
  return checks.flatMap((spec) => {
    const check = CHECKS[spec.name];
    return check ? [`${spec.name}: ${questionOf(check, spec)}`] : [];
  });
}

function* exampleLines(
  pattern: PatternDetector,
  { detector, options }: ExplainedDetector,
  line: Line,
): Generator<string> {
  const example = madeUpExample(pattern, detector);
  yield '\n';
  if (example) {
    const shown = options.showSecrets === true ? example.value : mask(example.value);
    yield line(
      'finds',
      example.text.replaceAll(example.value, () => shown),
    );
  }
  for (const ignored of pattern.ignores) yield line('ignores', ignored);
}
