/** A list of notices as CSV: one line a step, a label, a repository, an owner, an organisation, an issuer, told apart by the first column. */
import type {
  NoticeAmount,
  NotifyAnswer,
  OrganisationNotice,
  RegimeNotice,
} from '../../../exposure/notify/notify-answer.ts';
import { type CsvCell, csvLine } from '../../../report/text/csv-line.ts';

type Row = Readonly<Record<string, CsvCell>>;

const COLUMNS = (
  'type regime name tell what condition within after due latest state toldAt article source contact level values records findings ' +
  'repositories oldest authors readers outside why'
).split(' ');

export function* notifyCsv(answer: NotifyAnswer): Generator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for (const row of rowsOf(answer)) yield csvLine(COLUMNS, row);
}

function* rowsOf({ regimes, organisations, notKnown, problems, ...rest }: NotifyAnswer): Generator<Row> {
  for (const regime of regimes) yield* regimeRows(regime);
  yield* ownerRows(rest);
  for (const organisation of organisations) yield* organisationRows(organisation);
  yield* issuerRows(rest);
  for (const sentence of notKnown) yield { type: 'not known', why: sentence };
  for (const { code, message } of problems) yield { type: 'problem', name: code, why: message };
}

function* ownerRows({ owners }: Pick<NotifyAnswer, 'owners'>): Generator<Row> {
  for (const { owner, kind, through, repositories, regimes, level, findings } of owners) {
    const why = `${kind}: ${through.join('; ')}: ${repositories.join(' ')}`;
    const counted = { level, findings, repositories: repositories.length };
    yield { type: 'owner', name: owner, regime: regimes.join('; '), ...counted, why };
  }
}

function* organisationRows(notice: OrganisationNotice): Generator<Row> {
  const { organisation, step, amount, because, regimes, isInside } = notice;
  const { contact, authors, readers, level } = notice;
  yield {
    type: 'organisation',
    name: organisation,
    regime: regimes.join('; '),
    ...(amount && amountRow(amount)),
    contact,
    authors,
    readers,
    level,
    outside: isInside === null ? null : !isInside,
    why: because.join('; '),
  };
  if (step) yield { ...stepRow(step), contact, regime: organisation };
}

function* issuerRows({ issuers }: Pick<NotifyAnswer, 'issuers'>): Generator<Row> {
  for (const { issuer, role, partner, contact, titles, level, ...amount } of issuers) {
    const why = [...(partner === null ? [] : [partner]), ...titles].join('; ');
    yield { type: role, name: issuer, contact, level, ...amountRow(amount), why };
  }
}

function* regimeRows({ regime, title, source, applies, contact, ...notice }: RegimeNotice): Generator<Row> {
  yield { type: 'regime', regime, name: title, source, contact, why: applies, ...amountRow(notice) };
  for (const step of notice.steps) yield { ...stepRow(step), regime, contact };
  for (const { label, level, ...amount } of notice.labels)
    yield { type: 'label', regime, name: label, level, ...amountRow(amount) };
  for (const { repository, ...amount } of notice.repositoriesHit)
    yield { type: 'repository', regime, name: repository, ...amountRow(amount) };
}

function stepRow({ step, isLatest, ...said }: RegimeNotice['steps'][number]): Row {
  return { ...said, type: 'step', name: step, latest: isLatest };
}

function amountRow({ values, records, findings, repositories, oldest }: NoticeAmount): Row {
  return { values, records, findings, repositories, oldest };
}
