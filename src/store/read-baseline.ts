/** Reads a baseline file: ours, or a JSON report of gitleaks. */
import * as v from 'valibot';
import { fingerprint } from '../core/fingerprint.ts';
import { readTextFile } from '../core/read-text-file.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { type Baseline, BASELINE_SCHEMA_VERSION, type BaselineEntry } from './baseline.ts';
import { gitleaksBaseline } from './gitleaks-baseline.ts';

const HINT =
  'It must be a baseline of bitsieve or a JSON report of gitleaks; make a new one, or correct --baseline-path.';

const shortText = v.pipe(v.string(), v.maxLength(4096));
const entrySchema = v.object({
  detector: v.pipe(shortText, v.nonEmpty()),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  path: v.optional(shortText, ''),
  firstSeen: v.optional(v.pipe(v.string(), v.maxLength(40)), ''),
});
const fileSchema = v.object({
  schemaVersion: v.literal(BASELINE_SCHEMA_VERSION),
  tool: v.literal('bitsieve'),
  salt: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  entries: v.array(entrySchema),
});

/** @returns undefined when there is no such file. @throws {ScannerError} `baseline` */
export function readBaseline(path: string): Baseline | undefined {
  const text = readTextFile(path, 'baseline');
  if (text === undefined) return undefined;
  const document = parseJson(text, path);
  if (Array.isArray(document)) return gitleaksBaseline(document, path);
  checkVersion(document, path);
  const parsed = v.safeParse(fileSchema, document, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new ScannerError('baseline', `${path}: ${v.getDotPath(issue) ?? 'file'} is not as it should be`, {
      hint: HINT,
    });
  }
  return ownBaseline(Buffer.from(parsed.output.salt, 'hex'), parsed.output.entries);
}

function ownBaseline(salt: Buffer, entries: readonly BaselineEntry[]): Baseline {
  const known = new Set(entries.map(({ detector, hash }) => `${hash} ${detector}`));
  return {
    format: 'bitsieve',
    salt,
    entries,
    size: known.size,
    isKnown: ({ detector, value }) => known.has(`${fingerprint(value, salt, detector)} ${detector}`),
  };
}

/** Without the parser's own message: it quotes the text, and the file may be another one, with secrets in it. */
function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ScannerError('baseline', `${path}: is no JSON`, { hint: HINT });
  }
}

function checkVersion(document: unknown, path: string): void {
  const parsed = v.safeParse(v.object({ schemaVersion: v.number() }), document);
  if (parsed.success && parsed.output.schemaVersion > BASELINE_SCHEMA_VERSION) {
    throw new ScannerError('baseline', `${path}: was written by a newer version`, {
      hint: 'Update bitsieve.',
    });
  }
}
