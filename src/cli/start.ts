/** What bin/bitsieve.js loads. Starts the program: the quick one for the commands that it has, else the whole. */
import { hasToWait } from './has-to-wait.ts';
import { loadQuick } from './load-quick.ts';

const QUICK: ReadonlySet<string> = new Set(['scan', 'hook']);

/** @param argv without node and script. Rejects where what it loads is damaged, or no program can be started. */
export async function main(argv: readonly string[]): Promise<number> {
  if (hasToWait(argv, process.env)) return (await import('./wait-for-verdict.ts')).waitForVerdict(argv);
  const quick = QUICK.has(argv[0] ?? '') ? loadQuick(new URL('.', import.meta.url)) : undefined;
  return (quick ?? (await import('./main.ts'))).main(argv);
}
