/** A list of notices as Markdown, for an incident ticket: deadlines as a list of tasks. Text of others makes no markup and no link. */
import type { NotifyAnswer, RegimeNotice, StepNotice } from '../../../exposure/notify/notify-answer.ts';
import { NO_ADVICE } from '../../../exposure/notify/not-known.ts';
import { countOf } from '../../../report/console/quantities.ts';
import { readerWords } from '../../../exposure/reader-words.ts';
import { markdownList, markdownTable, plain } from '../../../report/text/markdown-text.ts';
import { questionWords, verdictWords } from '../answer-words.ts';
import {
  allSteps,
  amountWords,
  clockWords,
  dueWords,
  named,
  organisationWords,
  ownerWords,
  periodText,
} from './notice-words.ts';

export function* notifyMarkdown(answer: NotifyAnswer): Generator<string> {
  yield `# Who may have to be told\n\n${plain(questionWords(answer))}\n\n${verdictWords(answer)}\n\n${NO_ADVICE}\n`;
  yield `\n## Deadlines\n\n${clockWords(answer)}\n\n`;
  for (const { regime, step } of allSteps(answer)) yield taskItem(regime, step, answer.now);
  for (const regime of answer.regimes) yield* regimePart(regime);
  yield* section('Owners', ['Owner', 'As', 'Of'], ownerRows(answer));
  yield* section('Organisations', ['Organisation', 'Contact', 'Because'], organisationRows(answer));
  yield* section(
    'Issuers and originators',
    ['Issuer', 'Role', 'Partner', 'Contact', 'What'],
    issuerRows(answer),
  );
  const { notKnown, problems } = answer;
  yield* markdownList('What is not known', [
    ...notKnown,
    ...problems.map(({ code, message }) => `${code}: ${message}`),
  ]);
}

function taskItem(regime: string, step: StepNotice, now: string | null): string {
  const { tell, article, toldAt, what, condition, source } = step;
  const due = dueWords(step, now);
  const period = due === '' ? '' : ` (${periodText(step)})`;
  const head = `- [${toldAt === null ? ' ' : 'x'}] **${plain(due === '' ? periodText(step) : due)}** ${plain(regime)}: ${plain(tell)}${plain(period)}`;
  const lines = [
    head,
    plain(what),
    condition === '' ? '' : `Condition: ${plain(condition)}.`,
    source === '' ? plain(article) : `[${plain(article)}](<${link(source)}>)`,
  ];
  return `${lines.filter((line) => line !== '').join('  \n  ')}\n`;
}

/** Sources were checked to be addresses that begin with https://. What could end the link is encoded. */
function link(source: string): string {
  return new URL(source).href.replace(
    /[()[\]<>'"`\\|*]/g,
    (character) => `%${(character.codePointAt(0) ?? 0).toString(16)}`,
  );
}

function* regimePart(notice: RegimeNotice): Generator<string> {
  const { regime, title, applies, contact, labels, repositoriesHit, readers, personal } = notice;
  yield `\n## ${plain(regime)}\n\n`;
  for (const text of [title, applies, contact === '' ? '' : `Contact: ${contact}`])
    if (text !== '') yield `${plain(text)}\n\n`;
  const rows = labels.map((label) => [label.label, label.level, amountWords(label)]);
  yield* markdownTable(['Label', 'Level', 'What was found'], rows);
  if (personal.records > 0) yield `\n${countOf(personal.records, 'record')} of personal data.\n`;
  yield `\nWhere: ${plain(named(repositoriesHit.map(({ repository }) => repository)))}  \nReaders: ${plain(readerWords(readers))}\n`;
}

function* section(
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Generator<string> {
  if (rows.length === 0) return;
  yield `\n## ${title}\n\n`;
  yield* markdownTable(header, rows);
}

function ownerRows({ owners }: NotifyAnswer): string[][] {
  return owners.map((notice) => [notice.owner, named(notice.through), ownerWords(notice)]);
}

function organisationRows({ organisations }: NotifyAnswer): string[][] {
  return organisations.map((notice) => [
    notice.isPartner ? `${notice.organisation} (partner)` : notice.organisation,
    notice.contact,
    organisationWords(notice),
  ]);
}

function issuerRows({ issuers }: NotifyAnswer): string[][] {
  return issuers.map((notice) => {
    const { issuer, role, partner, contact, titles } = notice;
    return [issuer, role, partner ?? '', contact, `${titles.join(', ')}: ${amountWords(notice)}`];
  });
}
