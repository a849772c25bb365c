/** Names of files -> kinds of files, as bits: one for each label, in the order of `labels`. */
import type { Artefact } from '../catalogue/artefact-file.ts';

/** More labels than a word has bits would need another form. */
const MOST_LABELS = 30;
const MOST_FOLDERS = 32;

export class ArtefactNames {
  readonly labels: readonly string[];
  readonly #anywhere: NameBits;
  /** By the name of the folder its number, which is a place in the list behind it. */
  readonly #folders = new Map<string, number>();
  readonly #inFolder: NameBits[] = [];

  /** @throws {RangeError} when there are more than 30 labels, or 32 folders */
  constructor(artefacts: readonly Artefact[]) {
    this.labels = [...new Set(artefacts.map(({ label }) => label))];
    if (this.labels.length > MOST_LABELS)
      throw new RangeError(`more than ${MOST_LABELS} labels of artefacts`);
    this.#anywhere = new NameBits();
    for (const { label, names, folders } of artefacts) {
      const bit = 1 << this.labels.indexOf(label);
      if (folders.length === 0) this.#anywhere.add(names, bit);
      for (const folder of folders) this.#folder(folder.toLowerCase()).add(names, bit);
    }
  }

  /** What a file is by its own name. */
  bitsOf(name: string): number {
    return this.#anywhere.of(name.toLowerCase());
  }

  /** The number of a folder that tells what the files directly in it are; -1 for most names. */
  folderOf(name: string): number {
    return this.#folders.get(name.toLowerCase()) ?? -1;
  }

  /** What a file is because of that folder. */
  bitsIn(folder: number, name: string): number {
    return this.#inFolder[folder]?.of(name.toLowerCase()) ?? 0;
  }

  /** Both, for a path with slashes. */
  bitsOfPath(path: string): number {
    const [name = '', folder = ''] = path.split('/').toReversed();
    return this.bitsOf(name) | this.bitsIn(this.folderOf(folder), name);
  }

  #folder(name: string): NameBits {
    const number = this.#folders.get(name) ?? this.#folders.size;
    if (number >= MOST_FOLDERS) throw new RangeError(`more than ${MOST_FOLDERS} folders of artefacts`);
    this.#folders.set(name, number);
    return (this.#inFolder[number] ??= new NameBits());
  }
}

/** Of names in lower case. */
class NameBits {
  readonly #whole = new Map<string, number>();
  /** By what stands behind a dot. */
  readonly #extensions = new Map<string, number>();
  readonly #beginnings: Array<{ readonly text: string; readonly bit: number }> = [];
  #all = 0;

  add(names: readonly string[], bit: number): void {
    for (const name of names) {
      if (name === '*') this.#all |= bit;
      else if (name.startsWith('*.')) addBit(this.#extensions, name.slice(2), bit);
      else if (name.endsWith('*')) this.#beginnings.push({ text: name.slice(0, -1), bit });
      else addBit(this.#whole, name, bit);
    }
  }

  of(name: string): number {
    let bits = this.#all | (this.#whole.get(name) ?? 0);
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      // ".tf" alone is a name without an extension.
      if (dot > 0) bits |= this.#extensions.get(name.slice(dot + 1)) ?? 0;
    }
    for (const { text, bit } of this.#beginnings) if (name.startsWith(text)) bits |= bit;
    return bits;
  }
}

function addBit(bits: Map<string, number>, key: string, bit: number): void {
  bits.set(key, (bits.get(key) ?? 0) | bit);
}
