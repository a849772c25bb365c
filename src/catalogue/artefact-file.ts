/** The shape of a file of artefacts: which names of files tell which kind of file. */
import * as v from 'valibot';

/** A whole name, an extension or a beginning: what can be looked up, so that a history of a million names costs little. */
const nameSchema = v.pipe(
  v.string(),
  v.regex(/^(?:\*|\*\.[^*]+|[^*]+\*?)$/, 'must be a whole name, "*.extension", "beginning*" or "*"'),
  v.check((name) => name === name.toLowerCase(), 'must be in lower case'),
);

const artefactFileSchema = v.strictObject({
  artefact: v.array(
    v.strictObject({
      label: v.pipe(v.string(), v.startsWith('artefact/')),
      names: v.pipe(v.array(nameSchema), v.nonEmpty()),
      /** Names of folders of which one has to hold the file directly. Left out: any. */
      folders: v.optional(v.array(v.pipe(v.string(), v.nonEmpty())), []),
    }),
  ),
});

export type Artefact = v.InferOutput<typeof artefactFileSchema>['artefact'][number];

/** Checks a parsed document. @throws {v.ValiError} with every mistake */
export function checkArtefactFile(document: unknown): readonly Artefact[] {
  return v.parse(artefactFileSchema, document).artefact;
}
