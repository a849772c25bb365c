/** A rotation list as CSV: a line for each value, then what is not known, and problems, told apart by the first column. */
import type { RotationAnswer, RotationEntry } from '../../../exposure/rotation/rotation-answer.ts';
import { type CsvCell, csvLine } from '../../../report/text/csv-line.ts';

const COLUMNS = (
  'type rank id status goneBecause verified verifiedAt points why title issuer label level severity confidence masked repository path line ' +
  'commit atTip reach introduced introducedBy isDoubtful places repositories unseenRepositories anonymous authenticated people groups keys outside withoutAddress unseen ' +
  'together exposes revoke detector secretId'
).split(' ');

export function* rotationCsv(answer: RotationAnswer): Generator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for (const entry of answer.entries) yield csvLine(COLUMNS, rowOf(entry));
  for (const sentence of answer.notKnown) yield csvLine(COLUMNS, { type: 'not known', why: sentence });
  for (const { code, message } of answer.problems)
    yield csvLine(COLUMNS, { type: 'problem', id: code, why: message });
}

function rowOf({
  reasons,
  readers,
  path,
  inside,
  together,
  ...entry
}: RotationEntry): Readonly<Record<string, CsvCell>> {
  return {
    type: 'value',
    ...entry,
    why: reasons.map(({ words, points }) => `${words} (${points})`).join('; '),
    path: [path, ...inside].join('!'),
    together: together.join(' '),
    ...readers,
  };
}
