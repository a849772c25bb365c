/** Files as they lie on disk: a folder walked without following links, or one file. Honours .gitignore files on request. */
import { promises } from 'node:fs';
import { dirname } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import pLimit from 'p-limit';
import { MAX_CONFIG_BYTES } from '../core/limits.ts';
import type { Problem } from '../core/problem.ts';
import { ScannerError } from '../core/scanner-error.ts';

export interface ListedFile {
  /** Path on disk, latin1 bytes. */
  readonly disk: string;
  /** Path to show, relative to what was asked for, latin1 bytes. */
  readonly path: string;
  readonly size: number;
}

export interface FolderOptions {
  /** Honour .gitignore files below the folder. */
  readonly useIgnoreFiles: boolean;
  readonly signal: AbortSignal;
}

/** Open files at once; more only makes the disk seek. */
const AT_ONCE = 16;
/** A pattern with more, and a path that is deeper, are not asked about; what they would leave out is scanned. */
const MAX_GLOBSTARS = 4;
const MAX_RULED_DEPTH = 64;

/** @throws {ScannerError} `not-found` when there is nothing at the path */
export async function listFiles(
  path: string,
  options: FolderOptions,
  onProblem: (problem: Problem) => void,
): Promise<ListedFile[]> {
  const root = await promises.realpath(path).catch((cause: unknown) => {
    throw new ScannerError('not-found', `${path} does not exist or cannot be read`, { cause });
  });
  const latin1Root = Buffer.from(root).toString('latin1');
  const found = await promises.lstat(root);
  if (found.isFile()) return [{ disk: latin1Root, path: latin1(path), size: found.size }];
  const walk = new FolderWalk(latin1Root, options, onProblem);
  await walk.visit('', []);
  return walk.files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** An ignore file and the folder (relative, with a slash at the end) that it rules. */
interface Rule {
  readonly folder: string;
  readonly rules: Ignore;
}

class FolderWalk {
  readonly files: ListedFile[] = [];
  readonly #root: string;
  readonly #options: FolderOptions;
  readonly #onProblem: (problem: Problem) => void;
  readonly #limit = pLimit(AT_ONCE);

  constructor(root: string, options: FolderOptions, onProblem: (problem: Problem) => void) {
    this.#root = root;
    this.#options = options;
    this.#onProblem = onProblem;
  }

  async visit(folder: string, above: readonly Rule[]): Promise<void> {
    if (this.#options.signal.aborted) return;
    const entries = await this.#limit(() => this.#read(folder));
    const rules = this.#options.useIgnoreFiles ? await this.#withRulesOf(folder, above) : above;
    await Promise.all(
      entries.map(async (entry) => {
        const path = folder + entry.name.toString('latin1');
        if (isIgnored(path, entry.isDirectory(), rules)) return;
        if (entry.isDirectory()) {
          if (path !== '.git' && !path.endsWith('/.git')) await this.visit(`${path}/`, rules);
        } else if (entry.isFile()) await this.#limit(() => this.#add(path));
      }),
    );
  }

  async #read(folder: string): Promise<Array<{ name: Buffer; isDirectory(): boolean; isFile(): boolean }>> {
    try {
      return await promises.readdir(onDisk(this.#root, folder), { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      this.#unreadable(folder, error);
      return [];
    }
  }

  async #withRulesOf(folder: string, above: readonly Rule[]): Promise<readonly Rule[]> {
    try {
      const text = await readIgnoreFile(onDisk(this.#root, `${folder}.gitignore`));
      if (text === '') return above;
      const lines = text.split('\n').filter((line) => !isSlow(line));
      return [...above, { folder, rules: ignore({ allowRelativePaths: true }).add(lines) }];
    } catch (error) {
      this.#unreadable(`${folder}.gitignore`, error);
      return above;
    }
  }

  async #add(path: string): Promise<void> {
    try {
      const { size } = await promises.lstat(onDisk(this.#root, path));
      this.files.push({ disk: `${this.#root}/${path}`, path, size });
    } catch (error) {
      this.#unreadable(path, error);
    }
  }

  #unreadable(path: string, error: unknown): void {
    const shown = Buffer.from(path, 'latin1').toString('utf8');
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    this.#onProblem({
      code: 'unreadable-file',
      severity: 'error',
      message: `${shown || dirname(this.#root)} cannot be read (${code})`,
      path: shown,
    });
  }
}

/** Like git not through a link, which might lead to an endless device; a pipe would be waited for without end. */
async function readIgnoreFile(path: Buffer): Promise<string> {
  const found = await promises.lstat(path).catch(() => null);
  if (!found?.isFile()) return '';
  if (found.size > MAX_CONFIG_BYTES) throw Object.assign(new Error('too large'), { code: 'EFBIG' });
  return promises.readFile(path, 'utf8');
}

function onDisk(root: string, path: string): Buffer {
  return Buffer.from(`${root}/${path}`, 'latin1');
}

/** Each `**` multiplies the ways in which a deep path can be cut up: together they could take days. Nobody needs more. */
function isSlow(pattern: string): boolean {
  return pattern.split('**').length - 1 > MAX_GLOBSTARS;
}

/** The last file with an opinion wins, as in git; a folder that is left out is not entered at all. */
function isIgnored(path: string, isFolder: boolean, rules: readonly Rule[]): boolean {
  if (rules.length === 0 || path.split('/').length > MAX_RULED_DEPTH) return false;
  for (const { folder, rules: own } of rules.toReversed()) {
    const inside = Buffer.from(path.slice(folder.length), 'latin1').toString('utf8');
    const { ignored, unignored } = own.test(isFolder ? `${inside}/` : inside);
    if (ignored || unignored) return ignored;
  }
  return false;
}
