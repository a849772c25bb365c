/** What runs on this machine now, where the system says so. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Command lines of programs that are running now and have this in them. */
export function programsWith(text: string): string[] {
  const numbers = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return numbers.flatMap((number) => {
    try {
      const line = readFileSync(`/proc/${number}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return line.includes(text) ? [line] : [];
    } catch {
      return [];
    }
  });
}
