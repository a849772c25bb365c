/** Where in a TOML text does each key stand? The parser tells places only of syntax errors. */

/** Line numbers from 1, by path: `scan.jobs`, `allow[1].values[0]`, `detector[2]`. */
export type TomlPlaces = ReadonlyMap<string, number>;

/** Parts of a dotted key; each makes a path as long as all before it. */
const MAX_PARTS = 64;
const SPACE = /[ \t\r]*/y;
const BLANK = /(?:[ \t\r\n]|#[^\n]*)*/y;
const KEY = /"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+)/y;
const STRING = /"""[^]*?(?<!\\)(?:\\\\)*"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;
const BARE = /[^,\]}\n#]*/y;

/** @param text a document that the parser has accepted; of any other the result is incomplete, never an error */
export function locateToml(text: string): TomlPlaces {
  return new Locator(text).run();
}

class Locator {
  readonly #text: string;
  readonly #places = new Map<string, number>();
  /** Last index of each array of tables. */
  readonly #indexes = new Map<string, number>();
  #at = 0;
  #countedTo = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  run(): TomlPlaces {
    let table = '';
    for (this.#skip(BLANK); this.#at < this.#text.length; this.#skip(BLANK)) {
      const before = this.#at;
      if (this.#text[this.#at] === '[') table = this.#header();
      else this.#pair(table);
      // What is not understood must not hold us here.
      if (this.#at === before) this.#at++;
    }
    return this.#places;
  }

  #header(): string {
    const isArray = this.#text.startsWith('[[', this.#at);
    this.#at += isArray ? 2 : 1;
    const parts = this.#key();
    let path = '';
    for (const [index, part] of parts.entries()) {
      path = join(path, part);
      const last = this.#indexes.get(path);
      if (isArray && index === parts.length - 1) {
        this.#indexes.set(path, (last ?? -1) + 1);
        path = `${path}[${(last ?? -1) + 1}]`;
      } else if (last !== undefined) path = `${path}[${last}]`;
    }
    this.#note(path);
    this.#skip(SPACE);
    while (this.#text[this.#at] === ']') this.#at++;
    return path;
  }

  #pair(table: string): void {
    const parts = this.#key();
    let path = table;
    for (const part of parts) {
      path = join(path, part);
      this.#note(path);
    }
    this.#skip(SPACE);
    if (parts.length === 0 || this.#text[this.#at] !== '=') return;
    this.#at++;
    this.#skip(SPACE);
    this.#value(path);
  }

  /** A dotted key. */
  #key(): string[] {
    const parts: string[] = [];
    for (this.#skip(SPACE); ; this.#at++) {
      this.#skip(SPACE);
      const found = this.#take(KEY);
      if (!found) return parts;
      parts.push(found[1] ?? found[2] ?? found[3] ?? '');
      this.#skip(SPACE);
      if (this.#text[this.#at] !== '.' || parts.length >= MAX_PARTS) return parts;
    }
  }

  #value(path: string): void {
    const open = this.#text[this.#at];
    if (open === '[' || open === '{') this.#members(path, open === '[');
    else if (!this.#take(STRING)) this.#take(BARE);
  }

  #members(path: string, isArray: boolean): void {
    this.#at++;
    for (let index = 0; this.#at < this.#text.length; index++) {
      this.#skip(BLANK);
      const before = this.#at;
      if (/[\]}]/.test(this.#text[this.#at] ?? ']')) break;
      if (isArray) {
        this.#note(`${path}[${index}]`);
        this.#value(`${path}[${index}]`);
      } else this.#pair(path);
      this.#skip(BLANK);
      if (this.#text[this.#at] === ',' || this.#at === before) this.#at++;
    }
    this.#at++;
  }

  /** The first place of a path counts: where a table is opened, or its first key. */
  #note(path: string): void {
    for (; this.#countedTo < this.#at; this.#countedTo++) {
      if (this.#text[this.#countedTo] === '\n') this.#line++;
    }
    if (!this.#places.has(path)) this.#places.set(path, this.#line);
  }

  #skip(sticky: RegExp): void {
    this.#take(sticky);
  }

  #take(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text);
    if (!found) return undefined;
    this.#at += found[0].length;
    return found;
  }
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}
