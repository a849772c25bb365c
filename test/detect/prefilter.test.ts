import { describe, expect, it } from 'vitest';
import { Arena } from '../../src/engine/arena.ts';
import type { Kernel } from '../../src/engine/kernel.ts';
import { startPlainKernel } from '../../src/engine/plain-kernel.ts';
import { startWasmKernel } from '../../src/engine/wasm-kernel.ts';
import { anchorFinder } from '../../src/detect/keyword-anchor.ts';
import { fc } from '../support/property.ts';

const anchorOf = anchorFinder();

interface Prefilter {
  readonly kernel: Kernel;
  readonly arena: Arena;
}

function build(start: () => Kernel | undefined, keywords: readonly string[]): Prefilter {
  const kernel = start();
  if (!kernel) throw new Error('the engine does not start');
  const arena = new Arena(kernel);
  const shapes = arena.take(keywords.length * 2);
  const texts = arena.take(keywords.join('').length);
  kernel.memory.set(
    keywords.flatMap((keyword) => [keyword.length, anchorOf(keyword)]),
    shapes,
  );
  kernel.memory.write(keywords.join(''), texts, 'latin1');
  // In two calls: numbers go on from one to the next.
  const [first = ''] = keywords;
  const added = kernel.addKeywords(0, 1, shapes, texts);
  const rest = kernel.addKeywords(1, keywords.length - 1, shapes + 2, texts + first.length);
  if (added + rest !== keywords.length) throw new Error('no room');
  arena.give(texts);
  arena.give(shapes);
  return { kernel, arena };
}

/** `offset:keyword` of each hit that begins in [from, to), in the order in which they come. */
function found({ kernel, arena }: Prefilter, bytes: Buffer, from = 0, to = bytes.length): string[] {
  const text = arena.take(bytes.length);
  const room = bytes.length + 8;
  const out = arena.take(room * 12);
  kernel.memory.set(bytes, text);
  const count = kernel.findHits(text, bytes.length, from, to, out, room);
  const hits = Array.from({ length: count }, (_, index) => {
    const hit = out + index * 12;
    if (kernel.memory.readUInt16LE(hit + 10) !== 1) throw new Error('a hit without its flag');
    return `${kernel.memory.readUInt32LE(hit)}:${kernel.memory.readUInt16LE(hit + 4)}`;
  });
  arena.give(out);
  arena.give(text);
  return hits;
}

/** The definition: every place where the lower-cased bytes hold the keyword. */
function definition(keywords: readonly string[], bytes: Buffer, from = 0, to = bytes.length): string[] {
  const text = bytes.toString('latin1').replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return keywords
    .flatMap((keyword, index) => {
      const hits: string[] = [];
      for (let at = text.indexOf(keyword); at >= 0; at = text.indexOf(keyword, at + 1))
        if (at >= from && at < to) hits.push(`${at}:${index}`);
      return hits;
    })
    .toSorted(byPlace);
}

function byPlace(one: string, other: string): number {
  const [a = 0, b = 0] = one.split(':').map(Number);
  const [c = 0, d = 0] = other.split(':').map(Number);
  return a - c || b - d;
}

const KEYWORDS = ['abab', 'ababb', 'secret', 'cret', 'x_y-', 'aaaa', '@bitbucket.org', 'token'];
const kernels = { twin: startPlainKernel, engine: startWasmKernel } as const;

describe.each(Object.entries(kernels))('the %s prefilter', (_, start) => {
  const prefilter = build(start, KEYWORDS);

  it('finds what the definition says, in text made of pieces of keywords', () => {
    const piece = fc.constantFrom(
      'ab',
      'a',
      'b',
      'secret',
      'SECRET',
      'toK',
      'en',
      'x_Y-',
      '@bitbucket',
      '.org',
      'aaaaaa',
      '\n',
      '\0',
      '\xff',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const bytes = Buffer.from(pieces.join(''), 'latin1');
        expect(found(prefilter, bytes)).toEqual(definition(KEYWORDS, bytes));
      }),
      { numRuns: 500 },
    );
  });

  it('finds what begins in the range that it was given and ends in the text', () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), (from, length) => {
        const bytes = Buffer.from('secret-ababb-token-secret-aaaaaaaa-@bitbucket.org');
        const to = Math.min(bytes.length, from + length);
        expect(found(prefilter, bytes, from, to)).toEqual(definition(KEYWORDS, bytes, from, to));
      }),
    );
  });

  it('finds a keyword at any place of a long text', () => {
    const size = 700_000;
    for (const at of [0, 1, 262_000, 262_100, 262_143, 262_144, 262_145, 524_280, size - 6]) {
      const bytes = Buffer.alloc(size, 'z');
      bytes.write('SeCrEt', at, 'latin1');
      expect(found(prefilter, bytes)).toEqual([`${at}:2`, `${at + 2}:3`]);
    }
  });

  it('reports all of a text that is nothing but keywords', () => {
    const bytes = Buffer.alloc(400_000, 'a');
    expect(found(prefilter, bytes)).toHaveLength(400_000 - 3);
  });
});

it('says when there is no room for the hits', () => {
  for (const start of Object.values(kernels)) {
    const { kernel, arena } = build(start, KEYWORDS);
    const text = arena.take(64);
    const out = arena.take(64);
    kernel.memory.write('secret token', text, 'latin1');
    expect(kernel.findHits(text, 12, 0, 12, out, 2)).toBe(-1);
    expect(kernel.findHits(text, 12, 0, 12, out, 3)).toBe(3);
  }
});
