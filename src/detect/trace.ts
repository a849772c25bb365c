/**
 * Runs detectors and remembers what every check was asked: why something was found, and why something else was not. It is the scan
 * itself that runs; only its checks are wrapped, so what is told is what happened.
 */
import type { CheckSpec, Detector } from '../catalogue/detector.ts';
import type { Check, CheckInput } from './check.ts';
import { CHECKS } from './checks/table.ts';
import type { DetectorSet } from './detector-set.ts';
import { findEntropyRuns } from './entropy-runs.ts';
import { type CheckAnswer, explainCheck } from './explain-check.ts';
import { judgeAssignment } from './judge-assignment.ts';
import { judgeToken } from './judge-token.ts';
import { eachHitOfMany, HitCursor } from './keyword-hits.ts';
import { bytesOf, type PlacedText, withBlob } from './placed-text.ts';
import { type Hit, scanBlob } from './scan-text.ts';

/** What the checks of one detector were asked about one candidate. */
export interface Asked {
  readonly detector: number;
  readonly input: CheckInput;
  /** False when one of them said no; the rest were not asked then. */
  readonly accepted: boolean;
}

/** Nobody reads more, and a hostile file has millions. */
const MOST = 10_000;

/** Scans a blob; overlaps are not settled. */
export function traceBlob(
  blob: Uint8Array,
  set: DetectorSet,
): { hits: readonly Hit[]; asked: readonly Asked[] } {
  const { tracing, asked } = tracingSet(set);
  const { hits } = scanBlob(blob, tracing);
  return { hits, asked };
}

/** What became of a keyword that stands in a text. */
export interface TracedKeyword {
  readonly keyword: string;
  /** In the text, as it was scanned. */
  readonly offset: number;
  /** What the checks were asked; undefined where the form did not fit. */
  readonly asked: Asked | undefined;
}

/** Every place of a keyword in the text itself (not in what is decoded or unpacked from it), or every run of a detector without keywords. */
export function traceKeywords(blob: Uint8Array, set: DetectorSet): readonly TracedKeyword[] {
  const { tracing, asked } = tracingSet(set);
  return withBlob(set.space, blob, (text) => {
    const traced: TracedKeyword[] = [];
    const judge = (keyword: string, at: { offset: number; length: number }, index: number): void => {
      const before = asked.length;
      judgeAt({ text, set: tracing }, at, index);
      traced.push({ keyword, offset: at.offset, asked: asked[before] });
    };
    eachKeyword(text, set, (keyword, at, index) => {
      if (traced.length < MOST) judge(keyword, at, index);
      return traced.length < MOST;
    });
    if (set.entropyRun >= 0 && !text.isBinary) traced.push(...tracedRuns(text, tracing, asked));
    return traced;
  });
}

type Visit = (keyword: string, at: { offset: number; length: number }, detector: number) => boolean;

function eachKeyword(text: PlacedText, set: DetectorSet, visit: Visit): void {
  const opening = bytesOf(set.space, text).toString('latin1', 0, 3).toLowerCase();
  for (const index of set.shortKeywords.get(opening)?.detectors ?? []) {
    visit(opening, { offset: 0, length: opening.length }, index);
  }
  eachHitOfMany(set.space, text, (hits) => {
    const cursor = new HitCursor(set.space.kernel.memory, hits);
    let goesOn = true;
    while (goesOn && cursor.next()) {
      const found = set.keyword(cursor.keyword);
      if (!found) continue;
      const at = { offset: cursor.offset + found.lead, length: found.keyword.length };
      for (const index of found.detectors) goesOn = visit(found.keyword, at, index);
    }
    return goesOn;
  });
}

function judgeAt(
  { text, set }: { text: PlacedText; set: DetectorSet },
  at: { offset: number; length: number },
  index: number,
): void {
  const look = { before: 0, after: 0 };
  const bytes = bytesOf(set.space, text);
  if (set.detectors[index]?.matcher === 'token') judgeToken({ bytes, look }, at, index, set);
  else if (!text.isBinary) judgeAssignment({ text, bytes, look }, at, index, set);
}

function tracedRuns(text: PlacedText, set: DetectorSet, asked: readonly Asked[]): TracedKeyword[] {
  const before = asked.length;
  findEntropyRuns(text, set, () => undefined);
  const bytes = bytesOf(set.space, text);
  let from = 0;
  return asked.slice(before, before + MOST).map((one) => {
    const offset = Math.max(0, bytes.indexOf(one.input.token, from, 'latin1'));
    from = offset + 1;
    return { keyword: '', offset, asked: one };
  });
}

/** The same set, whose checks remember what they are asked. */
function tracingSet(set: DetectorSet): { tracing: DetectorSet; asked: readonly Asked[] } {
  const asked: Asked[] = [];
  const checks = set.detectors.map((_, detector) => remembering(set.checks(detector), detector, asked));
  return { tracing: { ...set, checks: (index) => checks[index] ?? [] }, asked };
}

/** The first check writes the question down, each one after it the answer. */
function remembering(checks: readonly Check[], detector: number, asked: Asked[]): readonly Check[] {
  const note = (input: CheckInput, accepted: boolean, isFirst: boolean): void => {
    if (isFirst) asked.push({ detector, input, accepted });
    else asked[asked.length - 1] = { detector, input, accepted };
  };
  if (checks.length === 0) {
    // Without a question nothing would be written down.
    return [{ asks: 'Its form is all that is asked.', accepts: (input) => (note(input, true, true), true) }];
  }
  return checks.map((check, place) => ({
    ...check,
    accepts: (input, spec) => {
      const accepted = check.accepts(input, spec);
      note(input, accepted, place === 0);
      return accepted;
    },
  }));
}

/** What each check of a detector says to a candidate, in their order. */
export function answersOf({ checks }: Detector, input: CheckInput): readonly CheckAnswer[] {
  return checks.flatMap((spec: CheckSpec) => {
    const check = CHECKS[spec.name];
    return check ? [explainCheck(check, input, spec)] : [];
  });
}
