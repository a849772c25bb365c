/** The text of an expression and a place in it. */
import { Re2SyntaxError } from './re2-ast.ts';

export class Re2Text {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get isDone(): boolean {
    return this.#at >= this.#source.length;
  }

  isAt(literal: string): boolean {
    return this.#source.startsWith(literal, this.#at);
  }

  /** The next characters, fewer at the end; the place stays. */
  peek(count = 1): string {
    return this.#source.slice(this.#at, this.#at + count);
  }

  skip(count: number): void {
    this.#at += count;
  }

  /** Steps over the literal if it stands here. */
  take(literal: string): boolean {
    const isHere = this.isAt(literal);
    if (isHere) this.#at += literal.length;
    return isHere;
  }

  /** Steps over what a sticky expression finds here. */
  takeMatch(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source);
    if (!found) return undefined;
    this.#at += found[0].length;
    return found;
  }

  /** Everything up to the mark, and steps over the mark too; everything to the end when it does not come. */
  takeUntil(mark: string): string {
    const end = this.#source.indexOf(mark, this.#at);
    const text = this.#source.slice(this.#at, end < 0 ? undefined : end);
    this.#at += text.length + (end < 0 ? 0 : mark.length);
    return text;
  }

  /** The code point here, and steps over it. */
  next(): number {
    const codePoint = this.#source.codePointAt(this.#at);
    if (codePoint === undefined) throw new Re2SyntaxError('it ends too early');
    this.#at += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }
}
