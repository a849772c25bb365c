/** The steps of a regime with their deadlines, counted from the moment of awareness or from the step before. */
import { AWARENESS, type RegimeStep } from '../../catalogue/regime-file.ts';
import { endOf, type Moment, periodIn } from '../../core/period.ts';
import { isoOf } from '../introduced-at.ts';
import type { StepNotice, StepState } from './notify-answer.ts';

export interface NoticeClock {
  readonly awareAt: Moment;
  /** Milliseconds of the epoch. */
  readonly now: number;
  /** What has been told already, by `toldKey`. */
  readonly told: ReadonlyMap<string, Moment>;
}

export function toldKey(regime: string, step: string): string {
  return `${regime}/${step}`;
}

interface Reached {
  readonly moment: Moment;
  /** It has happened: not only its deadline is known. */
  readonly isSure: boolean;
}

/** @param clock null: periods are said, not counted */
export function stepsOf(
  regime: string,
  steps: readonly RegimeStep[],
  clock: NoticeClock | null,
): StepNotice[] {
  const reached = new Map<string, Reached>();
  if (clock !== null) reached.set(AWARENESS, { moment: clock.awareAt, isSure: true });
  return steps.map((step) => {
    const from = reached.get(step.after);
    const due = dueOf(step, from);
    const told = clock?.told.get(toldKey(regime, step.id));
    const moment = told ?? due;
    if (moment) reached.set(step.id, { moment, isSure: told !== undefined });
    const isLatest = due !== undefined && from?.isSure === false;
    const state = clock && stateOf(due?.at, told?.at, clock.now);
    return { ...saidOf(step), due: isoAt(due), isLatest, toldAt: isoAt(told), state };
  });
}

function saidOf({ id, ...said }: RegimeStep): Omit<StepNotice, 'due' | 'isLatest' | 'toldAt' | 'state'> {
  return { ...said, step: id };
}

function dueOf({ within }: RegimeStep, from: Reached | undefined): Moment | undefined {
  const period = periodIn(within);
  return period && from && endOf(period, from.moment);
}

function isoAt(moment: Moment | undefined): string | null {
  return moment ? isoOf(moment.at) : null;
}

function stateOf(due: number | undefined, told: number | undefined, now: number): StepState {
  if (told !== undefined) return due !== undefined && told > due ? 'done late' : 'done';
  return due !== undefined && due < now ? 'overdue' : 'open';
}

/** In milliseconds: the first deadline of what was not told yet; Infinity for none. */
export function nextDue(steps: readonly StepNotice[]): number {
  const open = steps.flatMap(({ due, toldAt }) => (due === null || toldAt !== null ? [] : [Date.parse(due)]));
  return open.reduce((a, b) => Math.min(a, b), Infinity);
}
