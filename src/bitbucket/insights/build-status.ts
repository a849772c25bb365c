/** The mark that a build leaves on a commit. It always takes a credential. */
import { addressOf } from '../web/address-of.ts';
import { ask, type WebOptions } from '../web/web.ts';
import { cutText, type InsightsPlace } from './insights-report.ts';

export interface BuildStatus {
  readonly isSuccessful: boolean;
  /** One line. */
  readonly description: string;
  /** The page of the build. */
  readonly url: string;
  /** The branch that was built: without it Cloud does not show the status at its pull request. */
  readonly branch: string | null;
}

/** What is sent again under it replaces what was sent before. */
const KEY = 'bitsieve';
const NAME = 'bitsieve: secrets and sensitive data';
const MOST_DESCRIPTION = 255;
const MOST_URL = 450;

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commit-statuses/. @throws {ForgeError} */
export async function markOnCloud(
  web: WebOptions,
  { owner, slug, commit }: InsightsPlace,
  status: BuildStatus,
): Promise<void> {
  const path = ['repositories', owner, slug, 'commit', commit, 'statuses', 'build'];
  const refname = status.branch === null ? {} : { refname: status.branch };
  await send(web, path, { ...documentOf(status), ...refname });
}

/** Since 7.4, https://developer.atlassian.com/server/bitbucket/rest/v906/api-group-builds-and-deployments/. @throws {ForgeError} */
export async function markOnDataCenter(
  web: WebOptions,
  { owner, slug, commit }: InsightsPlace,
  status: BuildStatus,
): Promise<void> {
  const path = ['rest', 'api', 'latest', 'projects', owner, 'repos', slug, 'commits', commit, 'builds'];
  const ref = status.branch === null ? {} : { ref: `refs/heads/${status.branch}` };
  await send(web, path, { ...documentOf(status), ...ref });
}

function documentOf({ isSuccessful, description, url }: BuildStatus): object {
  return {
    key: KEY,
    state: isSuccessful ? 'SUCCESSFUL' : 'FAILED',
    name: NAME,
    description: cutText(description, MOST_DESCRIPTION),
    url: url.length > MOST_URL ? new URL(url).origin : url,
  };
}

async function send(web: WebOptions, path: readonly string[], document: object): Promise<void> {
  await ask(web, {
    method: 'POST',
    url: addressOf(web.base, path),
    group: 'repositories',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });
}
