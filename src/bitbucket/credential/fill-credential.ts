/** Asks git's credential helpers, as the user set them up, for what they hold for a host. */
import { homedir } from 'node:os';
import { ScannerError } from '../../core/scanner-error.ts';
import { runGit } from '../../git/git-process.ts';

export interface FilledCredential {
  readonly user: string;
  readonly password: string;
}

/** A helper may wait for a finger on a key; not for ever. */
const TIMEOUT_MS = 60_000;

/**
 * Runs outside of every repository that is scanned: the configuration of one could name a helper of its own.
 *
 * @throws {ScannerError} `credential`; what git says is not repeated, because helpers write what they like
 */
export async function fillCredential(host: URL, user: string | null): Promise<FilledCredential> {
  const place = { folder: homedir(), inheritRepository: false, signal: AbortSignal.timeout(TIMEOUT_MS) };
  const question = [
    `protocol=${host.protocol.slice(0, -1)}`,
    `host=${host.host}`,
    ...(user !== null ? [`username=${user}`] : []),
  ];
  if (question.some((line) => /[\r\n\0]/.test(line))) throw unanswered(host);
  const { stdout, exitCode } = await runGit(place, ['credential', 'fill'], `${question.join('\n')}\n\n`);
  const answer = new Map(
    stdout
      .toString('utf8')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const password = answer.get('password');
  if (exitCode !== 0 || password === undefined || password === '') throw unanswered(host);
  return { user: answer.get('username') ?? '', password };
}

function unanswered({ host }: URL): ScannerError {
  return new ScannerError('credential', `git's credential helpers hold nothing for ${host}`, {
    hint: `Try: printf 'protocol=https\\nhost=${host}\\n\\n' | git credential fill`,
  });
}
