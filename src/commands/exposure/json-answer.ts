/** An answer about exposure as one JSON object: all of it, under the names that docs/exposure.md explains. */
import { jsonArray } from '../../report/text/json-array.ts';
import { jsonText } from '../../report/text/json-text.ts';

/** Changes when a key is renamed or removed, not when one is added. */
const SCHEMA_VERSION = 1;

/** Also of a list of notices. */
export function* exposureJson(answer: object): Generator<string> {
  yield `{\n  "schemaVersion": ${SCHEMA_VERSION}`;
  for (const [name, value] of Object.entries<unknown>({ ...answer })) {
    yield `,\n  ${jsonText(name)}: `;
    if (Array.isArray(value)) yield* jsonArray(value, 2, 2);
    else yield jsonText(value, 2, 2);
  }
  yield '\n}\n';
}
