/** Which part of a match is the secret? Cuts an expression into what stands before it, the secret, and the rest. */
import { childrenOf, type GroupNode, type Node } from './re2-ast.ts';
import type { Re2Tree } from './re2-parse.ts';

export interface SecretParts {
  readonly before: Node;
  readonly secret: Node;
  readonly after: Node;
  /** What is not quite as gitleaks does it, or null. */
  readonly note: string | null;
}

const EMPTY: Node = { type: 'concat', parts: [] };

/**
 * gitleaks takes the group that `secretGroup` names; without it the first group that matched something; without groups
 * the whole match. Our engine must know where the secret begins, so the group may not lie in alternatives or repetitions.
 *
 * @param wanted 0 when the rule names no group
 */
export function splitAtSecret({ root, groups }: Re2Tree, wanted: number): SecretParts {
  const whole = { before: EMPTY, secret: root, after: EMPTY };
  if (groups === 0 || wanted > groups) return { ...whole, note: null };
  const candidates = wanted > 0 ? [wanted] : Array.from({ length: groups }, (_, index) => index + 1);
  const first = candidates
    .map((number) => cut(root, number))
    .find((parts) => parts && !canBeEmpty(parts.secret));
  if (!first) {
    const note =
      'its secret group lies inside alternatives or a repetition, so the whole match is taken as the secret';
    return { ...whole, note };
  }
  const isCertain = wanted > 0 || first.number === 1;
  const note = isCertain
    ? null
    : `group ${first.number} is taken as the secret, whichever other group matched`;
  return { before: first.before, secret: first.secret, after: first.after, note };
}

interface Cut {
  readonly number: number;
  readonly before: Node;
  readonly secret: Node;
  readonly after: Node;
}

/** Walks down to the group through sequences and groups alone. */
function cut(node: Node, number: number): Cut | undefined {
  if (node.type === 'group') {
    if (node.number === number) return { number, before: EMPTY, secret: node.body, after: EMPTY };
    return cut(node.body, number);
  }
  if (node.type !== 'concat') return undefined;
  const at = node.parts.findIndex((part) => holds(part, number));
  const part = node.parts[at];
  const inner = part && cut(part, number);
  if (!inner) return undefined;
  return {
    ...inner,
    before: { type: 'concat', parts: [...node.parts.slice(0, at), inner.before] },
    after: { type: 'concat', parts: [inner.after, ...node.parts.slice(at + 1)] },
  };
}

function holds(node: Node, number: number): boolean {
  return isGroup(node, number) || childrenOf(node).some((child) => holds(child, number));
}

function isGroup(node: Node, number: number): node is GroupNode {
  return node.type === 'group' && node.number === number;
}

function canBeEmpty(node: Node): boolean {
  if (node.type === 'literal' || node.type === 'class') return false;
  if (node.type === 'repeat') return node.min === 0 || canBeEmpty(node.body);
  if (node.type === 'alternatives') return node.options.some(canBeEmpty);
  return childrenOf(node).every(canBeEmpty);
}
