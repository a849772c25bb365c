/** What a page of a PDF shows: strings of its operators, in their order, a line for each change of height (ISO 32000-1, 9.4). */

/** A string, a hexadecimal one, a number, or an operator; names and dictionaries are passed over. One pass: each sign is read once. */
const PIECE = /\(|<[0-9A-Fa-f\s]*>|[-+]?[0-9.]+|\/[^\s/()<>[\]]*|[A-Za-z'"*]+/y;
/** What moves text apart in an array by more than this, thousandths of a letter, is a blank. */
const BLANK = -180;
const MOVING = new Set(['Td', 'TD']);
const BREAKING = new Set(['ET', 'T*', "'", '"']);
const SHOWING = new Set(['Tj', 'TJ', "'", '"']);
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** @returns latin1: one char code a byte. Fonts that number their letters otherwise than ASCII give nothing readable */
export function shownText(content: Buffer): string {
  return new PageText(content.toString('latin1')).read();
}

class PageText {
  readonly #source: string;
  readonly #shown: string[] = [];
  #waiting: string[] = [];
  #numbers: number[] = [];
  #height = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): string {
    for (let at = 0; at < this.#source.length;) {
      PIECE.lastIndex = at;
      const piece = PIECE.exec(this.#source)?.[0];
      if (piece === undefined) at++;
      else if (piece.startsWith('(')) at = this.#literal(at);
      else {
        at += piece.length;
        this.#take(piece);
      }
    }
    const lines = this.#shown.join('').split('\n');
    return lines.flatMap((line) => line.trim() || []).join('\n');
  }

  #take(piece: string): void {
    const first = piece.charCodeAt(0);
    if (piece.startsWith('<'))
      this.#waiting.push(Buffer.from(piece.replaceAll(/[^0-9A-Fa-f]/g, ''), 'hex').toString('latin1'));
    else if (first === 0x2f) return;
    else if (/^[-+.0-9]/.test(piece)) this.#number(Number(piece));
    else this.#operate(piece);
  }

  #number(value: number): void {
    this.#numbers.push(value);
    if (value < BLANK && this.#waiting.length > 0) this.#waiting.push(' ');
  }

  #operate(operator: string): void {
    const numbers = this.#numbers;
    this.#numbers = [];
    const last = numbers.at(-1) ?? 0;
    if (operator === 'Tm') this.#move(last);
    else if (MOVING.has(operator)) this.#move(this.#height + last);
    else if (BREAKING.has(operator)) this.#shown.push('\n');
    if (SHOWING.has(operator)) this.#shown.push(this.#waiting.join(''));
    this.#waiting = [];
  }

  #move(height: number): void {
    this.#shown.push(height === this.#height ? ' ' : '\n');
    this.#height = height;
  }

  /** Brackets may stand in it in pairs. @returns where it ends */
  #literal(from: number): number {
    let depth = 0;
    let at = from;
    for (; at < this.#source.length; at++) {
      const sign = this.#source[at];
      if (sign === '\\') at++;
      else if (sign === '(') depth++;
      else if (sign === ')' && --depth === 0) break;
    }
    this.#waiting.push(unescaped(this.#source.slice(from + 1, at)));
    return at + 1;
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:([0-7]{1,3})|\r\n|([^]))/g, (_, octal?: string, sign?: string) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
    // A line that is broken in the source is none in the text.
    return sign === undefined || sign === '\n' || sign === '\r' ? '' : (ESCAPES[sign] ?? sign);
  });
}
