/** Addresses to clone from, as a forge lists them: without credentials, and of the forge's own host. */
import type { CloneLinks } from './forge.ts';

interface Link {
  readonly name?: string | undefined;
  readonly href: string;
}

export interface CloneHosts {
  /** Where git over HTTP has to lead: the credential goes there. */
  readonly https: URL;
  /** Where SSH has to lead; null lets any host pass: no credential of ours goes there, and ssh checks its key. */
  readonly ssh: string | null;
}

/** A name that cannot be taken for an option of ssh. */
const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;
const SSH_LINK = /^ssh:\/\/(?:[^/@]*@)?([^/:@]+)((?::\d{1,5})?)\/(.+)$/;
const SCP_LINK = /^(?:[^/@:]*@)?([^/:@]+)(:)(?!\/)(.+)$/;
const PATH = /^[A-Za-z0-9_.~/-]+$/;

/** Links that are of another host, of another protocol or malformed are null, as if they had not been listed. */
export function cloneLinks(links: readonly Link[], hosts: CloneHosts): CloneLinks {
  const named = (names: RegExp): string | undefined => links.find(({ name }) => names.test(name ?? ''))?.href;
  return { https: httpLink(named(/^https?$/), hosts.https), ssh: sshLink(named(/^ssh$/), hosts.ssh) };
}

function httpLink(href: string | undefined, host: URL): string | null {
  if (href === undefined || !URL.canParse(href)) return null;
  const url = new URL(href);
  // Cloud puts the name of whoever asks into it.
  url.username = '';
  url.password = '';
  url.search = '';
  url.hash = '';
  return url.origin === host.origin && isPlainPath(url.pathname) ? url.href : null;
}

/** `git@host:path` and `ssh://git@host:port/path`. */
function sshLink(href: string | undefined, expected: string | null): string | null {
  const [host = '', between = '', path = ''] = sshParts(href ?? '');
  if (!HOST.test(host) || !isPlainPath(`/${path}`)) return null;
  if (expected !== null && host !== expected) return null;
  return between === ':' ? `git@${host}:${path}` : `ssh://git@${host}${between}/${path}`;
}

/** Host, what is between, path; nothing where it is no such address. */
function sshParts(href: string): string[] {
  const found = SSH_LINK.exec(href) ?? SCP_LINK.exec(href);
  return found?.slice(1) ?? [];
}

function isPlainPath(path: string): boolean {
  return PATH.test(path) && !path.split('/').includes('..');
}
