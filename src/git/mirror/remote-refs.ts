/** Asks a server for its refs, without fetching anything: cheaper than a fetch, and enough to know that nothing has changed. */
import { endGroup, spawnTransfer, type TransferPlace } from '../git-process.ts';
import type { TransferEnd } from './run-transfer.ts';

export interface RemoteRefs {
  readonly kind: 'refs';
  /** Below refs/; names in latin1. */
  readonly refs: ReadonlyArray<{ readonly name: string; readonly oid: string }>;
  /** The branch that HEAD stands for; null where the server does not say. */
  readonly mainBranch: string | null;
}

interface Question {
  readonly place: TransferPlace;
  readonly url: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A million refs of a hundred bytes. */
const MOST_BYTES = 128 * 1024 * 1024;
const MOST_COMPLAINT = 64 * 1024;
const LINE = /^([0-9a-f]{40}|[0-9a-f]{64})\t(refs\/[^\n]+)$/;
const HEAD = /^ref: refs\/heads\/([^\n\t]+)\tHEAD$/;

/** Why there is no answer; `failed`: git says it. */
export interface NoRefs {
  readonly end: Exclude<TransferEnd, 'done' | 'timed-out'>;
  readonly said: string;
}

export function askRefs({ place, url, timeoutMs, signal }: Question): Promise<RemoteRefs | NoRefs> {
  const child = spawnTransfer(place, ['ls-remote', '--symref', '--quiet', '--', url]);
  let end: NoRefs['end'] | undefined;
  const stop = (reason: NoRefs['end']): void => {
    end ??= reason;
    endGroup(child.pid, 'SIGKILL');
  };
  const onAbort = (): void => stop('interrupted');
  const timer = setTimeout(() => stop('stalled'), timeoutMs);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  const output: Buffer[] = [];
  let bytes = 0;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) stop('too-large');
    else output.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('latin1')).slice(-MOST_COMPLAINT);
  });
  return new Promise((done) => {
    const finish = (code: number | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      // What one that was ended leaves is half of an answer.
      if (code === 0 && !end) done(refsIn(Buffer.concat(output).toString('latin1')));
      else done({ end: end ?? (code === null ? 'killed' : 'failed'), said });
    };
    child.once('error', (error) => {
      said += error.message;
      finish(1);
    });
    child.once('close', finish);
  });
}

function refsIn(text: string): RemoteRefs {
  const lines = text.split('\n');
  const refs = lines.flatMap((line) => {
    const [, oid, name = ''] = LINE.exec(line) ?? [];
    // What a tag stands for is no ref.
    return oid === undefined || name.endsWith('^{}') ? [] : [{ name, oid }];
  });
  const head = lines.flatMap((line) => HEAD.exec(line)?.[1] ?? []);
  return { kind: 'refs', refs, mainBranch: head[0] ?? null };
}
