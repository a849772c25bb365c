/**
 * The data of a Kubernetes Secret: values in base64, often too short to be taken for encoded anywhere else. Whether it is one is
 * said by the `kind` of the object that the value stands in, in YAML or JSON.
 * https://kubernetes.io/docs/concepts/configuration/secret/
 */
import type { Assignment } from './assigned.ts';
import { textLength } from './decode/text-length.ts';
import { type KeywordHit, type Look, lookAt } from './look.ts';

/** Bytes on either side of the value in which the object has to say what it is. */
const REACH = 4096;
const WRITTEN = /^[A-Za-z0-9+/]{4,}={0,2}$/;
const YAML_KIND = /^[\t -]*["']?kind["']?:[\t ]*["']?Secret["']?[\t ]*(?:#.*)?\r?$/;
const YAML_DATA = /^[\t -]*["']?data["']?:[\t ]*(?:#.*)?\r?$/;
const JSON_KIND = /"kind"\s*:\s*"Secret"/;
const JSON_DATA = /"data"\s*:\s*$/;

/**
 * @param look the object is looked at only when the value decodes to text, and is noted here
 * @returns the decoded value, one char code per byte, without the newline that `echo` left; undefined where it is no data of a Secret
 */
export function kubernetesSecretAt(
  { bytes, look }: { bytes: Buffer; look: Look },
  { offset }: KeywordHit,
  { nameStart, nameEnd, start, end }: Assignment,
): string | undefined {
  if ((end - start) % 4 !== 0) return undefined;
  const decoded = decodedText(bytes.toString('latin1', start, end));
  if (decoded === undefined) return undefined;
  if (!/^["']?\s*:\s*["']?$/.test(bytes.toString('latin1', nameEnd, start))) return undefined;
  lookAt(look, offset - nameStart + REACH, end - offset + REACH);
  const before = bytes.toString('latin1', Math.max(0, nameStart - REACH), nameStart);
  const behind = bytes.toString('latin1', end, Math.min(bytes.length, end + REACH));
  return isYamlSecret(before, behind) || isJsonSecret(before, behind) ? decoded : undefined;
}

function decodedText(written: string): string | undefined {
  if (!WRITTEN.test(written)) return undefined;
  const bytes = Buffer.from(written, 'base64');
  if (textLength(bytes) < bytes.length) return undefined;
  const text = bytes.toString('latin1').replace(/\r?\n$/, '');
  return text === '' || text.includes('\n') ? undefined : text;
}

/** `data:` is the key right above, and `kind: Secret` stands as far to the right as it does, with nothing farther left between. */
function isYamlSecret(before: string, behind: string): boolean {
  const above = before.split('\n');
  const column = columnOf(above.pop() ?? '');
  const data = above.findLastIndex((line) => isKey(line) && columnOf(line) < column);
  const dataLine = above[data] ?? '';
  if (!YAML_DATA.test(dataLine)) return false;
  const own = columnOf(dataLine);
  const below = behind.split('\n').slice(1);
  const end = below.findIndex((line) => isOutside(line, own) || opensItem(line, own));
  const opening = opensItem(dataLine, own) ? data : openingAbove(above.slice(0, data), own);
  const lines = [...above.slice(opening, data), ...(end < 0 ? below : below.slice(0, end))];
  return lines.some((line) => columnOf(line) === own && YAML_KIND.test(line));
}

/** Where the object begins: at the dash of its item, or behind what stands farther left. */
function openingAbove(lines: readonly string[], column: number): number {
  const last = lines.findLastIndex((line) => isOutside(line, column) || opensItem(line, column));
  return last < 0 || opensItem(lines[last] ?? '', column) ? Math.max(0, last) : last + 1;
}

function isKey(line: string): boolean {
  return !/^\s*(?:#|$)/.test(line);
}

function isOutside(line: string, column: number): boolean {
  return /^---(?:\s|$)/.test(line) || (isKey(line) && columnOf(line) < column);
}

/** Its first key stands behind the dash of an item. */
function opensItem(line: string, column: number): boolean {
  return /^\s*-\s/.test(line) && columnOf(line) === column;
}

/** Where the key begins, behind the dash of an item. */
function columnOf(line: string): number {
  return line.length - line.replace(/^[\t ]*(?:-[\t ]+)*/, '').length;
}

/** The innermost object is called `data`; the one around it has the kind. */
function isJsonSecret(before: string, behind: string): boolean {
  const opening = before.lastIndexOf('{');
  if (opening < before.lastIndexOf('}')) return false;
  const head = before.slice(0, opening);
  const closing = behind.indexOf('}');
  if (!JSON_DATA.test(head) || closing < 0) return false;
  const mirrored = outermost(Array.from(head).toReversed(), '}', '{').toReversed();
  return [mirrored, outermost(Array.from(behind.slice(closing + 1)), '{', '}')].some((own) =>
    JSON_KIND.test(own.join('')),
  );
}

/** What lies in the object itself, up to where it ends, without the objects in it. */
function outermost(characters: readonly string[], opens: string, closes: string): string[] {
  let depth = 0;
  const own: string[] = [];
  for (const character of characters) {
    if (character === opens) depth++;
    else if (character === closes && --depth < 0) break;
    else if (depth === 0) own.push(character);
  }
  return own;
}
