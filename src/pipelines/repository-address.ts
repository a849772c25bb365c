/** How people name a repository of a Bitbucket: by two names, by an address to clone from, by the page in a browser. */

export interface RepositoryName {
  /** The workspace on Cloud, the key of the project on a Data Center. */
  readonly owner: string;
  readonly slug: string;
  /** `cloud`, or the web address of a Data Center with its context path; null where the address does not tell. */
  readonly forge: 'cloud' | URL | null;
}

const NAME = String.raw`[A-Za-z0-9_.~{}-]{1,255}`;
const TWO_NAMES = new RegExp(`^(${NAME})/(${NAME}?)(?:\\.git)?/?$`);
/** `git@host:path` */
const SHORT_SSH = /^[^/@:\s]+@([^/:\s]+):(?!\/)(.+)$/;
const CLOUD_HOSTS = /^(?:altssh\.)?bitbucket\.org$/i;
const DATA_CENTER_PATHS = [
  new RegExp(`^(.*?)/scm/(${NAME})/(${NAME}?)(?:\\.git)?/?$`),
  new RegExp(`^(.*?)/projects/(${NAME})/repos/(${NAME})(?:/.*)?$`),
  new RegExp(`^(.*?)/users/(${NAME})/repos/(${NAME})(?:/.*)?$`),
];

/** @returns null where it names none */
export function repositoryNamed(text: string): RepositoryName | null {
  if (!text.includes(':')) return namesIn(text, null);
  const [, host, path] = SHORT_SSH.exec(text) ?? [];
  if (host !== undefined && path !== undefined) return namesIn(path, CLOUD_HOSTS.test(host) ? 'cloud' : null);
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (CLOUD_HOSTS.test(url.hostname)) return onCloud(url);
  if (url.protocol === 'ssh:') return namesIn(url.pathname.slice(1), null);
  return /^https?:$/.test(url.protocol) ? onDataCenter(url) : null;
}

function namesIn(path: string, forge: RepositoryName['forge']): RepositoryName | null {
  const [, owner, slug] = TWO_NAMES.exec(path) ?? [];
  return owner === undefined || slug === undefined || isDots(owner) || isDots(slug)
    ? null
    : { owner, slug, forge };
}

/** The first two parts; what follows is a page. */
function onCloud({ pathname }: URL): RepositoryName | null {
  return namesIn(pathname.split('/').slice(1, 3).join('/'), 'cloud');
}

function onDataCenter(url: URL): RepositoryName | null {
  for (const [place, pattern] of DATA_CENTER_PATHS.entries()) {
    const [, context, owner, slug] = pattern.exec(url.pathname) ?? [];
    if (context === undefined || owner === undefined || slug === undefined) continue;
    if (isDots(owner) || isDots(slug)) return null;
    const forge = new URL(`${url.origin}${context}`);
    return { owner: place === 2 ? `~${owner}` : owner, slug, forge };
  }
  return null;
}

/** Would lead elsewhere as a part of an address. */
function isDots(name: string): boolean {
  return name === '.' || name === '..';
}
