/** How many columns of a terminal a text takes, and how to make it take fewer. */

/** Two columns each: East Asian wide and full-width forms, and what is shown as emoji. Close enough for a layout. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const COMBINING = /\p{Mark}/u;
// eslint-disable-next-line no-control-regex -- ASCII is the fast way
const ASCII = /^[\u0000-\u007f]*$/;

/** @param text without control characters, as `visibleText` gives it */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/** Cuts the middle out of a text that is too wide: of a path, the file's name and the line are what one needs. */
export function fitWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  const characters = Array.from(text);
  const front = Math.floor((width - 1) / 3);
  const back = takeWidth(characters.toReversed(), width - 1 - front).toReversed();
  return `${takeWidth(characters, front).join('')}…${back.join('')}`;
}

/** Breaks between words, and inside a word only when it alone is too wide. Never an empty list. */
export function wrapWidth(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => breakWord(part, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = Array.from(word);
  if (displayWidth(word) <= width) return [word];
  while (rest.length > 0) {
    const piece = takeWidth(rest, width);
    // A wide character in a column of one: one piece all the same, or this would never end.
    const taken = Math.max(piece.length, 1);
    pieces.push(rest.slice(0, taken).join(''));
    rest = rest.slice(taken);
  }
  return pieces;
}

function takeWidth(characters: readonly string[], width: number): string[] {
  let used = 0;
  const tooMuch = characters.findIndex((character) => {
    used += widthOf(character);
    return used > width;
  });
  return characters.slice(0, tooMuch === -1 ? characters.length : tooMuch);
}

function widthOf(character: string): number {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
