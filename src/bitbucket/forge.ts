/** The forge as an audit sees it: who am I, what is there, who may read it. Cloud and Data Center answer the same questions. */
import type { PullRequest } from '../core/pull-request.ts';

/** One statement of `audit --check`: can this credential see that? */
export interface AccessFact {
  /** What was tried, in words: "permissions of workspace ACME". */
  readonly subject: string;
  /** `part`: of several lists, not all. */
  readonly visible: 'yes' | 'no' | 'part' | 'unknown';
  /** Scope of the token and role of its owner that show it. */
  readonly needs: string;
  /** How many were counted, or why not. One line, no secret in it. */
  readonly why: string;
}

export interface Access {
  /** Who the forge takes the credential for; null where it does not say. */
  readonly identity: string | null;
  /** Of a Data Center; null on Cloud, which has none. */
  readonly version: string | null;
  readonly facts: readonly AccessFact[];
}

/** What to list. All empty: everything that the credential may discover. */
export interface ForgeScope {
  /** Cloud only: slugs. */
  readonly workspaces: readonly string[];
  /** Cloud: `workspace/KEY`; Data Center: `KEY` or `~user`. */
  readonly projects: readonly string[];
  /** Cloud: `workspace/slug`; Data Center: `KEY/slug`. */
  readonly repositories: readonly string[];
}

export interface ForgeProject {
  readonly key: string;
  readonly name: string;
  readonly isPersonal: boolean;
}

export interface CloneLinks {
  /** Without user name or password, and of the forge's own host; null where there is none such. */
  readonly https: string | null;
  readonly ssh: string | null;
}

/** Names in it are fit for a path: letters, digits, `_ . ~ -`, never `.` or `..`. Titles are one line without control characters. */
export interface ForgeRepository {
  /** Survives a renaming: UUID on Cloud, number on Data Center. */
  readonly id: string;
  readonly fullName: string;
  /** Cloud: the workspace's slug; Data Center: the project's key. */
  readonly workspace: string;
  readonly slug: string;
  readonly project: ForgeProject | null;
  readonly name: string;
  readonly isPublic: boolean;
  /** null where the forge does not say (Cloud). */
  readonly isArchived: boolean | null;
  /** null for an empty repository, and on Data Center, which does not list it: ask `mainBranch`. */
  readonly mainBranch: string | null;
  /** null where the listing does not say (Data Center): ask `sizeBytes`. */
  readonly sizeBytes: number | null;
  /** The id of the repository that it was forked from. */
  readonly forkOf: string | null;
  /** The same text for all forks of one family. */
  readonly family: string;
  readonly owner: string | null;
  /** ISO 8601; null where the forge does not say. */
  readonly updatedAt: string | null;
  readonly clone: CloneLinks;
  readonly webUrl: string | null;
}

export type GrantScope = 'instance' | 'workspace' | 'project' | 'repository';
export type GrantLevel = 'read' | 'write' | 'admin';

export interface Subject {
  /** `authenticated`: whoever is logged in. `anonymous`: nobody need be. */
  readonly kind: 'user' | 'group' | 'access-key' | 'authenticated' | 'anonymous';
  readonly name: string;
  readonly email: string | null;
  readonly accountId: string | null;
}

export interface Grant {
  readonly scope: GrantScope;
  /** The full name of the repository, the key of the project, the slug of the workspace; empty for the instance. */
  readonly on: string;
  readonly subject: Subject;
  readonly level: GrantLevel;
  /** `effective`: with all that follows from groups and projects. `explicit`: as it was entered. */
  readonly origin: 'effective' | 'explicit';
}

/** What is asked about who may read a place, list by list. `everybody`: all who are logged in. `effective`: on each repository. */
export type GrantPart = 'users' | 'groups' | 'access-keys' | 'everybody' | 'owners' | 'effective' | 'members';

/** A part that could not be seen. It is said, never guessed. */
export interface Unseen {
  readonly scope: GrantScope | 'group';
  readonly on: string;
  /** Which list, where it is about who may read. */
  readonly part?: GrantPart;
  /** One line, no secret in it. */
  readonly why: string;
  /** What to do about it. */
  readonly hint?: string;
  /** The forge said no to this token; otherwise asking failed, and may work later. */
  readonly isRefused: boolean;
}

export type Listed = { readonly repository: ForgeRepository } | { readonly unseen: Unseen };
export type Permitted = { readonly grant: Grant } | { readonly unseen: Unseen };

export type Membership = { readonly member: Subject } | { readonly unseen: Unseen };

export interface Workspace {
  readonly slug: string;
  readonly name: string;
  /** Whether the token's owner administers it; null where the forge does not say. */
  readonly isAdministrator: boolean | null;
}

/** One line of a repository's log of pushes. */
export interface RefChange {
  /** Counts up. */
  readonly id: number;
  /** ISO 8601, UTC, by the clock of the forge. */
  readonly at: string;
  /** Full name: `refs/heads/main`. */
  readonly ref: string;
  /** What it led to, hexadecimal; null where it was not there, or is not any more. */
  readonly from: string | null;
  readonly to: string | null;
}

/** All but `repositories`, `pullRequests`, `refChanges`, `wholeCommit` and `workspaces` never throw a {@link ForgeError}: what cannot be seen is an answer, too. */
export interface Forge {
  readonly kind: 'cloud' | 'data-center';
  /** One project and one repository stand for all. At most 12 requests for each workspace or project, and 8 besides. */
  access(scope: ForgeScope): Promise<Access>;
  /** Cloud: 1 request for 100; Data Center has none. @throws {ForgeError} where discovery is refused */
  workspaces(): AsyncIterable<Workspace>;
  /** Requests: Cloud 1 for 100, Data Center 1 for as many as the instance lets through; 1 for each named one. @throws {ForgeError} `unauthorized` */
  repositories(scope: ForgeScope): AsyncIterable<Listed>;
  /**
   * Requests: Cloud 1 for 100 effective grants and 1 for the owners of each workspace, none for each repository; Data Center 2 for
   * the instance, 5 for each project.
   */
  permissions(scope: ForgeScope): AsyncIterable<Permitted>;
  /**
   * What was granted on a project: Cloud's `workspace/KEY` for its administrator alone, 3 requests; Data Center's key,
   * `~user` too, which `permissions` finds only when it is named, 5 requests.
   */
  projectPermissions(project: string): AsyncIterable<Permitted>;
  /** What was granted on the repository itself: users, groups, access keys. 3 requests and more. */
  repositoryPermissions(repository: ForgeRepository): AsyncIterable<Permitted>;
  /**
   * People in a group, without those whose account is switched off. Requests: 1 for as many as the instance lets through. Cloud has no
   * such list, and tells effective permissions of people instead: there are none here.
   */
  groupMembers(group: string): AsyncIterable<Membership>;
  /** Of all states. Requests: 1 for 50 on Cloud, for 100 on Data Center. @throws {ForgeError} */
  pullRequests(repository: ForgeRepository): AsyncIterable<PullRequest>;
  /**
   * What was pushed, and when; the newest first. Requests: 1 for as many as the instance lets through. Cloud has no such list, and gives
   * none. @throws {ForgeError}
   */
  refChanges(repository: ForgeRepository): AsyncIterable<RefChange>;
  /** The whole id of an abbreviated one: 1 request on Cloud. null where there is none (any more). @throws {ForgeError} */
  wholeCommit(repository: ForgeRepository, commit: string): Promise<string | null>;
  /** As listed, or 1 request; null where the forge does not say. */
  sizeBytes(repository: ForgeRepository): Promise<number | null>;
  /** As listed, or 1 request; null for an empty repository or where the forge does not say. */
  mainBranch(repository: ForgeRepository): Promise<string | null>;
}
