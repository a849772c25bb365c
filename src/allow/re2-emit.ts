/** Writes a parsed RE2 expression as the source of a JavaScript one. Nothing captures in the result. */
import type { AssertKind, ClassNode, Node } from './re2-ast.ts';
import { emitByteClass, utf8Escapes } from './re2-byte-class.ts';
import { emitTextClass } from './re2-text-class.ts';

/**
 * `text`: for strings of Unicode text, with flag u. `bytes`: for strings that hold one byte of UTF-8 in each char code,
 * with no flag but g; what is not ASCII is spelled out in bytes.
 */
export type EmitTarget = 'text' | 'bytes';

const ASSERTIONS: Readonly<Record<AssertKind, string>> = {
  'text-start': '^',
  'text-end': '$',
  // JavaScript's flag m takes four characters for line ends, RE2 one; so the flag stays off.
  'line-start': '(?<![^\\n])',
  'line-end': '(?![^\\n])',
  word: '\\b',
  'not-word': '\\B',
};

/** @param notes takes a sentence for each place where the result accepts more than the original */
export function emitRe2(node: Node, target: EmitTarget, notes: Set<string>): string {
  if (node.type === 'alternatives') {
    return node.options.map((option) => emitRe2(option, target, notes)).join('|');
  }
  if (node.type === 'concat') return node.parts.map((part) => emitPart(part, target, notes)).join('');
  if (node.type === 'group') return `(?:${emitRe2(node.body, target, notes)})`;
  if (node.type === 'repeat') {
    return `${emitPart(node.body, target, notes, true)}${emitBounds(node.min, node.max)}${node.isLazy ? '?' : ''}`;
  }
  if (node.type === 'class') return emitClass(node, target, notes);
  return node.type === 'assert' ? ASSERTIONS[node.kind] : emitLiteral(node.codePoint, target);
}

/** A part of a sequence must hold together; what a repetition follows must be one thing. */
function emitPart(node: Node, target: EmitTarget, notes: Set<string>, isRepeated = false): string {
  const isLoose =
    node.type === 'alternatives' || (isRepeated && ['concat', 'repeat', 'assert'].includes(node.type));
  const source = emitRe2(node, target, notes);
  return isLoose ? `(?:${source})` : source;
}

function emitClass(node: ClassNode, target: EmitTarget, notes: Set<string>): string {
  return target === 'text' ? emitTextClass(node) : emitByteClass(node, notes);
}

function emitLiteral(codePoint: number, target: EmitTarget): string {
  const char = String.fromCodePoint(codePoint);
  if (/[A-Za-z0-9_ "'#%&,:;<=>@`~!-]/.test(char)) return char;
  if (codePoint < 0x20 || codePoint === 0x7f) return `\\x${codePoint.toString(16).padStart(2, '0')}`;
  if (codePoint < 0x7f) return `\\${char}`;
  return target === 'text' ? `\\u{${codePoint.toString(16)}}` : `(?:${utf8Escapes(codePoint)})`;
}

function emitBounds(min: number, max: number): string {
  if (max === Infinity && min < 2) return min === 0 ? '*' : '+';
  if (min === 0 && max === 1) return '?';
  if (min === max) return `{${min}}`;
  return `{${min},${max === Infinity ? '' : max}}`;
}
