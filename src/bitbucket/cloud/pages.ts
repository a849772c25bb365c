/** Lists of Bitbucket Cloud, page by page, until there is no next one; a list without an end is one no more. */
import * as v from 'valibot';
import { badAnswer, readShape } from '../read-shape.ts';
import { MAX_PAGE_VALUES } from '../text-from-outside.ts';
import type { CloudClient, Endpoint, Params } from './package-client.ts';

/** A million repositories. */
const MAX_PAGES = 10_000;
const PAGE_LENGTH = 100;

const pageShape = v.object({
  values: v.pipe(v.array(v.unknown()), v.maxLength(MAX_PAGE_VALUES)),
  next: v.nullish(v.pipe(v.string(), v.maxLength(8192))),
});

/** @throws {ForgeError} also where `next` comes back to a page that was read already */
export async function* cloudList(client: CloudClient, endpoint: Endpoint, params: Params): AsyncGenerator {
  let answer = await client.call(endpoint, { pagelen: PAGE_LENGTH, ...params });
  const seen = new Set<string>();
  for (;;) {
    const { values, next } = readShape(pageShape, answer, 'a page');
    yield* values;
    if (next === undefined || next === null || next === '') return;
    if (seen.has(next)) throw badAnswer('the list leads back to a page that was read already');
    if (seen.size >= MAX_PAGES) throw badAnswer(`the list does not end after ${MAX_PAGES} pages`);
    seen.add(next);
    answer = await client.follow(next);
  }
}

/** Of `pagelen=1`: enough to know whether the list may be seen. @returns how many there are, where the forge says so */
export async function countOf(
  client: CloudClient,
  endpoint: Endpoint,
  params: Params,
): Promise<number | null> {
  const answer = await client.call(endpoint, { ...params, pagelen: 1 });
  const { size, values } = Object(answer);
  if (!Array.isArray(values)) throw badAnswer('the answer is no list');
  return Number.isInteger(size) && size >= 0 ? size : null;
}
