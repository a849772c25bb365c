/** The shape of a pattern file (TOML, one issuer a file) and its check: every mistake at once, each with its place. */
import * as v from 'valibot';
import { CONFIDENCES, SEVERITIES } from '../core/severity.ts';
import { opensWithKeyword } from './opens-with-keyword.ts';
import { unknownFragments, unusedFragments, withFragments } from './shared-fragments.ts';
import { verifyMistakes, verifySchema } from './verify-request.ts';

/** The prefilter hashes four bytes; a keyword of three borrows the byte before it. */
const SHORT_KEYWORD = 3;

const idSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be kebab-case, e.g. "acme-api-token"'),
);
const labelSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z-]+\/[a-z-]+$/, 'must be family/kind, e.g. "credential/saas"'),
);

const checkSchema = v.looseObject({ name: v.string() });

const detectorSchema = v.strictObject({
  id: idSchema,
  title: v.pipe(v.string(), v.nonEmpty()),
  label: labelSchema,
  severity: v.picklist(SEVERITIES),
  /** How sure a hit is when all checks passed. A distinctive prefix or a checksum earns `high`. */
  confidence: v.optional(v.picklist(CONFIDENCES), 'high'),
  /** The same in paths of tests, examples and documentation. Left out: `high` becomes `medium` there. */
  trialConfidence: v.optional(v.picklist(CONFIDENCES)),
  /**
   * Literals of which one must stand in or beside the token; compared without case. Each costs time wherever it stands in a
   * history, so the rarer the better. One of three characters, such as `hf_`, must open a token of boundary `word`: it is
   * looked for together with the separator before it.
   */
  keywords: v.array(
    v.pipe(
      v.string(),
      v.minLength(SHORT_KEYWORD, 'must have at least four characters, or three where it opens the token'),
    ),
  ),
  /** How candidates are found: by `token` (a regular expression) or by one of the engine's own matchers. */
  matcher: v.optional(v.picklist(['token', 'assignment', 'entropy-run']), 'token'),
  token: v.optional(v.string(), ''),
  /**
   * What must stand around the token: `word`, `quoted`, `assignment` (keyword is part of the name), `label` (a keyword opens a
   * word shortly before it, on the same line) or `none`.
   */
  boundary: v.optional(v.picklist(['word', 'quoted', 'assignment', 'label', 'none']), 'word'),
  /** May a keyword stand in the head of a table's column? Then the cells below it are looked at too. */
  column: v.optional(v.boolean(), false),
  /**
   * Data in bulk: all that it finds in one text is one finding, which says how many different values there are. Fewer are none. Of a
   * column with `rows` it says how many rows: many persons have the same diagnosis.
   */
  counted: v.optional(
    v.strictObject({
      atLeast: v.pipe(v.number(), v.integer(), v.minValue(1)),
      rows: v.optional(v.boolean(), false),
    }),
  ),
  /**
   * Regular expressions for what stands directly before and after the token and is not part of the secret. `{name}` stands for
   * the fragment of that name in `[shared]`.
   */
  before: v.optional(v.string(), ''),
  after: v.optional(v.string(), ''),
  /**
   * A character that stands in every match behind the keyword, before any blank, quote, slash or angle bracket; with boundary
   * `label`, on its line. For keywords that are common all the same: it is looked for byte by byte, which costs a tenth of the expression.
   */
  needs: v.optional(v.pipe(v.string(), v.regex(/^[!-~]$/, 'must be one ASCII character'))),
  ignoreCase: v.optional(v.boolean(), false),
  /** How many bytes on either side of the keyword the detector may look at. */
  reach: v.optional(v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(65_536)), 512),
  checks: v.optional(v.array(checkSchema), []),
  /** The other half of a key pair: detectors of which a hit at most so many bytes away is linked with one of this. */
  pairs: v.optional(
    v.strictObject({
      with: v.pipe(v.array(idSchema), v.minLength(1)),
      within: v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(65_536)),
    }),
  ),
  finds: v.optional(v.array(v.string()), []),
  ignores: v.optional(v.array(v.string()), []),
  exposes: v.optional(v.string(), ''),
  revoke: v.optional(v.string(), ''),
  references: v.optional(v.array(v.pipe(v.string(), v.startsWith('https://'))), []),
  /**
   * What the references were seen to state: the whole `form` (prefix, length, alphabet or the algorithm), the `prefix` or the
   * length alone, or only the `existence`; what they leave open is as seen in use. Not given: they were not looked up.
   */
  documented: v.optional(v.picklist(['form', 'prefix', 'existence'])),
  /** The request by which `--verify` learns whether it still works. */
  verify: v.optional(verifySchema),
});

/** What a detector's table may hold, for messages that name the nearest right word. */
export const DETECTOR_KEYS: readonly string[] = Object.keys(detectorSchema.entries);

const patternFileSchema = v.strictObject({
  issuer: v.pipe(v.string(), v.nonEmpty()),
  /** Parts of `before` and `after` that several detectors of the file have in common, by name. */
  shared: v.optional(
    v.record(v.pipe(v.string(), v.regex(/^[a-z]+$/, 'must be one word in lower case')), v.string()),
    {},
  ),
  detector: v.array(detectorSchema),
});

export type PatternDetector = v.InferOutput<typeof detectorSchema>;
export type PatternFile = v.InferOutput<typeof patternFileSchema>;

/** What is wrong at which place of a pattern file, e.g. `detector[2].severity`. */
export interface PatternMistake {
  readonly at: string;
  readonly message: string;
}

/** Checks a parsed TOML document. Returns the pattern file, or all mistakes in it. */
export function checkPatternFile(document: unknown): PatternFile | readonly PatternMistake[] {
  const parsed = v.safeParse(patternFileSchema, document);
  if (!parsed.success) {
    return parsed.issues.map((issue) => ({ at: pathOf(issue.path ?? []), message: issue.message }));
  }
  const { shared, detector: entries } = parsed.output;
  const unused = unusedFragments(entries, shared).map((name) => ({
    at: `shared.${name}`,
    message: `no detector of this file names {${name}} in before or after`,
  }));
  const detectors = entries.map((entry) => withFragments(entry, shared));
  const mistakes = detectors.flatMap((detector, index) =>
    [...unknownFragments(detector, shared), ...ruleMistakes(detector)].map((message) => ({
      at: `detector[${index}] (${detector.id})`,
      message,
    })),
  );
  const all = [...unused, ...mistakes];
  return all.length > 0 ? all : { ...parsed.output, detector: detectors };
}

function pathOf(path: ReadonlyArray<{ key?: unknown }>): string {
  return path
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .slice(1);
}

/** What the schema alone cannot say. */
function ruleMistakes(detector: PatternDetector): string[] {
  const mistakes = [
    ...keywordMistakes(detector),
    ...referenceMistakes(detector),
    ...verifyMistakes(detector),
  ];
  const isToken = detector.matcher === 'token';
  if (isToken && detector.token === '') mistakes.push('token is missing');
  if (!isToken && detector.token !== '') mistakes.push(`matcher "${detector.matcher}" takes no token`);
  if (!isToken && detector.column) mistakes.push(`matcher "${detector.matcher}" reads no column`);
  if (/\\b|\(\?<?[=!]/.test(detector.token)) {
    mistakes.push('token is the secret alone: no \\b and no look-around (use boundary, before and after)');
  }
  for (const name of ['token', 'before', 'after'] as const) {
    if (/(?<!\\)\((?!\?)/.test(detector[name].replace(/\[(?:\\.|[^\]\\])*\]/g, ''))) {
      mistakes.push(`${name} may hold no capturing group, write (?:…)`);
    }
  }
  return mistakes;
}

function referenceMistakes({ documented, references }: PatternDetector): string[] {
  if (documented === undefined || references.length > 0) return [];
  return ['documented says what the references state, and there are none'];
}

function keywordMistakes(detector: PatternDetector): string[] {
  const mistakes: string[] = [];
  if (detector.matcher !== 'entropy-run' && detector.keywords.length === 0) {
    mistakes.push('keywords are missing: no regular expression runs without its keyword');
  }
  if (detector.keywords.some(({ length }) => length <= SHORT_KEYWORD) && !takesShortKeywords(detector)) {
    mistakes.push('a keyword of three characters must open the token, with boundary "word" and no before');
  }
  return mistakes;
}

function takesShortKeywords(detector: PatternDetector): boolean {
  return (
    detector.matcher === 'token' &&
    detector.boundary === 'word' &&
    detector.before === '' &&
    opensWithKeyword(detector)
  );
}
