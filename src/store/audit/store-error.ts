/** What SQLite complains of, said so that a person knows what to do. */
import { ScannerError } from '../../core/scanner-error.ts';

interface Complaint {
  readonly code: RegExp;
  readonly says: string;
  readonly hint: string;
}

const DAMAGED: Complaint = {
  code: /^SQLITE_(?:CORRUPT|NOTADB|FORMAT)/,
  says: 'is damaged, or is no audit store',
  hint: 'Move it away, or put a backup in its place; the next audit makes a new one.',
};

const COMPLAINTS: readonly Complaint[] = [
  DAMAGED,
  {
    code: /^SQLITE_FULL/,
    says: 'cannot grow: no space is left',
    hint: 'Make room and start again: what was saved is kept.',
  },
  {
    code: /^SQLITE_(?:READONLY|CANTOPEN|PERM|AUTH|IOERR)/,
    says: 'cannot be opened or written',
    hint: 'Is its folder there and writable, on a disk of this machine?',
  },
  {
    code: /^SQLITE_(?:BUSY|LOCKED)/,
    says: 'is in use',
    hint: 'Wait until the other program is done with it.',
  },
];

/** Errors of ours and bugs pass through; everything that SQLite says becomes a ScannerError `store`. */
export function storeError(path: string, cause: unknown): unknown {
  if (cause instanceof ScannerError || !(cause instanceof Error)) return cause;
  const known = COMPLAINTS.find(({ code }) => code.test(codeOf(cause)));
  if (!known) return cause;
  return new ScannerError('store', `${path}: ${known.says}`, { hint: known.hint, cause });
}

export function damaged(path: string, cause?: unknown): ScannerError {
  return new ScannerError('store', `${path}: ${DAMAGED.says}`, { hint: DAMAGED.hint, cause });
}

/** The driver gives a code to all errors but one, where it is missing or empty: it could not open the file. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  return error.message.startsWith('ConnectionFailed') ? 'SQLITE_CANTOPEN' : '';
}
