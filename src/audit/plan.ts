/** What an audit is to go through: everything listed, less what was said no to, in families of forks. */
import { compileGlob } from '../allow/globs.ts';
import type { Forge, ForgeRepository, ForgeScope, Unseen } from '../bitbucket/forge.ts';

export interface AuditTarget {
  readonly scope: ForgeScope;
  /** Globs over full names; empty: all. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly forks: boolean;
  readonly archived: boolean;
  readonly personal: boolean;
}

export interface AuditPlan {
  readonly repositories: readonly ForgeRepository[];
  /** Listed, wanted or not. */
  readonly listed: readonly ForgeRepository[];
  /** Where repositories may be missing. */
  readonly unseen: readonly Unseen[];
}

export function missingText({ scope, on, why }: Unseen): string {
  return `Repositories of ${on === '' ? `the ${scope}` : `${scope} ${on}`} may be missing: ${why}`;
}

/** @throws {ForgeError} when nothing can be listed @throws {RangeError} for a glob that is none */
export async function planAudit(forge: Forge, target: AuditTarget): Promise<AuditPlan> {
  const isWanted = wantedBy(target);
  const listed = new Map<string, ForgeRepository>();
  const unseen: Unseen[] = [];
  for await (const one of forge.repositories(target.scope)) {
    if ('unseen' in one) unseen.push(one.unseen);
    else listed.set(one.repository.id, one.repository);
  }
  const all = [...listed.values()];
  return { repositories: all.filter(isWanted), listed: all, unseen };
}

function wantedBy(target: AuditTarget): (repository: ForgeRepository) => boolean {
  const include = target.include.map(compileGlob);
  const exclude = target.exclude.map(compileGlob);
  return ({ fullName, forkOf, isArchived, project }) => {
    if (!target.forks && forkOf !== null) return false;
    if (!target.archived && isArchived === true) return false;
    if (!target.personal && project?.isPersonal === true) return false;
    if (exclude.some((glob) => glob.test(fullName))) return false;
    return include.length === 0 || include.some((glob) => glob.test(fullName));
  };
}

/** In the order of their first members. */
export function familiesOf(repositories: readonly ForgeRepository[]): ForgeRepository[][] {
  const families = new Map<string, ForgeRepository[]>();
  for (const repository of repositories) {
    const family = families.get(repository.family);
    if (family) family.push(repository);
    else families.set(repository.family, [repository]);
  }
  return [...families.values()];
}
