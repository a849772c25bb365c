/** What a push wants to change, as git says it on standard input. https://git-scm.com/docs/githooks#pre-receive */
import { nameOrNull } from '../../core/object-name.ts';
import { ScannerError } from '../../core/scanner-error.ts';

export interface RefUpdate {
  /** Null for a new ref. */
  readonly before: string | null;
  /** Null for a ref that goes away. */
  readonly after: string | null;
  /** Full name, latin1 bytes. */
  readonly ref: string;
}

/** `old SP new SP ref`; the names are of SHA-1 or SHA-256. */
const LINE = /^([0-9a-f]{40}|[0-9a-f]{64}) ([0-9a-f]{40}|[0-9a-f]{64}) (.+)$/;

/**
 * @param text latin1 bytes
 * @throws {ScannerError} `usage` for anything else than such lines, and for none: nothing of a push may be overlooked
 */
export function parseUpdates(text: string): RefUpdate[] {
  const lines = text.split('\n').filter((line) => line !== '');
  if (lines.length === 0)
    throw notUpdates(
      'standard input says nothing of a push',
      'Of several hooks that share standard input each has to be given all of it.',
    );
  return lines.map((line) => {
    const [, before = '', after = '', ref = ''] = LINE.exec(line) ?? [];
    if (ref === '' || before.length !== after.length)
      throw notUpdates(
        'standard input does not say "old new ref" on each line',
        'git calls this hook and says so itself; see docs/pre-receive.md for how to try it by hand.',
      );
    return { before: nameOrNull(before), after: nameOrNull(after), ref };
  });
}

function notUpdates(message: string, hint: string): ScannerError {
  return new ScannerError('usage', message, { hint });
}

/** What the push wants to be reachable, each object once. */
export function tipsOf(updates: readonly RefUpdate[]): string[] {
  return [...new Set(updates.flatMap(({ after }) => (after === null ? [] : [after])))];
}
