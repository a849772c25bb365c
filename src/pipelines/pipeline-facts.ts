/** What a build knows of itself: which pull request, branch or tag it was started for, and of which repository. */

export interface PipelineFacts {
  /** Who runs the build; null where nothing tells. */
  readonly system: 'Bitbucket Pipelines' | 'Jenkins' | 'Bamboo' | null;
  /** Number of the pull request; null for any other build. */
  readonly pullRequest: string | null;
  /** The commit that was pushed, as it was told: Cloud shortens it to 12 digits on pull requests. */
  readonly commit: string | null;
  /** The branch that was pushed, of a pull request its source. */
  readonly branch: string | null;
  readonly tag: string | null;
  /** Where the pull request goes. */
  readonly destinationBranch: string | null;
  /** The newest commit there when the build began. */
  readonly destinationCommit: string | null;
  /** `WORKSPACE/NAME`, `KEY/NAME`, or an address to clone from. */
  readonly repository: string | null;
  /** The page of the build. */
  readonly buildUrl: string | null;
  /** The proxy beside the build that vouches for requests to Cloud, so that they need no credential. */
  readonly proxy: string | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const NO_FACTS: PipelineFacts = {
  system: null,
  pullRequest: null,
  commit: null,
  branch: null,
  tag: null,
  destinationBranch: null,
  destinationCommit: null,
  repository: null,
  buildUrl: null,
  proxy: null,
};

/** Set and not empty: a pipeline that passes a variable on sets it even where it has none. */
export function valueIn(env: Environment, ...names: readonly string[]): string | null {
  const name = names.find((one) => (env[one] ?? '') !== '');
  return name === undefined ? null : (env[name] ?? null);
}
