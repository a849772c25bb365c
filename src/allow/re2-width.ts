/** How many bytes an expression can match at most. Infinity when nothing bounds it. */
import { childrenOf, type ClassNode, type Node } from './re2-ast.ts';

/** Bytes of the longest UTF-8 character. */
const WIDEST = 4;

export function maxWidth(node: Node): number {
  if (node.type === 'repeat') {
    const width = maxWidth(node.body);
    return width === 0 ? 0 : width * node.max;
  }
  const widths = childrenOf(node).map(maxWidth);
  if (node.type === 'alternatives') return Math.max(0, ...widths);
  return ownWidth(node) + widths.reduce((sum, width) => sum + width, 0);
}

function ownWidth(node: Node): number {
  if (node.type === 'literal') return node.codePoint < 0x80 ? 1 : WIDEST;
  if (node.type === 'class') return isAscii(node) ? 1 : WIDEST;
  return 0;
}

function isAscii({ isNegated, properties, ranges }: ClassNode): boolean {
  return !isNegated && properties.length === 0 && (ranges.at(-1)?.[1] ?? 0) < 0x80;
}
