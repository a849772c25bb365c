/** The progress of an audit on standard error: a live table, a line a repository, an object a line, or nothing. */
import type { DoneVisit } from '../../../audit/visits.ts';
import type { BudgetWait } from '../../../bitbucket/budget.ts';
import type { Retry } from '../../../bitbucket/web/web.ts';
import { jsonProgress } from './json-progress.ts';
import { lineProgress } from './line-progress.ts';
import { tableProgress } from './table-progress.ts';

export interface AuditProgress {
  readonly onVisit: (done: DoneVisit) => void;
  readonly onWait: (wait: BudgetWait) => void;
  /** The forge is asked the same again in a while. */
  readonly onRetry: (retry: Retry) => void;
  /** Bytes that have come for a repository so far. */
  readonly onFetching: (id: string, bytes: number) => void;
  readonly stop: () => void;
}

export const PROGRESS_FORMS = ['auto', 'lines', 'json', 'none'] as const;
export type ProgressForm = (typeof PROGRESS_FORMS)[number];

/** As much of a stream as progress needs. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

const nothing = (): void => undefined;
const SILENT: AuditProgress = {
  onVisit: nothing,
  onWait: nothing,
  onRetry: nothing,
  onFetching: nothing,
  stop: nothing,
};

/** @param isLive is somebody watching? Where nobody is, there are lines instead of a table */
export function auditProgress(form: ProgressForm, stream: ProgressStream, isLive: boolean): AuditProgress {
  if (form === 'none') return SILENT;
  if (form === 'json') return jsonProgress(stream);
  const isTable = isLive && form !== 'lines';
  return isTable ? tableProgress(stream) : lineProgress(stream);
}
