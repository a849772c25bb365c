/** An explained finding in lines for a person, or as JSON. */
import type { Detector } from '../../catalogue/detector.ts';
import type { Label } from '../../catalogue/label-file.ts';
import { quote } from '../../core/quote.ts';
import { entriesOf } from '../../report/console/entries.ts';
import { entryLines } from '../../report/console/entry-lines.ts';
import type { Canvas } from '../../report/console/flow.ts';
import type { FindingRecord } from '../../report/disclosure/finding-record.ts';
import { jsonText } from '../../report/text/json-text.ts';
import { labelledLines } from '../answer-lines.ts';
import type { Why } from './why-found.ts';

export interface ExplainedFinding {
  /** Its places, the worst first. */
  readonly places: readonly [FindingRecord, ...FindingRecord[]];
  readonly detector: Detector;
  readonly label: Label | undefined;
  /** Undefined when what it was found in could not be read again. */
  readonly why: Why | undefined;
}

export function* whyLines(explained: ExplainedFinding, canvas: Canvas): Generator<string> {
  const { places, detector, why } = explained;
  const [worst] = places;
  for (const entry of entriesOf(places, { group: true, verbose: canvas.isVerbose })) {
    yield `${entryLines(entry, canvas).join('\n')}\n\n`;
  }
  for (const [label, text] of factsOf(explained)) yield* lines(label, text, canvas);
  if (!why) {
    yield* lines(
      'checks',
      'what it was found in cannot be read again, so nothing can be said of them',
      canvas,
    );
    return;
  }
  yield* lines('keyword', why.keywords.map((keyword) => quote(keyword)).join(', '), canvas);
  if (detector.matcher === 'token')
    yield* lines('expression', `/${detector.source}/${detector.flags}`, { ...canvas, width: Infinity });
  for (const { name, asks, found } of why.checks)
    yield* lines('check', `${name}: ${found === '' ? 'yes' : found}. ${asks}`, canvas);
  if (why.checks.length === 0) yield* lines('check', 'none: its form is all that is asked', canvas);
  for (const { detector: other, line, column, because } of why.overlaps)
    yield* lines('won against', `${other} at ${line}:${column}, because ${because}`, canvas);
  yield* lines('fingerprint', worst.fingerprint, canvas);
}

function* lines(label: string, text: string, canvas: Canvas): Generator<string> {
  for (const line of labelledLines(label, text, canvas)) yield `${line}\n`;
}

/** How it came to be placed on each scale. */
function factsOf({ places: [worst], detector, label }: ExplainedFinding): Array<[string, string]> {
  const { confidence, level, severity, notes } = worst;
  const isLowered = confidence !== detector.confidence;
  const origin = isLowered ? `lowered from the detector's ${detector.confidence}` : 'as the detector says';
  return [
    ['detector', `${detector.id}, of ${detector.issuer}`],
    ['label', `${worst.label}${label ? `: ${label.title}` : ''}`],
    ['level', `${level}, that of the label`],
    ['severity', `${severity}, as the detector says`],
    ['confidence', [`${confidence}, ${origin}`, ...notes].join(isLowered ? ': ' : '; ')],
  ];
}

export function* whyRecord({ places, detector, label, why }: ExplainedFinding): Generator<string> {
  const { id, issuer, confidence, severity, matcher, source, flags } = detector;
  const record = {
    finding: places[0],
    places,
    detector: { id, issuer, confidence, severity, matcher, expression: { source, flags } },
    label: label ?? null,
    why: why ?? null,
  };
  yield `${jsonText(record, 1, 0)}\n`;
}
