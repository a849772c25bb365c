/** A list of words as a set that is made when it is first asked: most starts ask for none of them. */
export class WordSet {
  readonly #list: string;
  #words: ReadonlySet<string> | undefined;

  /** @param list words with blanks between */
  constructor(...list: readonly string[]) {
    this.#list = list.join(' ');
  }

  has(word: string): boolean {
    return this.all().has(word);
  }

  all(): ReadonlySet<string> {
    return (this.#words ??= new Set(this.#list.trim().split(/ +/)));
  }
}
