/** The one narrow interface behind which bytes come from: object names in, objects out. */
import type { Problem } from '../core/problem.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

/** An object as read. `bytes` are valid only during the call that hands them over. */
export interface GitObject {
  readonly oid: string;
  readonly type: ObjectType;
  readonly bytes: Buffer;
}

export interface ObjectReader {
  /**
   * Reads the named objects in that order and hands each over once. What cannot be read is handed over as a problem;
   * the rest is read all the same. Rejects only when git itself cannot be run.
   */
  readonly read: (
    oids: readonly string[],
    onObject: (object: GitObject) => void,
    onProblem: (problem: Problem) => void,
  ) => Promise<void>;
}
