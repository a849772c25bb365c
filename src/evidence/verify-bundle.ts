/** Is a bundle as it was written, to the last byte? */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../core/canonical-json.ts';
import { crc32Of } from '../core/crc32.ts';
import { BundleFault } from './bundle-fault.ts';
import type { BundleFile } from './bundle-file.ts';
import {
  compareLines,
  type EvidenceLine,
  LINE_FILE_NAMES,
  LINE_FILES,
  type LineFile,
  MANIFEST,
  type Manifest,
  type NamedFile,
  README,
  SUMS,
  sumsText,
} from './bundle-format.ts';
import { linesIn, objectIn, recordIn } from './bundle-lines.ts';
import { LevelCounts } from './level-counts.ts';
import { manifestIn } from './manifest-shape.ts';
import { RepositoryList } from './repository-list.ts';
import { ZIP64_FROM } from './zip-layout.ts';
import { type ReadEntry, ZipReader } from './zip-reader.ts';

export interface VerifiedBundle {
  /** What is wrong, in sentences; empty: nothing. */
  readonly faults: readonly string[];
  /** Null where it could not be read. */
  readonly manifest: Manifest | null;
  /** SHA-256 of the whole file. */
  readonly sha256: string;
  readonly entries: ReadonlyMap<string, ReadEntry>;
}

/** Ends at the first fault: what follows a wrong byte would be read by guess. Few bytes are in memory, whatever the file says. */
export function verifyBundle(file: BundleFile, zip64From: number = ZIP64_FROM): VerifiedBundle {
  const walk = new BundleWalk(file, zip64From);
  const faults: string[] = [];
  try {
    walk.all();
  } catch (error) {
    if (!(error instanceof BundleFault)) throw error;
    faults.push(error.message);
  }
  return { faults, manifest: walk.manifest, sha256: sumOf(file), entries: walk.entries };
}

/** Of those that are made of lines. */
const FIRST = 'repositories.jsonl';

class BundleWalk {
  readonly entries = new Map<string, ReadEntry>();
  manifest: Manifest | null = null;
  readonly #file: BundleFile;
  readonly #zip: ZipReader;
  readonly #counts = new LevelCounts();

  constructor(file: BundleFile, zip64From: number) {
    this.#file = file;
    this.#zip = new ZipReader(file, zip64From);
  }

  /** @throws {BundleFault} */
  all(): void {
    const files = [
      { ...this.#plain(README), lines: null },
      ...LINE_FILE_NAMES.map((name) => this.#lines(name)),
    ];
    const written = this.#manifest(files);
    this.#plain(SUMS, sumsText([...files, written]));
    this.#zip.finish();
  }

  #manifest(files: readonly NamedFile[]): NamedFile {
    const entry = this.#next(MANIFEST);
    const lines = linesIn(this.#file.pieces(entry.start, entry.size), MANIFEST);
    const line: Buffer | undefined = lines.next().value ?? undefined;
    const manifest = manifestIn(objectIn(line ?? Buffer.alloc(0), MANIFEST));
    if (lines.next().done !== true) throw new BundleFault(`${MANIFEST}: has more than one line`);
    this.manifest = manifest;
    for (const [index, file] of files.entries()) {
      if (canonicalJson(manifest.files[index]) !== canonicalJson(file))
        throw new BundleFault(`${file.name}: is not as ${MANIFEST} names it`);
    }
    if (manifest.files.length !== files.length)
      throw new BundleFault(`${MANIFEST}: names more files than there are`);
    if (canonicalJson(manifest.findings) !== canonicalJson(this.#counts.sums()))
      throw new BundleFault(`${MANIFEST}: counts other findings than there are`);
    return this.#named(entry, 1);
  }

  #lines(name: LineFile): NamedFile {
    const entry = this.#next(name);
    const repositories = this.#repositoriesFor(name);
    let last: EvidenceLine | undefined;
    let count = 0;
    for (const bytes of linesIn(this.#file.pieces(entry.start, entry.size), name)) {
      count += 1;
      const line = recordIn(bytes, name, count);
      if (last && compareLines(name, last, line) >= 0)
        throw new BundleFault(`${name}, line ${count}: does not come behind the line before it`);
      if (repositories && !repositories.has(line))
        throw new BundleFault(
          `${name}, line ${count}: is about a repository that is not in repositories.jsonl`,
        );
      if (name === 'findings.jsonl') this.#counts.add(line);
      last = line;
    }
    return this.#named(entry, count);
  }

  /** Undefined for what is not about repositories. */
  #repositoriesFor(name: LineFile): RepositoryList | undefined {
    const known = this.entries.get(FIRST);
    const isAbout = name !== FIRST && LINE_FILES[name].some((member) => member === 'repositoryId');
    return known && isAbout ? new RepositoryList(this.#file, known) : undefined;
  }

  /** @param text that it has to hold; left out: any */
  #plain(name: string, text?: string): NamedFile {
    const entry = this.#next(name);
    if (text !== undefined && !this.#holds(entry, Buffer.from(text, 'utf8')))
      throw new BundleFault(`${name}: does not fit the files`);
    return this.#named(entry, 0);
  }

  #holds({ start, size }: ReadEntry, bytes: Buffer): boolean {
    return size === bytes.length && this.#file.read(start, size).equals(bytes);
  }

  #next(name: string): ReadEntry {
    const entry = this.#zip.next(name);
    this.entries.set(name, entry);
    return entry;
  }

  /** @throws {BundleFault} unless its sum is that of its header */
  #named({ name, start, size, crc }: ReadEntry, lines: number): NamedFile {
    const hash = createHash('sha256');
    let sum = 0;
    for (const piece of this.#file.pieces(start, size)) {
      hash.update(piece);
      sum = crc32Of(piece, sum);
    }
    if (sum !== crc) throw new BundleFault(`${name}: its checksum is wrong`);
    return { name, bytes: size, lines, sha256: hash.digest('hex') };
  }
}

function sumOf(file: BundleFile): string {
  const hash = createHash('sha256');
  for (const piece of file.pieces(0, file.size)) hash.update(piece);
  return hash.digest('hex');
}
