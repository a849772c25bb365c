/** Sentences of a list of notices, the same in every form for people. */
import type {
  NoticeAmount,
  NotifyAnswer,
  OrganisationNotice,
  OwnerNotice,
  StepNotice,
} from '../../../exposure/notify/notify-answer.ts';
import { PACES } from '../../../catalogue/regime-file.ts';
import { countOf } from '../../../report/console/quantities.ts';
import { dayOf } from '../answer-words.ts';

const MOST_NAMED = 10;
const MINUTE_MS = 60_000;
/** Characters of `2026-11-22T09:00:00`. */
const SECONDS = 19;

export function clockWords({ awareAt, now }: NotifyAnswer): string {
  return awareAt === null
    ? 'Periods only: give the moment of awareness with --aware-at, and they are counted.'
    : `Counted from awareness at ${short(awareAt)}; overdue is what was due before ${now?.slice(0, SECONDS)}Z.`;
}

/** `3 values, 12,040 records in 2 repositories, since 2023-01-02`. */
export function amountWords({ values, records, repositories, oldest }: NoticeAmount): string {
  const count = records === values ? '' : `, ${countOf(records, 'record')}`;
  const where = repositories === 1 ? '1 repository' : `${repositories} repositories`;
  return `${countOf(values, 'value')}${count} in ${where}${oldest === null ? '' : `, since ${dayOf(oldest)}`}`;
}

/** `within 72 hours of awareness`, `within 1 month of step notification`, `without undue delay`. */
export function periodText({ within, after }: StepNotice): string {
  if (!/^\d/.test(within)) return within;
  return after === 'awareness' ? `within ${within} of awareness` : `within ${within} of step ${after}`;
}

/** `due 2026-11-25T09:00:00Z, in 2 d 5 h`; empty where nothing is counted. */
export function dueWords({ due, toldAt, state, isLatest }: StepNotice, now: string | null): string {
  if (toldAt !== null)
    return `${state}, told ${short(toldAt)}${due === null ? '' : `, was due ${short(due)}`}`;
  if (due === null || now === null) return '';
  const left = Date.parse(due) - Date.parse(now);
  const latest = isLatest ? ' at the latest' : '';
  const words = state === 'overdue' ? `OVERDUE by ${lengthWords(-left)}` : `in ${lengthWords(left)}`;
  return `due ${short(due)}${latest}, ${words}`;
}

/** Without fractions of a second that are none. */
function short(moment: string): string {
  return moment.replace('.000Z', 'Z');
}

/** `2 d 5 h`, `3 h 20 min`. */
function lengthWords(lengthMs: number): string {
  const minutes = Math.floor(lengthMs / MINUTE_MS);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  return days > 0 ? `${days} d ${hours} h` : `${hours} h ${minutes % 60} min`;
}

export function ownerWords({ repositories, findings, level, regimes }: OwnerNotice): string {
  const what = regimes.length === 0 ? '' : `; ${regimes.join(', ')}`;
  return `${countOf(findings, 'place')}, worst ${level}, in ${named(repositories)}${what}`;
}

export function organisationWords(notice: OrganisationNotice): string {
  const { because, amount, level, authors, readers, regimes, isInside } = notice;
  const parts = [
    because.join(', '),
    amount === null ? '' : `${amountWords(amount)}, worst ${level}`,
    authors > 0 ? countOf(authors, 'author') : '',
    readers > 0 ? countOf(readers, 'reader') : '',
    isInside === null ? '' : isInside ? 'inside' : 'outside',
    regimes.join(', '),
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** The first of a long list, and how many more there are. */
export function named(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  const first = names.slice(0, MOST_NAMED).join(', ');
  return rest > 0 ? `${first} and ${rest} more` : first;
}

export interface NamedStep {
  /** Or the name of a partner. */
  readonly regime: string;
  readonly step: StepNotice;
}

/** Every step of every regime and agreement: what is to be done at once, then the next deadline first, then the rest; last what is done. */
export function allSteps({ regimes, organisations }: NotifyAnswer): NamedStep[] {
  const steps = [
    ...regimes.flatMap(({ regime, steps: own }) => own.map((step) => ({ regime, step }))),
    ...organisations.flatMap(({ organisation, step }) => (step ? [{ regime: organisation, step }] : [])),
  ];
  return steps.toSorted((a, b) => urgencyOf(a.step) - urgencyOf(b.step) || dueOf(a.step) - dueOf(b.step));
}

function urgencyOf({ within, due, toldAt }: StepNotice): number {
  if (toldAt !== null) return PACES.length + 2;
  const pace = PACES.findIndex((one) => one === within);
  if (pace === 0) return 0;
  return due !== null || pace < 0 ? 1 : pace + 1;
}

/** Those whose deadline is not known behind those whose is; comparable with each other. */
function dueOf({ due }: StepNotice): number {
  return due === null ? Number.MAX_SAFE_INTEGER : Date.parse(due);
}
