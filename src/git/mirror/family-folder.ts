/**
 * The folder of a family: one store of objects for a repository and all its forks, and for each of them a repository to look at.
 *
 *     objects.git/       bare; what was fetched from fork X lies under refs/forks/X/, so no object is sent or stored twice
 *     views/X.git        bare; the refs of X under their own names, its objects borrowed from objects.git
 *     leases/            who is looking
 *     lock, used
 *
 * Not one repository for all: findings are told by branch, tip and default branch, which are a fork's own. Not a clone for each with
 * alternates alone: what two forks share and the first one lacks would come twice. A view is made after its fetch, by
 * renames, so it is whole or as it was.
 */
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../core/write-whole.ts';
import { runGit } from '../git-process.ts';
import { holderIn, isAlive, ownHolder, textOf } from './holder.ts';

const MOST_PACKS = 50;
/** What is written whole and then put in its place (`core/write-whole.ts` too). */
const DRAFT = /\.[0-9a-f]{12}$/;

/** One repository of a family. */
export interface ViewRequest {
  /** Of letters and digits. */
  readonly name: string;
  /** Null: not known, or the repository is empty. */
  readonly mainBranch: string | null;
}

export class FamilyFolder {
  readonly folder: string;
  readonly objects: string;

  constructor(folder: string) {
    this.folder = folder;
    this.objects = join(folder, 'objects.git');
  }

  get lockFile(): string {
    return join(this.folder, 'lock');
  }

  get packs(): string {
    return join(this.objects, 'objects', 'pack');
  }

  /** Makes the store of objects when there is none. To be called under the lock, as everything that changes the folder. @returns whether it did */
  async prepare(): Promise<boolean> {
    mkdirSync(join(this.folder, 'views'), { recursive: true, mode: 0o700 });
    this.clearRemains();
    if (existsSync(this.objects)) return false;
    const draft = `${this.objects}.${randomBytes(6).toString('hex')}`;
    mkdirSync(draft);
    const place = { folder: draft, inheritRepository: false };
    const { exitCode, stderr } = await runGit(place, ['init', '--bare', '--quiet', '--template=']);
    if (exitCode !== 0) throw new Error(stderr);
    renameSync(draft, this.objects);
    return true;
  }

  /** Makes the view of a repository show what was fetched. @returns its folder */
  async show({ name, mainBranch }: ViewRequest): Promise<string> {
    const view = join(this.folder, 'views', `${name}.git`);
    const refs = await this.#refsOf(name);
    const head = `ref: refs/heads/${headOf(refs, mainBranch)}\n`;
    const packed = refs.map(({ oid, ref }) => `${oid} ${ref}\n`).join('');
    if (!existsSync(view)) this.#makeView(view);
    // Of names nothing is known but that they are bytes.
    writeWhole(join(view, 'packed-refs'), Buffer.from(packed, 'latin1'));
    writeWhole(join(view, 'HEAD'), Buffer.from(head, 'latin1'));
    return view;
  }

  /**
   * Every update adds a pack, and many packs are slow to read: small ones are joined, and nothing is lost that lies in them.
   * Not while somebody reads. That git is too old for it is no reason to fail.
   */
  async tidy(): Promise<void> {
    const packs = readdirSync(this.packs).filter((name) => name.endsWith('.pack'));
    if (packs.length <= MOST_PACKS || this.isLeased()) return;
    const place = { folder: this.objects, inheritRepository: false };
    await runGit(place, ['repack', '--geometric=2', '-d', '-q']);
  }

  /** Nobody may take the folder away until the file is removed. */
  lease(): string {
    const folder = join(this.folder, 'leases');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const holder = ownHolder();
    const file = join(folder, holder.nonce);
    writeFileSync(file, textOf(holder), { mode: 0o600 });
    this.use();
    return file;
  }

  isLeased(): boolean {
    const folder = join(this.folder, 'leases');
    const leases = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
    return leases.some((file) => {
      const holder = holderIn(file);
      return holder !== undefined && isAlive(holder, file);
    });
  }

  use(): void {
    const file = join(this.folder, 'used');
    writeFileSync(file, '');
    const now = new Date();
    utimesSync(file, now, now);
  }

  get usedAtMs(): number {
    return statSync(join(this.folder, 'used'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }

  /** Bytes of what was fetched; refs and views count for nothing. */
  get bytes(): number {
    if (!existsSync(this.packs)) return 0;
    const sizes = readdirSync(this.packs).map(
      (name) => statSync(join(this.packs, name), { throwIfNoEntry: false })?.size ?? 0,
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** The name says "away" before the first file goes, so nothing half is ever taken for whole. */
  empty(): void {
    for (const name of ['objects.git', 'views']) {
      const from = join(this.folder, name);
      if (!existsSync(from)) continue;
      const away = join(this.folder, `away-${randomBytes(6).toString('hex')}`);
      renameSync(from, away);
      rmSync(away, { recursive: true, force: true });
    }
  }

  /** Was somebody here who did not leave, or is still? Whoever changes the folder has the lock, whoever reads it a lease. */
  get hasTraces(): boolean {
    const leases = join(this.folder, 'leases');
    return (
      readdirSync(this.folder).some((name) => name.startsWith('lock')) ||
      (existsSync(leases) && readdirSync(leases).length > 0)
    );
  }

  /** What somebody who was killed left behind: half a pack, locks of refs, drafts, leases. Nobody else is here: the lock is ours. */
  clearRemains(): void {
    removeFrom(this.folder, (name) => /^(?:away-|objects\.git\.)/.test(name));
    removeFrom(join(this.folder, 'views'), (name) => DRAFT.test(name), true);
    // Others may be waiting for the lock just now: theirs stay.
    removeFrom(this.folder, (name) => /^lock\.[0-9a-f]+$/.test(name) && isOfDead(join(this.folder, name)));
    const leases = join(this.folder, 'leases');
    removeFrom(leases, (name) => isOfDead(join(leases, name)));
    if (existsSync(this.objects)) this.#clearObjects();
  }

  #clearObjects(): void {
    const packs = new Set(readdirSync(this.packs));
    removeFrom(this.packs, (name) => {
      const isAlone = name.endsWith('.pack') && !packs.has(name.replace(/pack$/, 'idx'));
      return isAlone || /^\.?tmp[_-]/.test(name) || name.endsWith('.keep');
    });
    removeFrom(this.objects, (name) => name.endsWith('.lock'));
    removeFrom(join(this.objects, 'refs'), (name) => name.endsWith('.lock'), true);
  }

  async #refsOf(name: string): Promise<{ oid: string; ref: string }[]> {
    const prefix = `refs/forks/${name}/`;
    const place = { folder: this.objects, inheritRepository: false };
    const format = '--format=%(objectname) %(refname)';
    const { stdout, stderr, exitCode } = await runGit(place, ['for-each-ref', format, prefix]);
    if (exitCode !== 0) throw new Error(stderr);
    const lines = stdout.toString('latin1').split('\n');
    return lines.flatMap((line) => {
      const [oid = '', full = ''] = line.split(' ');
      return full.startsWith(prefix) ? [{ oid, ref: `refs/${full.slice(prefix.length)}` }] : [];
    });
  }

  #makeView(view: string): void {
    const draft = `${view}.${randomBytes(6).toString('hex')}`;
    mkdirSync(join(draft, 'objects', 'info'), { recursive: true });
    mkdirSync(join(draft, 'refs'));
    writeFileSync(join(draft, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
    writeFileSync(join(draft, 'HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(join(draft, 'objects', 'info', 'alternates'), '../../../objects.git/objects\n');
    renameSync(draft, view);
  }
}

function isOfDead(file: string): boolean {
  const holder = holderIn(file);
  return holder !== undefined && !isAlive(holder, file);
}

function removeFrom(folder: string, isRemains: (name: string) => boolean, recursive = false): void {
  if (!existsSync(folder)) return;
  const names = readdirSync(folder, { recursive, encoding: 'utf8' });
  for (const name of names.filter(isRemains)) rmSync(join(folder, name), { recursive: true, force: true });
}

function headOf(refs: readonly { ref: string }[], mainBranch: string | null): string {
  const branches = refs.flatMap(({ ref }) => /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? []);
  return (
    [mainBranch, 'main', 'master'].find((name) => name !== null && branches.includes(name)) ??
    branches[0] ??
    'main'
  );
}
