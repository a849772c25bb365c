/**
 * What git itself says of a value in a repository: where it lies, which commit brought it in, which branch held it from when till
 * when. Slow, and with nothing in common with the program: plain git commands, and a search for the value in every blob.
 */
import { execFileSync } from 'node:child_process';

export interface RecountedCommit {
  readonly commit: string;
  readonly parents: readonly string[];
  /** Seconds since 1970, of the committer. */
  readonly seconds: number;
  readonly date: string;
  readonly name: string;
  readonly email: string;
}

/** Versions of one file: blobs at paths, joined where they share a path or a blob. */
export interface RecountedFile {
  readonly paths: readonly string[];
  readonly reach: 'tip' | 'history' | 'unmerged' | 'unreachable';
  /** Commits that hold it while none of their parents does, the oldest first. */
  readonly introduced: readonly RecountedCommit[];
  /** `branch cameIn date left date`, with `-` for a branch that still holds it. */
  readonly spans: readonly string[];
}

interface Place {
  readonly blob: string;
  readonly path: string;
}

const BATCH_BYTES = 1 << 26;
const MAX_BLOB = 1 << 24;

export class Recount {
  readonly #folder: string;
  readonly #commits = new Map<string, RecountedCommit>();
  readonly #merged: ReadonlySet<string>;
  readonly #byRefs: ReadonlySet<string>;
  readonly #tips: ReadonlySet<string>;
  readonly #branches: ReadonlyArray<{ readonly name: string; readonly line: readonly string[] }>;

  /** @param unreachable also what no ref leads to */
  constructor(folder: string, { unreachable = false } = {}) {
    this.#folder = folder;
    const byRefs = this.#lines(['rev-list', '--all', 'HEAD']);
    this.#byRefs = new Set(byRefs);
    for (const one of this.#read(unreachable ? this.#stored('commit') : byRefs))
      this.#commits.set(one.commit, one);
    const tags = this.#lines(['for-each-ref', '--format=%(refname)', 'refs/tags']);
    this.#merged = new Set(this.#lines(['rev-list', 'HEAD', ...tags, '--']));
    const refs = this.#lines(['for-each-ref', '--format=%(refname)', 'refs/heads']);
    this.#branches = refs.map((ref) => ({
      name: ref.slice('refs/heads/'.length),
      line: this.#lines(['rev-list', '--first-parent', '--reverse', ref]),
    }));
    this.#tips = new Set([
      ...this.#branches.flatMap(({ line }) => line.slice(-1)),
      ...this.#lines(['rev-parse', 'HEAD']),
    ]);
  }

  /** Each value -> its files. */
  filesOf(values: readonly Buffer[]): RecountedFile[][] {
    const blobs = this.#blobsWith(values);
    const places = this.#placesOf(new Set(blobs.flatMap((own) => [...own])));
    return blobs.map((own) =>
      joined(places.filter(({ blob }) => own.has(blob))).map((file) => this.#tell(file)),
    );
  }

  #tell(places: readonly Place[]): RecountedFile {
    const paths = [...new Set(places.map(({ path }) => path))].toSorted();
    const holders = this.#holders(new Set(places.map(({ blob }) => blob)), paths);
    const isHeld = (commit: string): boolean => holders.has(commit);
    const introduced = [...this.#commits.values()].filter(
      ({ commit, parents }) => isHeld(commit) && !parents.some(isHeld),
    );
    return {
      paths,
      reach: this.#reachOf(holders),
      introduced: introduced.toSorted((a, b) => a.seconds - b.seconds),
      spans: this.#branches.flatMap(({ name, line }) => this.#spansOn(name, line, isHeld)),
    };
  }

  #reachOf(holders: ReadonlySet<string>): RecountedFile['reach'] {
    const all = [...holders];
    if (!all.some((commit) => this.#byRefs.has(commit))) return 'unreachable';
    if (!all.some((commit) => this.#merged.has(commit))) return 'unmerged';
    return all.some((commit) => this.#tips.has(commit)) ? 'tip' : 'history';
  }

  #spansOn(branch: string, line: readonly string[], isHeld: (commit: string) => boolean): string[] {
    const spans: string[] = [];
    let from = '';
    const named = (commit: string): string => `${commit} ${this.#commits.get(commit)?.date ?? ''}`;
    for (const commit of line) {
      if (isHeld(commit) && from === '') from = named(commit);
      if (isHeld(commit) || from === '') continue;
      spans.push(`${branch} ${from} ${named(commit)}`);
      from = '';
    }
    return from === '' ? spans : [...spans, `${branch} ${from} -`];
  }

  #stored(type: string): string[] {
    const all = this.#lines([
      'cat-file',
      '--batch-all-objects',
      '--batch-check=%(objecttype) %(objectname) %(objectsize)',
    ]);
    return all.flatMap((line) => {
      const [kind, oid = '', size] = line.split(' ');
      return kind === type && Number(size) < MAX_BLOB ? [oid] : [];
    });
  }

  #read(commits: readonly string[]): RecountedCommit[] {
    const format = '--format=%H%x1f%P%x1f%ct%x1f%cI%x1f%an%x1f%ae';
    return this.#lines(['log', '--no-walk=unsorted', '--stdin', format], commits.join('\n')).map((line) => {
      const [commit = '', parents = '', seconds, date = '', name = '', email = ''] = line.split('\x1f');
      return {
        commit,
        parents: parents.split(' ').filter(Boolean),
        seconds: Number(seconds),
        date,
        name,
        email,
      };
    });
  }

  /** Every blob that is stored, whoever holds it. */
  #blobsWith(values: readonly Buffer[]): Set<string>[] {
    const found = values.map(() => new Set<string>());
    for (const { oid, content } of this.#contents())
      for (const [nth, value] of values.entries()) if (content.includes(value)) found[nth]?.add(oid);
    return found;
  }

  *#contents(): Generator<{ readonly oid: string; readonly content: Buffer }> {
    for (const some of this.#batches()) {
      const bytes = this.#git(['cat-file', '--batch'], some.join('\n'));
      for (let at = 0; at < bytes.length;) {
        const end = bytes.indexOf('\n', at);
        const [oid = '', , size] = bytes.subarray(at, end).toString().split(' ');
        yield { oid, content: bytes.subarray(end + 1, end + 1 + Number(size)) };
        at = end + 2 + Number(size);
      }
    }
  }

  *#batches(): Generator<string[]> {
    let some: string[] = [];
    let bytes = 0;
    for (const line of this.#lines([
      'cat-file',
      '--batch-all-objects',
      '--batch-check=%(objecttype) %(objectname) %(objectsize)',
    ])) {
      const [kind, oid = '', size] = line.split(' ');
      if (kind !== 'blob' || Number(size) > MAX_BLOB) continue;
      some.push(oid);
      bytes += Number(size);
      if (bytes < BATCH_BYTES) continue;
      yield some;
      [some, bytes] = [[], 0];
    }
    if (some.length > 0) yield some;
  }

  /** A blob at a path is new in some commit, seen from one of its parents. */
  #placesOf(blobs: ReadonlySet<string>): Place[] {
    const args = ['diff-tree', '--stdin', '-r', '-m', '--root', '--no-renames', '--raw', '--no-abbrev', '-z'];
    const parts = this.#git(args, [...this.#commits.keys()].join('\n'))
      .toString()
      .split('\0');
    const places = new Map<string, Place>();
    for (const [at, part] of parts.entries()) {
      const [, blob = ''] = /(?:^|\n):\d+ \d+ \w+ (\w+) [AMT]$/.exec(part) ?? [];
      const path = parts[at + 1] ?? '';
      if (blobs.has(blob)) places.set(`${blob} ${path}`, { blob, path });
    }
    return [...places.values()];
  }

  #holders(blobs: ReadonlySet<string>, paths: readonly string[]): Set<string> {
    const asked = [...this.#commits.keys()].flatMap((commit) => paths.map((path) => ({ commit, path })));
    const input = asked.map(({ commit, path }) => `${commit}:${path}`).join('\n');
    const lines = this.#lines(['cat-file', '--batch-check=%(objectname)'], input);
    return new Set(asked.flatMap(({ commit }, at) => (blobs.has(lines[at] ?? '') ? [commit] : [])));
  }

  #lines(args: readonly string[], input = ''): string[] {
    return this.#git(args, input).toString().split('\n').filter(Boolean);
  }

  #git(args: readonly string[], input = ''): Buffer {
    // A last line without an end is not read by all of them.
    const options = { cwd: this.#folder, input: input === '' ? '' : `${input}\n`, maxBuffer: 2 ** 31 - 1 };
    return execFileSync('git', args, { ...options, stdio: ['pipe', 'pipe', 'ignore'] });
  }
}

function joined(all: readonly Place[]): Place[][] {
  const groups: Array<{ readonly keys: Set<string>; readonly places: Place[] }> = [];
  for (const place of all) {
    const own = [place.blob, `/${place.path}`];
    const same = groups.filter(({ keys }) => own.some((key) => keys.has(key)));
    const group = {
      keys: new Set([...own, ...same.flatMap(({ keys }) => [...keys])]),
      places: [place, ...same.flatMap(({ places }) => places)],
    };
    groups.splice(0, groups.length, ...groups.filter((one) => !same.includes(one)), group);
  }
  return groups.map(({ places }) => places);
}
