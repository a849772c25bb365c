/** The shape of `.gitleaks.toml`: read leniently, as gitleaks does, but nothing that is left out stays unsaid. */
import * as v from 'valibot';
import { shortList } from '../catalogue/short-list.ts';
import { MAX_LIST_ENTRIES } from '../core/limits.ts';
import { quote } from '../core/quote.ts';

const words = shortList(v.string('is no text'), 'is no list');
const text = v.string('is no text');

const allowlistEntries = {
  description: v.optional(text),
  condition: v.optional(text),
  commits: v.optional(words),
  paths: v.optional(words),
  regextarget: v.optional(text),
  regexes: v.optional(words),
  stopwords: v.optional(words),
  targetrules: v.optional(words),
};

const ruleEntries = {
  id: v.pipe(text, v.regex(/^\w[\w.: -]{0,99}$/, 'is no name of a rule')),
  description: v.optional(text, ''),
  regex: v.optional(text, ''),
  secretgroup: v.optional(v.pipe(v.number('is no number'), v.integer('is no whole number')), 0),
  entropy: v.optional(v.number('is no number'), 0),
  path: v.optional(text, ''),
  keywords: v.optional(words, []),
  tags: v.optional(words, []),
  skipreport: v.optional(v.boolean('is neither true nor false'), false),
  required: v.optional(v.array(v.unknown(), 'is no list'), []),
};

const extendEntries = {
  usedefault: v.optional(v.boolean('is neither true nor false'), false),
  path: v.optional(text, ''),
  url: v.optional(text, ''),
  disabledrules: v.optional(words, []),
};

const allowlistSchema = v.object(allowlistEntries);
const ruleSchema = v.object(ruleEntries);
const extendSchema = v.object(extendEntries);

export type GitleaksAllowlist = v.InferOutput<typeof allowlistSchema>;
export type GitleaksRule = v.InferOutput<typeof ruleSchema> & {
  readonly allowlists: readonly GitleaksAllowlist[];
};
export type GitleaksExtend = v.InferOutput<typeof extendSchema>;

export interface GitleaksFile {
  readonly extend: GitleaksExtend;
  readonly rules: readonly GitleaksRule[];
  readonly allowlists: readonly GitleaksAllowlist[];
}

export type Warn = (message: string) => void;

const KNOWN_TOP: ReadonlySet<string> = new Set([
  'title',
  'description',
  'minversion',
  'extend',
  'rules',
  'allowlist',
  'allowlists',
]);

/** @param document a parsed TOML document. @param warn takes a sentence for each thing that cannot be used */
export function checkGitleaksFile(document: unknown, warn: Warn): GitleaksFile {
  const table = tableOf(document);
  for (const key of Object.keys(table)) if (!KNOWN_TOP.has(key)) warn(`${quote(key)} is not known here`);
  const extend = checked(extendSchema, tableOf(table['extend']), 'extend', warn);
  const rules = tablesOf(table['rules'], 'rules', warn);
  return {
    extend: extend ?? v.parse(extendSchema, {}),
    rules: rules.flatMap((rule, index) => readRule(rule, index, warn)),
    allowlists: readAllowlists(table, 'global', warn),
  };
}

function readRule(table: Record<string, unknown>, index: number, warn: Warn): GitleaksRule[] {
  const name = typeof table['id'] === 'string' ? `rule ${quote(table['id'])}` : `rule number ${index + 1}`;
  const { allowlist: _one, allowlists: _many, ...own } = table;
  const rule = checked(ruleSchema, own, name, warn);
  if (!rule) return [];
  return [{ ...rule, allowlists: readAllowlists(table, name, warn) }];
}

/** `allowlist` is the older spelling, a single table; gitleaks reads both. */
function readAllowlists(table: Record<string, unknown>, owner: string, warn: Warn): GitleaksAllowlist[] {
  const all = ['allowlist', 'allowlists'].flatMap((key) => tablesOf(table[key], `${owner}: ${key}`, warn));
  return all.flatMap((each) => checked(allowlistSchema, each, `${owner}: allowlist`, warn) ?? []);
}

/** Undefined, with a warning, when the table is wrong; unknown keys are only warned of. */
function checked<Output>(
  schema: v.GenericSchema<unknown, Output> & { readonly entries: object },
  table: Record<string, unknown>,
  name: string,
  warn: Warn,
): Output | undefined {
  for (const key of Object.keys(table)) {
    if (!Object.hasOwn(schema.entries, key)) warn(`${name}: ${quote(key)} is not known here`);
  }
  const parsed = v.safeParse(schema, table);
  if (parsed.success) return parsed.output;
  for (const issue of parsed.issues) {
    const key = issue.path?.map((step) => String(step.key)).join('.');
    warn(`${name} is not used: ${key ?? ''} ${quote(issue.input)} ${issue.message}`);
  }
  return undefined;
}

function tablesOf(value: unknown, name: string, warn: Warn): Record<string, unknown>[] {
  if (value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > MAX_LIST_ENTRIES) warn(`${name}: only the first ${MAX_LIST_ENTRIES} are used`);
  const tables = list.slice(0, MAX_LIST_ENTRIES).filter((each) => typeof each === 'object' && each !== null);
  if (tables.length < Math.min(list.length, MAX_LIST_ENTRIES)) warn(`${name}: what is no table is left out`);
  return tables.map(tableOf);
}

/** Keys without regard to case, as gitleaks reads them. */
function tableOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.toLowerCase(), each]));
}
