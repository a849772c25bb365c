/** The characters of a block that stands on several lines, without what parts the lines, and where each of them stands. */

export interface JoinedLines {
  readonly characters: string;
  /** Where in the block this character stands. */
  readonly placeOf: (character: number) => number;
}

interface Line {
  readonly first: number;
  readonly place: number;
}

/** @param block one char code per byte */
export function joinLines(block: string): JoinedLines {
  if (!block.includes('\n')) return { characters: block, placeOf: (character) => character };
  let lines: readonly Line[] | undefined;
  return {
    characters: block.replaceAll(/\s+/g, ''),
    placeOf: (character) => {
      lines ??= linesOf(block);
      const line = lineOf(lines, character);
      return line.place + character - line.first;
    },
  };
}

function linesOf(block: string): Line[] {
  let first = 0;
  return Array.from(block.matchAll(/\S+/g), ({ index, 0: line }) => {
    first += line.length;
    return { first: first - line.length, place: index };
  });
}

/** The last line that begins at or before the character. */
function lineOf(lines: readonly Line[], character: number): Line {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((lines[middle]?.first ?? 0) <= character) low = middle;
    else high = middle - 1;
  }
  return lines[low] ?? { first: 0, place: 0 };
}
