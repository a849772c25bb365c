/** `--verify-log`: one line of JSON for each request that was sent. It has no field that a secret could stand in. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { ScannerError } from '../core/scanner-error.ts';
import type { VerifyReason, VerifyResult } from '../core/verification.ts';

export interface LoggedRequest {
  /** When it was sent; ISO 8601, UTC. */
  readonly time: string;
  readonly detector: string;
  readonly secretId: string;
  readonly host: string;
  readonly method: string;
  /** With `{secret}` where the value went. */
  readonly path: string;
  /** 1, or 2 for the one more try. */
  readonly attempt: number;
  /** Null where there was no answer. */
  readonly status: number | null;
  readonly result: VerifyResult;
  readonly reason: VerifyReason;
}

export interface RequestLog {
  write(request: LoggedRequest): void;
  close(): void;
}

/** Adds to what is there; readable for its owner alone. @throws {ScannerError} `report` when it cannot be opened, or written */
export function openRequestLog(path: string): RequestLog {
  const file = opened(path);
  return {
    write: (request) => {
      try {
        writeSync(file, `${JSON.stringify(request)}\n`);
      } catch (error) {
        throw cannotBeWritten(path, error);
      }
    },
    close: () => closeSync(file),
  };
}

function opened(path: string): number {
  try {
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw cannotBeWritten(path, error);
  }
}

/** Nothing is sent that cannot be written down. */
function cannotBeWritten(path: string, error: unknown): ScannerError {
  const code = String(Object(error).code ?? 'unknown');
  return new ScannerError('report', `${path}: the log of --verify cannot be written (${code})`);
}
