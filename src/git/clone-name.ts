/** What a clone is called where it came from: by its address, `acme/web`. */
import { type GitPlace, runGit } from './git-process.ts';

export interface CloneName {
  /** As Bitbucket calls it: the workspace or the key of the project, and the repository. */
  readonly fullName: string;
  /** Of a Data Center, whose addresses hold it; null elsewhere. */
  readonly project: string | null;
  /** The same as it stands in the address. */
  readonly written: string;
}

const NAME = /^(?!\.{1,2}$)[A-Za-z0-9_.~-]{1,255}$/;
/** What comes before the path: `https://host/`, `ssh://git@host:7999/`, `git@host:`. A path on this machine has no such thing. */
const HOST = /^(?:[a-z+]+:\/\/[^/]+\/|[^/:]+@[^/:]+:)/;
/** https://host/scm/key/name.git, ssh://git@host:7999/key/name.git */
const DATA_CENTER = /\/scm\/[^/]+\/[^/]+$|^ssh:\/\/[^/]+:7999\/[^/]+\/[^/]+$/;

/** Of the remote `origin`; null where there is none, or it says nothing. @throws {ScannerError} `git-missing` */
export async function cloneName(place: GitPlace): Promise<CloneName | null> {
  const { stdout } = await runGit(place, ['config', '--get', 'remote.origin.url']);
  return nameInAddress(stdout.toString('utf8').trim());
}

export function nameInAddress(address: string): CloneName | null {
  const [host] = HOST.exec(address) ?? [];
  if (host === undefined) return null;
  const parts = address.slice(host.length).replace(/\/$/, '').split('/');
  const [owner = '', name = ''] = parts.slice(-2).map((part) => part.replace(/\.git$/, ''));
  if (!NAME.test(owner) || !NAME.test(name)) return null;
  const written = `${owner}/${name}`;
  if (!DATA_CENTER.test(address)) return { fullName: written, project: null, written };
  // Keys are in upper case, but for those of people; addresses have them in lower case.
  const project = owner.startsWith('~') ? owner : owner.toUpperCase();
  return { fullName: `${project}/${name}`, project, written };
}
