/** The shape of patterns/labels.toml: which labels there are, and how sensitive each is. */
import * as v from 'valibot';
import { LEVELS } from '../core/severity.ts';

const labelFileSchema = v.strictObject({
  label: v.array(
    v.strictObject({
      id: v.pipe(v.string(), v.regex(/^[a-z-]+\/[a-z-]+$/)),
      title: v.pipe(v.string(), v.nonEmpty()),
      level: v.picklist(LEVELS),
      exposes: v.pipe(v.string(), v.nonEmpty()),
      handling: v.pipe(v.string(), v.nonEmpty()),
      regimes: v.optional(v.array(v.string()), []),
    }),
  ),
});

export type Label = v.InferOutput<typeof labelFileSchema>['label'][number];

/** Checks the parsed labels document. @throws {v.ValiError} with every mistake */
export function checkLabelFile(document: unknown): readonly Label[] {
  return v.parse(labelFileSchema, document).label;
}
