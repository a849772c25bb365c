/** Which repositories are forks of one another: each is told its direct parent only. */

export class Families {
  readonly #parents = new Map<string, string>();

  /**
   * Parents have to be told before their forks, which the listing does, sorted by age. Only where a fork lies in a workspace that
   * is listed before that of its parent, and the parent is a fork as well, one family counts as two: scanned twice, nothing missed.
   *
   * @returns the oldest known ancestor, itself where there is none
   */
  add(id: string, parent: string | null): string {
    const family = parent === null || parent === id ? id : this.#rootOf(parent, id);
    this.#parents.set(id, family);
    return family;
  }

  /** What was stored is a root already, at most one step of late news away from another. */
  #rootOf(parent: string, id: string): string {
    const known = this.#parents.get(parent) ?? parent;
    const root = this.#parents.get(known) ?? known;
    return root === id ? parent : root;
  }
}
