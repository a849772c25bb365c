/** Our lines in a shell script: between two marks, with a sum, so that they can be renewed and taken out without touching others. */
import { createHash } from 'node:crypto';

/** Where our lines stand in a script, and whether they are as they were written. */
export interface MarkedBlock {
  readonly start: number;
  /** Behind the closing mark; its line end is not part of it. */
  readonly end: number;
  readonly hook: string;
  readonly isAsWritten: boolean;
}

const BEGIN = '# bitsieve: begin ';
const END = '# bitsieve: end';
const SHEBANG = '#!/bin/sh\n';

/** @param lines shell, fit to stand in any script @returns without a line end */
export function markedBlock(hook: string, lines: readonly string[]): string {
  const body = lines.join('\n');
  return `${BEGIN}${hook} ${sumOf(body)}\n${body}\n${END}`;
}

/** UTF-8, one character a byte, as scripts are read: what somebody else wrote need not be text. */
export function asWritten(lines: readonly string[]): string[] {
  return lines.map((line) => Buffer.from(line, 'utf8').toString('latin1'));
}

/** The first one; null where there is none, or no closing mark. */
export function findBlock(text: string): MarkedBlock | null {
  const start = lineStart(text, BEGIN, 0);
  if (start < 0) return null;
  const bodyStart = text.indexOf('\n', start) + 1;
  const close = bodyStart === 0 ? -1 : lineStart(text, END, bodyStart);
  if (close < 0) return null;
  const [hook = '', sum = ''] = text
    .slice(start + BEGIN.length, bodyStart)
    .trim()
    .split(' ');
  const isAsWritten = sum === sumOf(text.slice(bodyStart, Math.max(bodyStart, close - 1)));
  return { start, end: close + END.length, hook, isAsWritten };
}

/** A script that holds nothing else. */
export function ownScript(block: string): string {
  return `${SHEBANG}${block}\n`;
}

/** Whether nobody added a line to what `ownScript` made, or to a file that was made for the block alone. */
export function isOwnScript(text: string): boolean {
  const block = findBlock(text);
  if (!block) return false;
  const head = text.slice(0, block.start).replaceAll('\r', '');
  return (head === SHEBANG || head === '') && /^\r?\n$/.test(text.slice(block.end));
}

/** The text with the block in place of the one that it holds, else as its last lines, or its first. */
export function withBlock(text: string, block: string, place: 'first' | 'last'): string {
  const old = findBlock(text);
  if (old) return text.slice(0, old.start) + block + text.slice(old.end);
  if (place === 'first') {
    const head = text.startsWith('#!') ? text.indexOf('\n') + 1 : 0;
    if (head > 0 || !text.startsWith('#!')) return `${text.slice(0, head)}${block}\n${text.slice(head)}`;
  }
  // Without a line end where there was none, which tells `withoutBlock` what to leave.
  return text.endsWith('\n') ? `${text}${block}\n` : `${text}\n${block}`;
}

/** The text as it was before `withBlock`. */
export function withoutBlock(text: string): string {
  const block = findBlock(text);
  if (!block) return text;
  const [head, tail] = [text.slice(0, block.start), text.slice(block.end)];
  if (tail !== '') return head + tail.replace(/^\r?\n/, '');
  // Only where a checkout turned every line end is the carriage return not somebody's own.
  const isTurned = text.slice(block.start, block.end).includes('\r\n');
  return head.replace(isTurned ? /\r?\n$/ : /\n$/, '');
}

function lineStart(text: string, mark: string, from: number): number {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (at === 0 || text[at - 1] === '\n') return at;
  }
  return -1;
}

/** Of the lines, not of their ends: git may check them out in another form. */
function sumOf(body: string): string {
  return createHash('sha256').update(body.replaceAll('\r', ''), 'latin1').digest('hex').slice(0, 16);
}
