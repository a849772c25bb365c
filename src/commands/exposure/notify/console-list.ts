/** A list of notices for a terminal: deadlines, the next first; then each regime, owner, organisation and issuer. */
import type {
  IssuerNotice,
  NotifyAnswer,
  OrganisationNotice,
  OwnerNotice,
  RegimeNotice,
  StepNotice,
} from '../../../exposure/notify/notify-answer.ts';
import { NO_ADVICE } from '../../../exposure/notify/not-known.ts';
import { readerWords } from '../../../exposure/reader-words.ts';
import type { Canvas } from '../../../report/console/flow.ts';
import { countOf } from '../../../report/console/quantities.ts';
import { problemLines } from '../../../report/console/problem-lines.ts';
import { wrapWidth } from '../../../report/console/display-width.ts';
import { visibleText } from '../../../report/text/visible-text.ts';
import { labelledLines } from '../../answer-lines.ts';
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

const MOST = 20;
const MOST_LABEL = 13;

export function* notifyConsole(answer: NotifyAnswer, canvas: Canvas): Generator<string> {
  yield block([
    canvas.paint('Who may have to be told', 'bold'),
    visibleText(questionWords(answer)),
    ...wrapWidth(NO_ADVICE, canvas.width),
  ]);
  yield block(deadlineLines(answer, canvas));
  for (const regime of answer.regimes) yield block(regimeLines(regime, answer.now, canvas));
  if (answer.regimes.length === 0) yield block(['Nothing that was found calls for a notice by a regime.']);
  yield block(part('Owners', answer.owners, ownerLines, canvas));
  yield block(part('Organisations', answer.organisations, organisationLines(answer.now), canvas));
  yield block(part('Issuers and originators', answer.issuers, issuerLines, canvas));
  yield block(answer.notKnown.flatMap((sentence) => labelledLines('not known', sentence, canvas)));
  yield block(problemLines(answer.problems, canvas));
  yield `${canvas.paint(verdictWords(answer), answer.complete ? 'green' : 'boldRed')}\n`;
}

function deadlineLines(answer: NotifyAnswer, canvas: Canvas): string[] {
  const counted = allSteps(answer).filter(({ step }) => step.due !== null && step.toldAt === null);
  const lines = counted.flatMap(({ regime, step }) =>
    labelledLines(
      shortLabel(regime),
      `${dueWords(step, answer.now)}: ${step.tell} (${step.article})`,
      canvas,
    ),
  );
  return [canvas.paint('Deadlines', 'bold'), ...labelledLines('clock', clockWords(answer), canvas), ...lines];
}

function regimeLines(notice: RegimeNotice, now: string | null, canvas: Canvas): string[] {
  const { regime, title, applies, contact, labels, personal, repositoriesHit, readers, steps } = notice;
  return [
    `${canvas.paint(visibleText(regime), 'bold')}  ${visibleText(title)}`,
    ...labelledLines('applies', applies, canvas),
    ...labels.flatMap((label) => labelledLines(label.level, `${label.label}: ${amountWords(label)}`, canvas)),
    ...labelledLines(
      'persons',
      personal.records === 0 ? '' : `${countOf(personal.records, 'record')} of personal data`,
      canvas,
    ),
    ...labelledLines('where', named(repositoriesHit.map(({ repository }) => repository)), canvas),
    ...labelledLines('readers', readerWords(readers), canvas),
    ...labelledLines('contact', contact, canvas),
    ...steps.flatMap((step) => stepLines(step, now, canvas)),
  ];
}

function stepLines(step: StepNotice, now: string | null, canvas: Canvas): string[] {
  const { tell, what, condition, article, source } = step;
  const due = dueWords(step, now);
  return [
    ...labelledLines(
      shortLabel(step.step),
      `${tell}: ${periodText(step)}${due === '' ? '' : `, ${due}`}`,
      canvas,
    ),
    ...labelledLines('', what, canvas),
    ...labelledLines('', condition === '' ? '' : `Condition: ${condition}.`, canvas),
    ...labelledLines('', source === '' ? article : `${article}, ${source}`, canvas),
  ];
}

/** Of the column that labels stand in. */
function shortLabel(text: string): string {
  const shown = visibleText(text);
  return shown.length <= MOST_LABEL ? shown : `${shown.slice(0, MOST_LABEL - 1)}…`;
}

function ownerLines(notice: OwnerNotice, canvas: Canvas): string[] {
  return [
    `  ${visibleText(notice.owner)}`,
    ...labelledLines('as', named(notice.through), canvas),
    ...labelledLines('of', ownerWords(notice), canvas),
  ];
}

function organisationLines(now: string | null): (notice: OrganisationNotice, canvas: Canvas) => string[] {
  return (notice, canvas) => [
    `  ${visibleText(notice.organisation)}${notice.isPartner ? ' (partner)' : ''}`,
    ...labelledLines('because', organisationWords(notice), canvas),
    ...labelledLines('contact', notice.contact, canvas),
    ...(notice.step ? stepLines(notice.step, now, canvas) : []),
  ];
}

function issuerLines(notice: IssuerNotice, canvas: Canvas): string[] {
  const { issuer, role, titles, partner, contact, level } = notice;
  return [
    `  ${visibleText(issuer)}${partner === null ? '' : ` (partner ${visibleText(partner)})`}`,
    ...labelledLines(role, `${titles.join(', ')}: ${amountWords(notice)}, worst ${level}`, canvas),
    ...labelledLines('contact', contact, canvas),
  ];
}

function part<T>(
  title: string,
  notices: readonly T[],
  linesOf: (notice: T, canvas: Canvas) => string[],
  canvas: Canvas,
): string[] {
  if (notices.length === 0) return [];
  const shown = canvas.isVerbose ? notices : notices.slice(0, MOST);
  const rest = notices.length - shown.length;
  return [
    canvas.paint(title, 'bold'),
    ...shown.flatMap((notice) => linesOf(notice, canvas)),
    ...(rest > 0 ? [canvas.paint(`  and ${rest} more with --verbose`, 'dim')] : []),
  ];
}

function block(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}
