/** Which of many commits, in their order, is the first to lead to another one: one walk over the history answers it for all. */
import { exitOf, type GitPlace, runGit, spawnGit } from './git-process.ts';

/**
 * What is not stored leads nowhere.
 *
 * @param tips commits or tags, hexadecimal
 * @param wanted commits
 * @returns the place in `tips` of the first that reaches each of them, for those that any reaches; undefined where git cannot walk
 */
export async function firstReaching(
  place: GitPlace,
  tips: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<Map<string, number> | undefined> {
  const first = await firstPlaces(place, tips);
  const found = new Map<string, number>();
  if (first.size === 0 || wanted.size === 0) return found;
  // Children come before parents: what is said of a commit when it comes is all that there is, and can be forgotten.
  const child = spawnGit(place, ['rev-list', '--topo-order', '--parents', '--stdin']);
  child.stdin.end([...first.keys()].map((oid) => `${oid}\n`).join(''));
  child.stderr.resume();
  let rest = '';
  child.stdout.setEncoding('latin1');
  child.stdout.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) pass(line.split(' '), { first, wanted, found });
  });
  return (await exitOf(child)) === 0 ? found : undefined;
}

interface Walk {
  /** Of commits that have not come yet. */
  readonly first: Map<string, number>;
  readonly wanted: ReadonlySet<string>;
  readonly found: Map<string, number>;
}

function pass([commit = '', ...parents]: readonly string[], { first, wanted, found }: Walk): void {
  const own = first.get(commit);
  if (own === undefined) return;
  first.delete(commit);
  if (wanted.has(commit)) found.set(commit, own);
  for (const parent of parents) first.set(parent, Math.min(own, first.get(parent) ?? own));
}

/** Of the stored ones, by the commit that they are or name. */
async function firstPlaces(place: GitPlace, tips: readonly string[]): Promise<Map<string, number>> {
  const names = [...new Set(tips)];
  const input = names.map((name) => `${name}^{commit}\n`).join('');
  const { stdout } = await runGit(place, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], input);
  const answers = stdout.toString('latin1').split('\n');
  const commits = new Map(
    names.flatMap((name, index): [string, string][] => {
      const [oid = '', type] = answers[index]?.split(' ') ?? [];
      return type === 'commit' ? [[name, oid]] : [];
    }),
  );
  const first = new Map<string, number>();
  for (const [index, tip] of tips.entries()) {
    const oid = commits.get(tip);
    if (oid !== undefined && !first.has(oid)) first.set(oid, index);
  }
  return first;
}
