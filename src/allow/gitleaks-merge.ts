/** Rules of a `.gitleaks.toml` and of what it extends -> one list: the nearer file changes the farther one. */
import type { GitleaksFile, GitleaksRule } from './gitleaks-file.ts';

/** @param chain the file, then what it extends, nearest first */
export function mergeGitleaksRules(chain: readonly GitleaksFile[]): readonly GitleaksRule[] {
  const rules = new Map<string, GitleaksRule>();
  for (const file of chain.toReversed()) {
    for (const id of file.extend.disabledrules) rules.delete(id);
    for (const rule of file.rules) {
      const base = rules.get(rule.id);
      rules.set(rule.id, base ? changed(base, rule) : rule);
    }
  }
  return [...rules.values()];
}

/** What the nearer rule says counts; lists are joined. */
function changed(base: GitleaksRule, rule: GitleaksRule): GitleaksRule {
  return {
    ...base,
    description: rule.description || base.description,
    entropy: rule.entropy || base.entropy,
    secretgroup: rule.secretgroup || base.secretgroup,
    regex: rule.regex || base.regex,
    path: rule.path || base.path,
    keywords: [...base.keywords, ...rule.keywords],
    allowlists: [...base.allowlists, ...rule.allowlists],
  };
}
