/** A path from the top of the repository as git's commands take it, wherever the developer stands, and as a shell hands it on. */
import { shellWord } from '../text/shell-word.ts';

/** What wildmatch takes for more than itself, and the colon that begins magic: https://git-scm.com/docs/gitglossary (pathspec) */
const SPECIAL = /[*?[\]\\]|^:/;

/**
 * @param told the path as it is shown; where it is not `path`, it holds a secret that is masked
 * @param prefix the folder that the developer is in, with a slash at its end; empty: the top
 */
export function pathspecOf(path: string, told: string, prefix: string): string {
  // What is masked, or no text at all, can only be named by what is around it.
  if (told !== path || path.includes('\ufffd')) return shellWord(`:(top,glob)${globOf(told)}`);
  if (SPECIAL.test(path)) return shellWord(`:(top,literal)${path}`);
  return shellWord(prefix === '' ? path : `:/${path}`);
}

/** Stars of a mask stand for what they hide. */
function globOf(told: string): string {
  return told.replace(/[?[\]\\]/g, '\\$&').replace(/(?:\*|\ufffd)+/g, '*');
}
