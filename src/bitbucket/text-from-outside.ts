/** Shapes of what forges say: names that become parts of paths, titles that become parts of reports. */
import * as v from 'valibot';
import { isObjectName } from '../core/object-name.ts';
import { plainText } from '../core/plain-text.ts';

const MAX_TITLE = 200;
/** More than a sane instance gives for one page, and few enough to hold. */
export const MAX_PAGE_VALUES = 5000;

/** Slugs and keys: fit for a folder's name and an address. `~` begins a personal project. */
const NAME = /^(?!\.{1,2}$)[A-Za-z0-9_.~-]{1,255}$/;

export const nameShape = v.pipe(v.string(), v.regex(NAME));

/** For people to read: one line, no control characters, cut. */
export const titleShape = v.pipe(
  v.string(),
  v.transform((text) => plainText(text, MAX_TITLE)),
);

/** Cloud's ids: in braces, which mean something in templates of addresses and are taken off. */
export const uuidShape = v.pipe(
  v.string(),
  v.regex(/^\{?[0-9a-fA-F-]{8,64}\}?$/),
  v.transform((text) => text.replace(/[{}]/g, '').toLowerCase()),
);

export const bytesShape = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The commit of a pull request; Cloud abbreviates to 12 digits. null where it is gone, or is none. */
export const commitShape = v.fallback(v.nullish(v.pipe(v.string(), v.regex(/^[0-9a-f]{7,64}$/))), null);

/** A whole one. */
export const oidShape = v.pipe(v.string(), v.check(isObjectName));

const linkShape = v.object({ name: v.optional(v.string()), href: v.string() });
export const linksShape = v.fallback(v.array(linkShape), []);

/** A branch as git lets one be named; null for anything else, because it becomes an argument of git. */
export function branchName(text: string | null | undefined): string | null {
  if (typeof text !== 'string' || text === '' || text.length > 255) return null;
  return /^[-/]|[\p{Cc}\s~^:?*[\\]|\.\.|@\{|\/$|\.$/u.test(text) ? null : text;
}

/** ISO 8601 of either: Cloud and newer Data Centers give texts, older ones milliseconds. */
export function isoTime(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Where a value is not of its shape, in a few words; the value itself is not repeated. */
export function misshapen(failures: ReadonlyArray<v.BaseIssue<unknown>>): string {
  const places = failures.slice(0, 3).map((one) => plainText(v.getDotPath(one) ?? 'the answer', 60));
  return `not of the documented shape: ${places.join(', ')}`;
}
