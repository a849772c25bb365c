/** A pull request, as a forge tells of it and as a store keeps it. */

export interface PullRequest {
  readonly id: number;
  readonly state: 'open' | 'merged' | 'declined' | 'superseded';
  /** As people are called; null where nobody is named. */
  readonly author: string | null;
  /** Full name; another repository for one that came of a fork, null where that is gone or not visible. */
  readonly sourceRepository: string | null;
  readonly sourceBranch: string | null;
  readonly targetBranch: string | null;
  /** The latest ones. Hexadecimal, at times abbreviated (Cloud: 12 digits); whole where they were scanned. */
  readonly sourceCommit: string | null;
  readonly targetCommit: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
}
