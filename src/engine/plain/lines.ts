/** Looks at a text as a whole: the twin of engine/lines.ts. */

const NEWLINE = 0x0a;

export function countNewlines(memory: Buffer, text: number, length: number): number {
  let count = 0;
  for (let at = text; at < text + length; at++) if (memory[at] === NEWLINE) count++;
  return count;
}

export function findNul(memory: Buffer, text: number, length: number): number {
  return memory.subarray(text, text + length).indexOf(0);
}
