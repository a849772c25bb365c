/** The shape of patterns/regimes.toml: laws and agreements that ask for somebody to be told, whom, of what, and by when. */
import * as v from 'valibot';
import { periodIn } from '../core/period.ts';

/** What a law says where it sets no period. */
export const PACES = [
  'immediately',
  'without undue delay',
  'without unreasonable delay',
  'as soon as possible',
  'on request',
  'as agreed',
] as const;

/** Where the periods of most steps begin. */
export const AWARENESS = 'awareness';

export function isWithin(text: string): boolean {
  return periodIn(text) !== undefined || PACES.some((pace) => pace === text);
}

const text = v.pipe(v.string(), v.nonEmpty());
const address = v.pipe(text, v.startsWith('https://'));

const regimeFileSchema = v.strictObject({
  regime: v.array(
    v.strictObject({
      id: text,
      title: text,
      source: address,
      /** To whom, and in which cases. */
      applies: text,
      /** Ids, or beginnings of such with a `*`, of the only detectors whose findings call for it. Empty: any. */
      detectors: v.optional(v.array(text), []),
      step: v.array(
        v.strictObject({
          id: v.pipe(text, v.regex(/^[a-z][a-z-]*$/)),
          /** Who has to be told. */
          tell: text,
          what: text,
          /** When it is asked for at all; empty: whenever the regime applies. */
          condition: v.optional(v.string(), ''),
          article: text,
          source: address,
          within: v.pipe(text, v.check(isWithin, 'is no period and no pace')),
          /** What the period is counted from: `awareness`, or an earlier step. */
          after: v.optional(text, AWARENESS),
        }),
      ),
    }),
  ),
});

type FileRegime = v.InferOutput<typeof regimeFileSchema>['regime'][number];

export type RegimeStep = FileRegime['step'][number];

export interface Regime extends Omit<FileRegime, 'step'> {
  readonly steps: readonly RegimeStep[];
}

/** Checks the parsed document. @throws {v.ValiError | Error} */
export function checkRegimeFile(document: unknown): readonly Regime[] {
  return v.parse(regimeFileSchema, document).regime.map(({ step, ...regime }) => {
    for (const [index, { id, after }] of step.entries())
      if (after !== AWARENESS && !step.slice(0, index).some((other) => other.id === after))
        throw new Error(`regime ${regime.id}: step ${id} comes after "${after}", which is no earlier step`);
    return { ...regime, steps: step };
  });
}
