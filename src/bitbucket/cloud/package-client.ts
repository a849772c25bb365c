/**
 * The one place that knows the package `bitbucket`. It builds addresses from routes; everything that it does badly is done
 * here: it never sees the credential, never reaches the network itself, never prints, and its errors do not get out.
 */
import bitbucket, { type BitbucketAnswer, type BitbucketClient } from 'bitbucket/lib/index.umd.js';
import { ForgeError } from '../forge-error.ts';
import type { ResourceGroup } from '../budget.ts';
import { ask, type WebOptions } from '../web/web.ts';

export type Params = Readonly<Record<string, unknown>>;
export type Endpoint = (client: BitbucketClient, params: Params) => Promise<BitbucketAnswer>;

/** Routes that the package, last built in May 2024, lacks, or checks wrongly (it refuses a list of states). */
const ROUTES = {
  bitsieve: {
    // https://developer.atlassian.com/cloud/bitbucket/changelog/ CHANGE-3022
    listWorkspaces: { method: 'GET', url: '/user/workspaces' },
    listPullRequests: { method: 'GET', url: '/repositories/{workspace}/{repo_slug}/pullrequests' },
    getCommit: { method: 'GET', url: '/repositories/{workspace}/{repo_slug}/commit/{commit}' },
    listUserPermissions: {
      method: 'GET',
      url: '/repositories/{workspace}/{repo_slug}/permissions-config/users',
    },
    listGroupPermissions: {
      method: 'GET',
      url: '/repositories/{workspace}/{repo_slug}/permissions-config/groups',
    },
  },
};

export interface CloudClient {
  /** @returns what was in the JSON. @throws {ForgeError} */
  readonly call: (endpoint: Endpoint, params: Params) => Promise<unknown>;
  /** An address that the forge gave: the next page. @throws {ForgeError} when it leads away from the forge */
  readonly follow: (url: string) => Promise<unknown>;
}

/** @param web whose `base` is the root of the API, version included */
export function cloudClient(web: WebOptions): CloudClient {
  const client = new bitbucket.Bitbucket({ baseUrl: web.base.href, notice: false });
  client.registerEndpoints(ROUTES);
  return {
    call: (endpoint, params) => guarded(web, (request) => endpoint(client, { ...params, request })),
    follow: (url) =>
      // Braces would be taken for a template, and what is in them for a parameter that is missing.
      guarded(web, (request) =>
        client.request({
          method: 'GET',
          url: url.replaceAll('{', '%7B').replaceAll('}', '%7D'),
          request,
        }),
      ),
  };
}

/** The package wraps whatever its fetch throws into an error with status 500; the error itself is kept here, and thrown instead. */
async function guarded(
  web: WebOptions,
  call: (request: object) => Promise<BitbucketAnswer>,
): Promise<unknown> {
  let failure: unknown;
  const answer = async (url: string): Promise<Response> => {
    try {
      const { value } = await ask(web, { method: 'GET', url, group: groupOf(web.base, url) });
      // With a content type it can read: without one it dies. The JSON was read already.
      return Response.json(value ?? null);
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  try {
    return (await call({ fetch: answer })).data;
  } catch (error) {
    if (failure instanceof ForgeError) throw failure;
    if (failure !== undefined) throw failure;
    // One of its own: a parameter that it does not like. Its message is not repeated, it may quote anything.
    throw new ForgeError({
      kind: 'refused',
      status: null,
      method: 'GET',
      path: '',
      reason: `could not be asked (${error instanceof Error ? error.name : 'no reason given'})`,
    });
  }
}

function groupOf(base: URL, url: string): ResourceGroup {
  return url.startsWith(`${base.href.replace(/\/$/, '')}/repositories/`) ? 'repositories' : 'other';
}
