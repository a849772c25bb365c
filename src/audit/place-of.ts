/** A repository as the forge lists it -> as the store keeps it. */
import type { ForgeRepository, ForgeScope } from '../bitbucket/forge.ts';
import type { CloneAddress, KnownPlace, Place } from '../store/audit/audit-store.ts';
import type { AuditPlan } from './plan.ts';

export function placeOf(repository: ForgeRepository, forge: string): Place {
  const { id, fullName, project, isPublic, isArchived, mainBranch, sizeBytes } = repository;
  return {
    forge,
    id,
    fullName,
    project: project?.key ?? null,
    visibility: isPublic ? 'public' : 'private',
    archived: isArchived === true,
    personal: project?.isPersonal === true,
    mainBranch,
    sizeBytes,
    family: repository.family,
    forkOf: repository.forkOf,
    cloneAddresses: addressesOf(repository),
    webUrl: repository.webUrl,
  };
}

function addressesOf({ clone }: ForgeRepository): CloneAddress[] {
  const https: CloneAddress[] = clone.https === null ? [] : [{ protocol: 'https', url: clone.https }];
  const ssh: CloneAddress[] = clone.ssh === null ? [] : [{ protocol: 'ssh', url: clone.ssh }];
  return [...https, ...ssh];
}

/**
 * Known places that a listing should have held and did not. None where a part of it could not be seen: what is not visible is
 * not gone.
 */
export function gonePlaces(
  known: readonly KnownPlace[],
  { listed, unseen }: AuditPlan,
  { forge, scope }: { readonly forge: string; readonly scope: ForgeScope },
): KnownPlace[] {
  // An empty list is what a token that lost its rights gets.
  if (unseen.length > 0 || listed.length === 0) return [];
  const ids = new Set(listed.map(({ id }) => id));
  return known.filter((place) => place.forge === forge && !ids.has(place.id) && isListedBy(scope, place));
}

function isListedBy(scope: ForgeScope, { fullName, project }: KnownPlace): boolean {
  const { workspaces, projects, repositories } = scope;
  const [owner = ''] = fullName.split('/');
  if (workspaces.length + projects.length + repositories.length === 0) return true;
  return workspaces.includes(owner) || projects.includes(owner) || projects.includes(`${owner}/${project}`);
}
