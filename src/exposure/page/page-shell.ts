/** The page without its data, as the build made it: styles, program and the policy that lets nothing else run. */
import { readFileSync } from 'node:fs';

/** Where the data goes; the page holds it once. */
const DATA = '<!--data-->';

/** @throws when the build has not been run */
export function pageShell(): readonly [before: string, after: string] {
  const text = readFileSync(new URL('./page.html', import.meta.url), 'utf8');
  const at = text.indexOf(DATA);
  if (at === -1) throw new Error('dist/page.html has no place for the data');
  return [text.slice(0, at), text.slice(at + DATA.length)];
}
