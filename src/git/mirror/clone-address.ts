/** Addresses to clone from: what a forge says is checked before git sees it. */

export interface CloneAddress {
  readonly protocol: 'https' | 'http' | 'ssh' | 'file';
  readonly url: string;
  /** Scheme, host and port; empty for files. */
  readonly origin: string;
}

export interface AllowedAddresses {
  readonly protocols: readonly CloneAddress['protocol'][];
  /** Host names, without port: those of the forge, and no others. */
  readonly hosts: readonly string[];
}

/** `git@host:path`, as ssh has it. */
const SHORT_SSH = /^([\w.-]+)@([\w.-]+):(?!\/\/)(.+)$/;
/** No spaces, controls or quotes: none belongs into an address, and some would be read by a shell, or forge a line of a log. */
const PLAIN = /^[\x21-\x7e]+$/;
const UNSAFE = /["'`\\$<>|;*?(){}^]|\[|\]/;
const USER = /^[a-z_][\w.-]{0,63}$/i;
const LONGEST = 2048;

/**
 * Takes name and password off an address; of SSH the name stays.
 *
 * @returns why it is refused, in words that quote nothing but the host
 */
export function checkAddress(text: string, allowed: AllowedAddresses): CloneAddress | { refused: string } {
  const url = urlOf(text);
  if (!url) return refused('is not a plain address');
  const protocol = allowed.protocols.find((name) => url.protocol === `${name}:`);
  if (!protocol) return refused(`uses ${url.protocol}, which is not allowed`);
  if (protocol === 'file') return fileAddress(url);
  if (!allowed.hosts.includes(url.hostname)) return refused(`names another host: ${url.hostname}`);
  const reason = faultOf(url);
  if (reason !== undefined) return refused(reason);
  url.password = '';
  if (protocol !== 'ssh') url.username = '';
  return { protocol, url: url.href, origin: `${url.protocol}//${url.host}` };
}

function urlOf(text: string): URL | undefined {
  const short = SHORT_SSH.exec(text);
  const given = short ? `ssh://${short[1]}@${short[2]}/${short[3]}` : text;
  const isPlain = given.length <= LONGEST && PLAIN.test(given) && !UNSAFE.test(given);
  return isPlain && URL.canParse(given) ? new URL(given) : undefined;
}

function faultOf({ hostname, pathname, search, hash, protocol, username }: URL): string | undefined {
  // ssh would take it for an option.
  if (hostname.startsWith('-') || pathname.startsWith('/-')) return 'begins with a dash';
  if (search !== '' || hash !== '') return 'has more than a path';
  return protocol === 'ssh:' && !USER.test(username) ? 'names no user of SSH' : undefined;
}

/** Only of this machine: git would ask another one for files of a host. */
function fileAddress(url: URL): CloneAddress | { refused: string } {
  if (url.host !== '') return refused('names a host for a file');
  return { protocol: 'file', url: `file://${url.pathname}`, origin: '' };
}

function refused(why: string): { refused: string } {
  return { refused: `the address to clone from ${why}` };
}
