/**
 * An expression without its bounds: counts become stars and look-around goes. What cannot run away so cannot run away at all, and
 * a checker that counts states has a hundredth of them to look at.
 */

/** Counts up to this stay as they are. */
const SMALL = 4;
const LOOK_AROUND = /^\(\?<?[=!]/;
const COUNT = /^\{(\d+)(,?)(\d*)\}\??/;
const ATOM = /^(?:\\.|\[(?:\\.|[^\]\\])*\]|[\s\S])/;

export function unbounded(source: string): string {
  let result = '';
  for (let at = 0; at < source.length;) {
    const rest = source.slice(at);
    const count = COUNT.exec(rest);
    if (LOOK_AROUND.test(rest)) {
      at += lengthOfGroup(rest);
      result += '(?:)';
    } else if (count) {
      at += count[0].length;
      result += starOf(count);
    } else {
      const atom = ATOM.exec(rest)?.[0] ?? '';
      at += atom.length;
      result += atom === String.raw`\b` ? '' : atom;
    }
  }
  return result;
}

function starOf([whole, least = '', comma, most = '']: RegExpExecArray): string {
  if (comma === '') return Number(least) <= SMALL ? whole : `{${SMALL}}`;
  return most !== '' && Number(most) <= SMALL ? whole : '*';
}

function lengthOfGroup(source: string): number {
  let depth = 0;
  for (let at = 0; at < source.length;) {
    const atom = ATOM.exec(source.slice(at))?.[0] ?? '';
    if (atom === '(') depth++;
    if (atom === ')') depth--;
    at += atom.length;
    if (depth === 0) return at;
  }
  return source.length;
}
