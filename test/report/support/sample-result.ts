/** Finished results to report on, made up at run time so that nothing in the repository looks like a secret. */
import type { Finding } from '../../../src/core/finding.ts';
import type { Problem } from '../../../src/core/problem.ts';
import type { ScanResult, ScanSummary } from '../../../src/core/scan-result.ts';
import { SecretValue } from '../../../src/core/secret-value.ts';
import type { ReportOptions } from '../../../src/report/reporter.ts';

export const OPTIONS: ReportOptions = {
  color: false,
  group: true,
  verbose: false,
  showSecrets: false,
  width: 100,
};

/** 40 characters that no detector knows; `salt` makes another one. */
export function sampleSecret(salt = 'a'): string {
  return ['exmpl', salt, 'Zq8'.repeat(10), '7xK'].join('_');
}

export function secretValue(text: string): SecretValue {
  return new SecretValue(Buffer.from(text, 'utf8').toString('latin1'));
}

export function finding(change: Partial<Finding> = {}): Finding {
  return {
    detector: 'example-api-token',
    title: 'Example API token',
    issuer: 'Example Corp',
    label: 'credential/saas',
    level: 'RESTRICTED',
    severity: 'high',
    confidence: 'high',
    notes: [],
    value: secretValue(sampleSecret()),
    secretId: 'a1'.repeat(16),
    fingerprint: 'f1'.repeat(16),
    count: 1,
    encoding: [],
    inside: [],
    linked: [],
    kind: 'blob',
    path: 'config/prod.env',
    line: 12,
    column: 9,
    endLine: 12,
    endColumn: 49,
    blob: 'b1'.repeat(20),
    introduced: {
      commit: 'c1'.repeat(20),
      author: { name: 'Ada Lovelace', email: 'ada@example.com' },
      date: '2024-03-01T10:00:00+02:00',
    },
    otherPaths: [],
    atTip: true,
    tips: ['main', 'dev'],
    reach: 'tip',
    exposure: [
      {
        branch: 'main',
        cameIn: { commit: 'c1'.repeat(20), date: '2024-03-01T10:00:00+02:00' },
        left: { commit: 'd1'.repeat(20), date: '2024-04-01T10:00:00+02:00' },
      },
      {
        branch: 'main',
        cameIn: { commit: 'e1'.repeat(20), date: '2024-05-01T10:00:00+02:00' },
        left: null,
      },
      {
        branch: 'dev',
        cameIn: { commit: 'c1'.repeat(20), date: '2024-03-01T10:00:00+02:00' },
        left: null,
      },
    ],
    furtherIntervals: 0,
    versions: 1,
    entropy: 4.25,
    exposes: 'Read and write to every project of the account that made it.',
    revoke: 'Settings > Developer > Tokens > Revoke',
    references: ['https://docs.example.com/tokens'],
    ...change,
  };
}

export function problem(change: Partial<Problem> = {}): Problem {
  return { code: 'blob-over-limit', severity: 'error', message: 'A blob of 200 MB was not read.', ...change };
}

export function result(
  change: Partial<Omit<ScanResult, 'scan'>> & { scan?: Partial<ScanSummary> } = {},
): ScanResult {
  const problems = change.problems ?? [];
  return {
    tool: { name: 'bitsieve', version: '1.2.3', detectors: 214, detectorDigest: 'd1'.repeat(32) },
    findings: change.findings ?? [],
    problems,
    inventory: change.inventory ?? null,
    scan: {
      source: 'history',
      target: './payments',
      revisions: null,
      startedAt: '2026-01-02T03:04:05.000Z',
      durationMs: 3210,
      complete: problems.every(({ severity }) => severity === 'warning'),
      carried: 0,
      reused: 0,
      reader: 'reference',
      fallback: null,
      commits: 1204,
      blobs: 8310,
      bytes: 412_000_000,
      refs: 12,
      workers: 2,
      config: null,
      leftOut: { inline: 3, allowlist: 10, baseline: 0, lowConfidence: 5 },
      ...change.scan,
    },
  };
}

export function textOf(chunks: Iterable<string>): string {
  return Array.from(chunks).join('');
}
