/** Which part of the history is meant. */

export interface Selection {
  /** Arguments for `git rev-list` that name commits, each checked: no option can hide among them. */
  readonly revisions: readonly string[];
  /** Also what no ref reaches: every object in the store. */
  readonly unreachable: boolean;
  /** Is this everything that refs reach? */
  readonly isWhole: boolean;
}

export const WHOLE_HISTORY: Selection = { revisions: ['--all'], unreachable: false, isWhole: true };
