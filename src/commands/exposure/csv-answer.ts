/** An answer about exposure as CSV: one line a label, a finding, a repository, a zone, a problem, told apart by the first column. */
import type {
  Amount,
  ExposureAnswer,
  RankedValue,
  ReaderCount,
  ReadersAnswer,
  ZoneVerdict,
} from '../../exposure/exposure-answer.ts';
import { type CsvCell, csvLine } from '../../report/text/csv-line.ts';
import { inventoryRows } from './inventory-forms.ts';

type Row = Readonly<Record<string, CsvCell>>;

const COLUMNS = (
  'type name level values records findings repositories tip history unmerged unreachable unknown oldest anonymous authenticated people ' +
  'groups keys outside withoutAddress unseen unasked rank points why label severity confidence title masked repository path line commit reach ' +
  'introduced secretId fingerprint revoke verified verifiedAt verdict owners contents bytes'
).split(' ');

export function* exposureCsv(answer: ExposureAnswer): Generator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for (const row of rowsOf(answer)) yield csvLine(COLUMNS, row);
}

function* rowsOf({
  total,
  labels,
  findings,
  repositories,
  readers,
  zones,
  inventory,
  notKnown,
  problems,
}: ExposureAnswer): Generator<Row> {
  yield { type: 'total', ...amountRow(total) };
  for (const { label, level, ...amount } of labels)
    yield { type: 'label', name: label, level, ...amountRow(amount) };
  for (const value of findings) yield { type: 'finding', ...valueRow(value) };
  for (const { repository, level, ...amount } of repositories)
    yield { type: 'repository', name: repository, level, ...amountRow(amount) };
  if (readers) yield* readerRows(readers);
  for (const zone of zones ?? []) yield* zoneRows(zone);
  yield* inventoryRows(inventory);
  for (const sentence of notKnown) yield { type: 'not known', why: sentence };
  for (const { code, message } of problems) yield { type: 'problem', name: code, why: message };
}

function* readerRows({ repositories, people }: ReadersAnswer): Generator<Row> {
  for (const { repository, readers, through } of repositories)
    yield { type: 'readers', name: repository, why: through.join('; '), ...readerRow(readers) };
  for (const { id, name, outside, repositories: own } of people)
    yield { type: 'person', name, title: id, repositories: own, outside };
}

function amountRow({ values, records, findings, repositories, reach, oldest, readers }: Amount): Row {
  return { values, records, findings, repositories, ...reach, oldest, ...readerRow(readers) };
}

function readerRow(readers: ReaderCount): Row {
  return { ...readers };
}

function valueRow({ reasons, readers, inside, path, places, verification, ...value }: RankedValue): Row {
  return {
    ...value,
    verified: verification?.result ?? null,
    verifiedAt: verification?.at ?? null,
    why: reasons.map(({ words, points }) => `${words} (${points})`).join('; '),
    path: [path, ...inside].join('!'),
    findings: places,
    ...readerRow(readers),
  };
}

function* zoneRows({
  zone,
  ceiling,
  owners,
  verdict,
  why,
  repositories,
  above,
  breaks,
}: ZoneVerdict): Generator<Row> {
  const owned = owners.join(' ');
  yield { type: 'zone', name: zone, level: ceiling, verdict, why, owners: owned, repositories, ...above };
  for (const broken of breaks) yield { type: 'break', name: zone, ...broken };
}
