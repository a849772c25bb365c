/** A small client for the REST interface of Bitbucket Data Center, and of Bitbucket Server before it. */
import * as v from 'valibot';
import { plainText } from '../../core/plain-text.ts';
import { badAnswer, readShape } from '../read-shape.ts';
import { ForgeError } from '../forge-error.ts';
import { MAX_PAGE_VALUES, titleShape } from '../text-from-outside.ts';
import { addressOf, type Query } from '../web/address-of.ts';
import { ask, type WebOptions } from '../web/web.ts';

export interface DataCenterClient {
  /** @param path below `/rest/api/<version>/`, part by part. @throws {ForgeError} */
  readonly get: (path: readonly string[], query?: Query) => Promise<unknown>;
  /** @param module `api`, `keys`. @throws {ForgeError} */
  readonly list: (module: string, path: readonly string[], query?: Query) => AsyncGenerator;
  /** Outside of `/rest`. @throws {ForgeError} */
  readonly getPlain: (path: readonly string[]) => Promise<unknown>;
  /** What the instance says of itself. @throws {ForgeError} */
  readonly properties: () => Promise<ApplicationProperties>;
}

export interface ApplicationProperties {
  readonly version: string | null;
  /** Whom it takes the credential for; null where it does not say. */
  readonly user: string | null;
  /** What the REST interface calls itself there: Server 5 to 7 know no `latest` everywhere. */
  readonly api: 'latest' | '1.0';
}

/** Asked for; the instance gives as many as it lets through. */
const PAGE_LIMIT = 1000;
const MAX_PAGES = 10_000;
/** Of one list, so that it can be held. */
const MAX_LISTED = 1_000_000;

const propertiesShape = v.object({ version: v.optional(titleShape) });
const pageShape = v.object({
  values: v.pipe(v.array(v.unknown()), v.maxLength(MAX_PAGE_VALUES)),
  isLastPage: v.optional(v.boolean()),
  nextPageStart: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
});

/** @param web whose `base` is the root of the instance, with its context path */
export function dataCenterClient(web: WebOptions): DataCenterClient {
  let known: Promise<ApplicationProperties> | undefined;
  const properties = (): Promise<ApplicationProperties> => {
    known ??= probe(web).catch((error: unknown) => {
      // What went wrong once may go better for whoever asks next.
      known = undefined;
      throw error;
    });
    return known;
  };
  const getFrom = async (module: string, path: readonly string[], query: Query = {}): Promise<unknown> => {
    const { api } = await properties();
    return getUrl(web, addressOf(web.base, ['rest', module, api, ...path], query));
  };
  return {
    properties,
    get: (path, query) => getFrom('api', path, query),
    getPlain: (path) => getUrl(web, addressOf(web.base, path, {})),
    list: (module, path, query) =>
      readList((start) =>
        getFrom(module, path, { limit: PAGE_LIMIT, ...query, ...(start > 0 && { start }) }),
      ),
  };
}

async function probe(web: WebOptions): Promise<ApplicationProperties> {
  for (const api of ['latest', '1.0'] as const) {
    try {
      const url = addressOf(web.base, ['rest', 'api', api, 'application-properties'], {});
      const { value, headers } = await ask(web, { method: 'GET', url, group: 'other' });
      const { version = null } = readShape(propertiesShape, value, 'what the instance says of itself');
      return { version, api, user: userIn(headers) };
    } catch (error) {
      if (!(error instanceof ForgeError) || error.kind !== 'not-found') throw error;
    }
  }
  throw new ForgeError({
    kind: 'refused',
    status: 404,
    method: 'GET',
    path: `${web.base.pathname.replace(/\/$/, '')}/rest/api`,
    reason: 'there is no Bitbucket',
    hint: 'The address has to hold the context path, such as https://example.com/bitbucket',
  });
}

/** Every answer to somebody who is logged in names them, percent-encoded. */
function userIn(headers: Headers): string | null {
  const user = headers.get('x-ausername');
  return user === null || user === '' ? null : plainText(user, 100);
}

async function getUrl(web: WebOptions, url: string): Promise<unknown> {
  return (await ask(web, { method: 'GET', url, group: 'repositories' })).value;
}

/** `nextPageStart` alone says where the next page begins: it is not `start` plus `limit`. It has to grow, or there is no end. */
async function* readList(getPage: (start: number) => Promise<unknown>): AsyncGenerator {
  let start = 0;
  let listed = 0;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { values, isLastPage, nextPageStart } = readShape(pageShape, await getPage(start), 'a page');
    listed += values.length;
    if (listed > MAX_LISTED) throw badAnswer(`the list holds more than ${MAX_LISTED} values`);
    yield* values;
    if (isLastPage !== false || nextPageStart === undefined || nextPageStart === null) return;
    if (nextPageStart <= start) throw badAnswer('the list leads back to a page that was read already');
    start = nextPageStart;
  }
  throw badAnswer(`the list does not end after ${MAX_PAGES} pages`);
}
