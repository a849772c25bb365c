/** What there is on the loopback Bitbucket: one model, told by two faces. */

export type Level = 'read' | 'write' | 'admin';

export interface ModelRepository {
  /** Number on Data Center; its UUID on Cloud is made of it. */
  readonly id: number;
  readonly workspace: string;
  readonly project: string;
  readonly slug: string;
  readonly name?: string;
  readonly isPublic?: boolean;
  readonly isArchived?: boolean;
  readonly isEmpty?: boolean;
  /** Without one, `main`. Data Center only. */
  readonly mainBranch?: string;
  readonly sizeBytes?: number;
  /** The id of its parent. */
  readonly forkOf?: number;
  /** Of a fork family on Data Center. */
  readonly hierarchy?: string;
  readonly hasNoCloneLinks?: boolean;
  /** A bare repository on disk, for git over HTTP. */
  readonly folder?: string;
  readonly pullRequests?: readonly ModelPullRequest[];
  /** Old to new. */
  readonly refChanges?: readonly ModelRefChange[];
  /** Its server speaks the oldest protocol, and gives nothing but what its refs lead to. */
  readonly givesRefsOnly?: boolean;
}

/** A line of the log of pushes. */
export interface ModelRefChange {
  readonly id: number;
  readonly at: Date;
  readonly ref: string;
  /** Left out: the ref was not there. */
  readonly from?: string;
  readonly to?: string;
}

export interface ModelPullRequest {
  readonly id: number;
  readonly state: 'OPEN' | 'MERGED' | 'DECLINED' | 'SUPERSEDED';
  readonly source: string;
  readonly target: string;
  readonly branch?: string;
}

/** On a repository (`workspace/slug`), a project (its key) or the instance (empty). */
export interface ModelGrant {
  readonly on: string;
  readonly kind: 'user' | 'group' | 'access-key' | 'default';
  readonly name: string;
  readonly level: Level;
}

export interface ModelGroup {
  readonly name: string;
  /** Names of users. */
  readonly members: readonly string[];
  /** Of these, accounts that were switched off. */
  readonly inactive?: readonly string[];
}

/** Who may log in, and how. */
export interface ModelAccount {
  readonly kind: 'api-token' | 'access-token' | 'oauth' | 'http-token' | 'project-token';
  /** The e-mail (API token), the user (HTTP token), the key (OAuth consumer). */
  readonly user: string;
  /** Made up at run time; of a consumer its secret. */
  readonly secret: string;
  /** Sees permissions. */
  readonly isAdministrator?: boolean;
}

export interface Model {
  readonly workspaces: readonly string[];
  readonly repositories: readonly ModelRepository[];
  readonly grants: readonly ModelGrant[];
  readonly groups?: readonly ModelGroup[];
  /** Of users; without one, the name at example.org. Shown by Data Center only. */
  readonly emails?: Readonly<Record<string, string>>;
  readonly accounts: readonly ModelAccount[];
  /** No account is needed to see anything. */
  readonly isOpen?: boolean;
}

/** Many small repositories, every third a fork of the one before it. */
export function manyRepositories(workspace: string, count: number): ModelRepository[] {
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    workspace,
    project: `P${i % 5}`,
    slug: `repo-${i + 1}`,
    sizeBytes: 1000 + i,
    hierarchy: `family${Math.floor(i / 3)}`,
    ...(i % 3 === 2 && { forkOf: i }),
  }));
}
