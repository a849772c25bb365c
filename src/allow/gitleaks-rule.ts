/** A rule of `.gitleaks.toml` -> a detector of ours. */
import type { CheckSpec, Detector } from '../catalogue/detector.ts';
import { plainText } from '../core/plain-text.ts';
import type { GitleaksRule, Warn } from './gitleaks-file.ts';
import { emitRe2 } from './re2-emit.ts';
import { parseRe2, type Re2Tree } from './re2-parse.ts';
import { requiredLiterals } from './re2-required.ts';
import { runsAway } from './runs-away.ts';
import { splitAtSecret } from './re2-secret.ts';
import { MAX_EXPRESSION_LENGTH } from './re2-to-js.ts';
import { maxWidth } from './re2-width.ts';

/** How far around its keyword a detector looks when nothing in the expression bounds it: a long private key. */
const UNBOUNDED_REACH = 8192;
const MIN_REACH = 64;
/** The engine wants a keyword of at least four bytes. */
const MIN_KEYWORD = 4;
/** gitleaks asks for more than the given entropy, our check for at least. */
const A_LITTLE_MORE = 1e-9;

/** @returns undefined, with a warning that says why, when the rule cannot be used */
export function translateRule(rule: GitleaksRule, warn: Warn): Detector | undefined {
  const say: Warn = (message) => warn(`rule "${rule.id}": ${message}`);
  const obstacle = obstacleOf(rule);
  if (obstacle !== undefined) {
    say(`${obstacle}; the rule is not used`);
    return undefined;
  }
  try {
    const tree = parseRe2(rule.regex);
    const keywords = keywordsOf(tree, rule, say);
    return keywords && detectorOf(rule, tree, keywords, say);
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}; the rule is not used`);
    return undefined;
  }
}

function obstacleOf(rule: GitleaksRule): string | undefined {
  if (rule.regex === '')
    return rule.path === '' ? 'it has no regex' : 'rules for paths alone are not supported';
  if (rule.regex.length > MAX_EXPRESSION_LENGTH)
    return `its regex is over ${MAX_EXPRESSION_LENGTH} characters`;
  if (rule.required.length > 0) return 'rules that require other rules are not supported';
  if (rule.skipreport) return 'skipReport is only of use to rules that require this one';
  return undefined;
}

/** Literals that every match holds. gitleaks looks for its keywords in the whole file, our engine in the match. */
function keywordsOf({ root }: Re2Tree, rule: GitleaksRule, say: Warn): readonly string[] | undefined {
  const required = requiredLiterals(root);
  if (required) return required;
  const given = rule.keywords.map((keyword) => keyword.toLowerCase());
  const isUsable =
    given.length > 0 &&
    given.every((keyword) => /^[\u0020-\u007e]+$/.test(keyword) && keyword.length >= MIN_KEYWORD);
  if (isUsable) {
    say(
      'its regex holds no fixed text of four characters, so only matches that hold one of its keywords are found',
    );
    return given;
  }
  say(
    'neither its regex nor its keywords give fixed text of four characters to look for; the rule is not used',
  );
  return undefined;
}

function detectorOf(rule: GitleaksRule, tree: Re2Tree, keywords: readonly string[], say: Warn): Detector {
  const notes = new Set<string>();
  const { before, secret, after, note } = splitAtSecret(tree, rule.secretgroup);
  if (note !== null) notes.add(note);
  if (rule.secretgroup > tree.groups)
    notes.add(`there is no group ${rule.secretgroup}; the whole match is the secret`);
  const [one, two, rest] = [before, secret, after].map((part) =>
    emitRe2({ type: 'group', number: 0, body: part }, 'bytes', notes),
  );
  const source = `(${one})(${two})${rest}`;
  // The engine compiles when first used, and only then says that an expression is too large.
  new RegExp(source, 'g').test('');
  for (const each of notes) say(each);
  const width = maxWidth(tree.root);
  const reach = Math.min(UNBOUNDED_REACH, Math.max(MIN_REACH, width));
  const danger = runsAway(rule.regex, reach);
  if (danger !== undefined) throw new RangeError(`its regex ${danger}`);
  return {
    id: rule.id,
    title: plainText(rule.description, 200) || rule.id,
    issuer: 'Own rules (.gitleaks.toml)',
    label: 'credential/generic-secret',
    severity: 'high',
    confidence: 'medium',
    keywords,
    matcher: 'token',
    source,
    flags: 'g',
    reachBefore: reach,
    reachAfter: reach,
    checks: checksOf(rule),
    exposes: '',
    revoke: '',
    references: [],
    own: true,
  };
}

function checksOf({ entropy }: GitleaksRule): CheckSpec[] {
  return entropy > 0 ? [{ name: 'entropy', atLeast: entropy + A_LITTLE_MORE }] : [];
}
