/** Who may read: asked of the forge in as few calls as it allows, kept by scope. What is not visible is kept as that. */
import type { Forge, ForgeRepository, ForgeScope, Grant as ForgeGrant } from '../bitbucket/forge.ts';
import type { Problem } from '../core/problem.ts';
import type { AuditStore, Grant, Scope } from '../store/audit/audit-store.ts';

interface ReadersRequest {
  readonly forge: Forge;
  /** As the store names it. */
  readonly forgeName: string;
  readonly store: AuditStore;
  readonly run: number;
  readonly scope: ForgeScope;
  readonly listed: readonly ForgeRepository[];
}

const SUBJECTS = {
  user: 'user',
  group: 'group',
  'access-key': 'access-key',
  authenticated: 'everyone',
  anonymous: 'anonymous',
} as const;

/** @returns what could not be seen, as warnings: nothing is scanned less for it */
export async function saveReaders(request: ReadersRequest): Promise<Problem[]> {
  const { forge, forgeName, store, run } = request;
  const ids = new Map(request.listed.map(({ id, fullName }) => [fullName, id]));
  const grants = new Map<string, { scope: Scope; readers: Grant[] }>();
  const problems: Problem[] = [];
  const scopeOf = (kind: Scope['kind'], on: string): Scope => ({
    kind,
    id: kind === 'repository' ? (ids.get(on) ?? on) : on,
  });
  for await (const permitted of forge.permissions(asked(request))) {
    if ('unseen' in permitted) {
      const { scope, on, why } = permitted.unseen;
      await store.saveReaders(run, forgeName, scopeOf(scope, on), null);
      const message = `Who may read ${scope} ${on}: ${why}`;
      problems.push({ code: 'not-visible', severity: 'warning', message });
      continue;
    }
    const scope = scopeOf(permitted.grant.scope, permitted.grant.on);
    const key = `${scope.kind} ${scope.id}`;
    const known = grants.get(key) ?? { scope, readers: [] };
    known.readers.push(grantOf(permitted.grant));
    grants.set(key, known);
  }
  for (const { scope, readers } of grants.values()) await store.saveReaders(run, forgeName, scope, readers);
  return problems;
}

/** The workspaces or projects that were listed: those that nobody named are asked about too. */
function asked({ forge, listed }: ReadersRequest): ForgeScope {
  const owners = [...new Set(listed.map(({ workspace }) => workspace))];
  return forge.kind === 'cloud'
    ? { workspaces: owners, projects: [], repositories: [] }
    : { workspaces: [], projects: owners, repositories: [] };
}

function grantOf({ subject, level }: ForgeGrant): Grant {
  const isNobodys = subject.kind === 'anonymous' || subject.kind === 'authenticated';
  const id = isNobodys ? '' : (subject.accountId ?? subject.name);
  return { subject: SUBJECTS[subject.kind], id, name: subject.name, level };
}
