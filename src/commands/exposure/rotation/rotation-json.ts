/** A rotation list as one JSON object, entry by entry, under the names that docs/exposure.md explains. */
import type { RotationAnswer } from '../../../exposure/rotation/rotation-answer.ts';
import { jsonArray } from '../../../report/text/json-array.ts';
import { jsonText } from '../../../report/text/json-text.ts';

/** Changes when a key is renamed or removed, not when one is added. */
const SCHEMA_VERSION = 1;

export function* rotationJson({ entries, notKnown, problems, ...head }: RotationAnswer): Generator<string> {
  yield `{\n  "schemaVersion": ${SCHEMA_VERSION}`;
  for (const [name, value] of Object.entries<unknown>(head))
    yield `,\n  ${jsonText(name)}: ${jsonText(value, 2, 2)}`;
  for (const [name, values] of Object.entries({ entries, notKnown, problems })) {
    yield `,\n  ${jsonText(name)}: `;
    yield* jsonArray(values, 2, 2);
  }
  yield '\n}\n';
}
