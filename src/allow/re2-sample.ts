/** Makes up a text that an expression matches: the same one for the same seed. */
import type { ClassNode, Node } from './re2-ast.ts';
import { complement } from './re2-class.ts';
import { parseRe2 } from './re2-parse.ts';

/** What a repetition without an end is given at most beyond its least. */
const FEW_MORE = 12;
const MOST_CHARACTERS = 4096;

/** @throws {Re2SyntaxError} for what RE2 does not know, such as look-around */
export function sampleRe2(source: string, seed: number): string {
  // JavaScript repeats more often than RE2 allows, and knows a class that holds everything.
  const narrow = source
    .replaceAll('[^]', '[\\s\\S]')
    .replace(
      /\{(\d{1,3}),(\d*)\}/g,
      (_, least: string, most: string) => `{${least},${fewFrom(least, most)}}`,
    );
  return new Sampler(seed).textOf(parseRe2(narrow).root).slice(0, MOST_CHARACTERS);
}

function fewFrom(least: string, most: string): number {
  return Math.min(most === '' ? Infinity : Number(most), Number(least) + FEW_MORE);
}

class Sampler {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed, 2_654_435_761) + 97) >>> 0;
  }

  // oxlint-disable-next-line typescript/consistent-return -- every kind of node returns
  textOf(node: Node): string {
    switch (node.type) {
      case 'literal':
        return String.fromCodePoint(node.codePoint);
      case 'class':
        return this.#memberOf(node);
      case 'assert':
        return '';
      case 'group':
        return this.textOf(node.body);
      case 'repeat':
        return this.#repeated(node.body, node.min, Math.min(node.max, node.min + FEW_MORE));
      case 'concat':
        return node.parts.map((part) => this.textOf(part)).join('');
      case 'alternatives':
        return this.#oneOf(node.options);
    }
  }

  #oneOf(options: readonly Node[]): string {
    const chosen = options[this.#below(options.length)];
    return chosen ? this.textOf(chosen) : '';
  }

  /** Printable ASCII where there is any. */
  #memberOf({ ranges, isNegated }: ClassNode): string {
    const allowed = isNegated ? complement(ranges) : ranges;
    const plain = allowed
      .map(([low, high]) => [Math.max(low, 0x21), Math.min(high, 0x7e)] as const)
      .filter(([low, high]) => low <= high);
    const choices = plain.length > 0 ? plain : allowed;
    let place = this.#below(choices.reduce((sum, [low, high]) => sum + high - low + 1, 0));
    for (const [low, high] of choices) {
      if (place <= high - low) return String.fromCodePoint(low + place);
      place -= high - low + 1;
    }
    // A class of properties alone.
    return 'a';
  }

  #repeated(body: Node, least: number, most: number): string {
    const count = least + this.#below(most - least + 1);
    return Array.from({ length: count }, () => this.textOf(body)).join('');
  }

  /** A whole number from 0 to below `limit`. Constants of Numerical Recipes; the low bits are the poor ones. */
  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return limit < 1 ? 0 : Math.floor((this.#state / 2 ** 32) * limit);
  }
}
