/** What went wrong -> the error that a program gets: always a ScannerError, and without secrets that its message quotes. */
import { hideSecretsIn } from '../commands/hide-secrets-in.ts';
import { ScannerError } from '../core/scanner-error.ts';

/** No `cause`: node prints it, and a parser's error quotes the file. */
export function errorToThrow(error: unknown): ScannerError {
  if (!(error instanceof ScannerError)) {
    return new ScannerError(
      'internal',
      hidden(error instanceof Error ? (error.stack ?? error.message) : String(error)),
      {
        hint: 'This is a bug, please report it.',
      },
    );
  }
  const { code, message, hint } = error;
  return new ScannerError(code, hidden(message), hint === undefined ? {} : { hint });
}

function hidden(text: string): string {
  try {
    return hideSecretsIn(text);
  } catch {
    // Without a catalogue nothing can be found in it, and nothing was read that could hold a secret.
    return text;
  }
}
