/** What the pusher is told besides the findings: what became of the push, why, and what can be done. */
import { groupDigits } from '../../core/group-digits.ts';
import { visibleText } from '../../report/text/visible-text.ts';
import type { Judgement } from './judgement.ts';
import type { Verdict } from './verdict.ts';

export interface ToldPush {
  readonly verdict: Verdict;
  readonly judgement: Judgement | null;
  readonly deadlineMs: number;
  /** How far the scan was; null when it had not begun. */
  readonly progress: { readonly items: number; readonly totalItems: number } | null;
  readonly isSpooled: boolean;
  /** How a bypass is asked for here; empty where none is honoured. */
  readonly bypasses: readonly string[];
}

const MOST_PROBLEMS = 3;

/** Findings, and what cannot be scanned, are told elsewhere when they stop a push. */
export function pushLines(push: ToldPush): string[] {
  const { word, cause } = push.verdict;
  if (word === 'accepted' || (word === 'refused' && cause === 'findings')) return [];
  const lines = [...causeLines(push), outcomeLine(push)];
  const isTold = word === 'refused' && cause === 'deadline' && push.bypasses.length > 0;
  return isTold ? [...lines, `To go past this, and be logged: ${push.bypasses.join(', or ')}`] : lines;
}

function causeLines({ verdict, judgement, deadlineMs, progress }: ToldPush): string[] {
  if (verdict.cause === 'deadline') {
    const far = progress
      ? ` (${groupDigits(progress.items)} of ${groupDigits(progress.totalItems)} files were)`
      : '';
    return [`bitsieve: this push was not scanned to its end within ${deadlineMs / 1000} s${far}.`];
  }
  if (verdict.cause !== 'unscanned' || verdict.word === 'refused') return [];
  const errors = (judgement?.problems ?? []).filter(({ severity }) => severity === 'error');
  const told = errors.slice(0, MOST_PROBLEMS).map(({ message }) => `bitsieve: ${visibleText(message)}`);
  return errors.length > told.length
    ? [...told, `bitsieve: and ${errors.length - told.length} more problems`]
    : told;
}

function outcomeLine({ verdict, isSpooled }: ToldPush): string {
  const { word, cause, reasons } = verdict;
  if (word === 'bypassed')
    return `bitsieve: let through, and logged, because: ${visibleText(reasons.join('; '))}`;
  if (word === 'deferred') {
    const policy = cause === 'deadline' ? '--on-deadline allow' : '--on-unscanned allow';
    return `bitsieve: let through all the same (${policy}); ${isSpooled ? 'it will be scanned later' : 'nothing is there to scan it later'}.`;
  }
  return cause === 'deadline'
    ? 'bitsieve: push refused (--on-deadline block). Push less at once, or ask whoever runs this server.'
    : 'bitsieve: push refused (--on-unscanned): what cannot be scanned is not taken.';
}
