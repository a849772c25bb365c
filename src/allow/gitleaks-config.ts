/** `.gitleaks.toml`, with what it extends -> detectors and allow entries of ours, and a warning for all that is lost. */
import { compareIds } from '../catalogue/compare-ids.ts';
import type { Detector } from '../catalogue/detector.ts';
import type { AllowEntry } from './allow-entry.ts';
import { compileRe2 } from './compile-re2.ts';
import { translateAllowlist } from './gitleaks-allowlist.ts';
import type { GitleaksFile, GitleaksRule, Warn } from './gitleaks-file.ts';
import { mergeGitleaksRules } from './gitleaks-merge.ts';
import { translateRule } from './gitleaks-rule.ts';

export interface GitleaksConfig {
  /** Own rules of the file. */
  readonly detectors: readonly Detector[];
  readonly allow: readonly AllowEntry[];
  /** Ids of built-in detectors that `disabledRules` turns off. */
  readonly disabled: readonly string[];
  /** Did it ask for gitleaks' own rules beside its own? */
  readonly useDefault: boolean;
}

/**
 * @param chain the file, then what it extends, nearest first
 * @param builtIn ids of the catalogue's detectors: `targetRules` and `disabledRules` may mean them by gitleaks' names
 * @param warn takes a sentence for each thing that is lost
 */
export function translateGitleaksConfig(
  chain: readonly GitleaksFile[],
  builtIn: readonly string[],
  warn: Warn,
): GitleaksConfig {
  const useDefault = chain.some((file) => file.extend.usedefault);
  const detectors: Detector[] = [];
  const allow: AllowEntry[] = [];
  for (const rule of mergeGitleaksRules(chain)) {
    const lists = rule.allowlists.map((list) =>
      translateAllowlist(list, `rule "${rule.id}"`, isMeantBy(rule.id), warn),
    );
    allow.push(...lists.filter((entry) => entry !== undefined));
    if (useDefault && changesBuiltIn(rule)) {
      warnOfChange(rule, builtIn, warn);
      continue;
    }
    const elsewhere = elsewhereEntry(rule, warn);
    if (elsewhere === 'broken') continue;
    const detector = translateRule(rule, warn);
    if (!detector) continue;
    detectors.push(detector);
    if (elsewhere) allow.push(elsewhere);
  }
  allow.push(...globalEntries(chain, warn));
  return { detectors, allow, disabled: disabledOf(chain, builtIn, warn), useDefault };
}

function globalEntries(chain: readonly GitleaksFile[], warn: Warn): AllowEntry[] {
  return chain
    .flatMap((file) => file.allowlists)
    .map((list) => {
      const tests = (list.targetrules ?? []).map(isMeantBy);
      const appliesTo = tests.length === 0 ? null : (id: string) => tests.some((test) => test(id));
      return translateAllowlist(list, 'global', appliesTo, warn);
    })
    .filter((entry) => entry !== undefined);
}

/** A detector is meant by its own id and by the id of gitleaks' rule for the same thing. Asked often, so remembered. */
function isMeantBy(rule: string): (detector: string) => boolean {
  const known = new Map<string, boolean>();
  return (detector) => {
    const verdict = known.get(detector) ?? compareIds(rule, detector) === 'same';
    known.set(detector, verdict);
    return verdict;
  };
}

/** With `useDefault`, a rule without an expression only adds to the default rule of its id. */
function changesBuiltIn({ regex, path }: GitleaksRule): boolean {
  return regex === '' && path === '';
}

function warnOfChange(rule: GitleaksRule, builtIn: readonly string[], warn: Warn): void {
  if (!builtIn.some((id) => compareIds(rule.id, id) === 'same')) {
    warn(`rule "${rule.id}": it has no regex, and there is no built-in detector like it`);
  }
  if (rule.entropy > 0 || rule.keywords.length > 0) {
    warn(`rule "${rule.id}": entropy and keywords of a built-in detector cannot be changed`);
  }
}

/** A detector looks everywhere; that a rule is for some paths alone becomes an entry that allows it elsewhere. */
function elsewhereEntry(rule: GitleaksRule, warn: Warn): AllowEntry | 'broken' | undefined {
  if (rule.path === '' || rule.regex === '') return undefined;
  const expression = compileRe2(rule.path, `rule "${rule.id}": path`, warn);
  if (!expression) return 'broken';
  return {
    reason: `rule "${rule.id}" is for other paths`,
    condition: 'all',
    appliesTo: (detector) => detector === rule.id,
    paths: [{ test: (path) => !expression.test(path) }],
    commits: null,
    values: null,
    stopWords: null,
  };
}

function disabledOf(chain: readonly GitleaksFile[], builtIn: readonly string[], warn: Warn): string[] {
  const own = new Set(chain.flatMap((file) => file.rules.map((rule) => rule.id)));
  const wanted = new Set(chain.flatMap((file) => file.extend.disabledrules));
  return [...wanted].flatMap((rule) => {
    const meant = builtIn.filter((id) => compareIds(rule, id) === 'same');
    if (meant.length === 0 && !own.has(rule)) warn(`disabledRules: there is no detector like "${rule}" here`);
    return meant;
  });
}
