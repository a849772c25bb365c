/** The sarif format: valid by the published schema for any input, and with what code hosts need to follow an alert. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { ScanResult } from '../../src/core/scan-result.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';
import { reportSarif } from '../../src/report/sarif.ts';
import { artifactUri } from '../../src/report/sarif/artifact-uri.ts';
import {
  OPTIONS,
  finding,
  problem,
  result,
  sampleSecret,
  secretValue,
  textOf,
} from './support/sample-result.ts';
import { fc } from '../support/property.ts';

// The schema of the OASIS standard, as the npm package @microsoft/jest-sarif 1.0.0-beta.0 (MIT) ships it.
const schema = JSON.parse(
  readFileSync(new URL('../fixtures/sarif-schema-2.1.0.json', import.meta.url), 'utf8'),
);
// Draft 04, of which this schema uses nothing that later drafts changed but the name of `id`.
delete schema.$schema;
delete schema.id;
const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true, unicodeRegExp: false }));
const isValid = ajv.compile(schema);

// eslint-disable-next-line typescript/no-explicit-any -- a test may look anywhere into the log
function sarifRun(scan: ScanResult, options: ReportOptions = OPTIONS): any {
  const log = JSON.parse(textOf(reportSarif(scan, options)));
  isValid(log);
  expect(isValid.errors ?? []).toEqual([]);
  return log.runs[0];
}

it('the schema itself refuses a log that is wrong (or this test would see nothing)', () => {
  expect(isValid({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false);
  const uri = { physicalLocation: { artifactLocation: { uri: 'a b' } } };
  const run = { tool: { driver: { name: 'x' } }, results: [{ message: { text: 'x' }, locations: [uri] }] };
  expect(isValid({ version: '2.1.0', runs: [run] })).toBe(false);
});

it('describes each detector that found something once, as bad as its worst finding', () => {
  const { tool, results } = sarifRun(
    result({
      findings: [
        finding({ severity: 'low' }),
        finding({ severity: 'critical' }),
        finding({ detector: 'other' }),
      ],
    }),
  );
  expect(tool.driver).toMatchObject({ name: 'bitsieve', semanticVersion: '1.2.3' });
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['example-api-token', 'other']);
  expect(tool.driver.rules[0]).toMatchObject({
    name: 'ExampleApiToken',
    shortDescription: { text: 'Example API token' },
    helpUri: 'https://docs.example.com/tokens',
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security', 'credential/saas'], 'security-severity': '9.5' },
  });
  expect(tool.driver.rules[0].help.text).toContain(
    'How to revoke it: Settings > Developer > Tokens > Revoke',
  );
  expect(tool.driver.rules[0].help.markdown).toContain('**What it exposes**: Read and write');
  expect(results.map((one: { ruleIndex: number; level: string }) => [one.ruleIndex, one.level])).toEqual([
    [0, 'note'],
    [0, 'error'],
    [1, 'error'],
  ]);
});

it('says what, where, since when and whether it is still there', () => {
  const { results, columnKind } = sarifRun(
    result({ findings: [finding({ otherPaths: [{ path: 'old/ä.env', introduced: null }] })] }),
  );
  expect(columnKind).toBe('utf16CodeUnits');
  expect(results[0]).toMatchObject({
    message: {
      text:
        'Example API token: exmp********xK (credential/saas, RESTRICTED, confidence high). ' +
        'Came in with commit c1c1c1c1c1c1. At tip of main, dev. ' +
        'On main since 2024-03-01 until 2024-04-01, again since 2024-05-01, 1 other branch.',
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'config/prod.env' },
          region: { startLine: 12, startColumn: 9, endLine: 12, endColumn: 49 },
        },
      },
    ],
    relatedLocations: [{ physicalLocation: { artifactLocation: { uri: 'old/%C3%A4.env' } } }],
    partialFingerprints: { 'bitsieveFingerprint/v1': 'f1'.repeat(16) },
    properties: {
      commit: 'c1'.repeat(20),
      author: 'Ada Lovelace <ada@example.com>',
      atTip: true,
      reach: 'tip',
      exposure: finding().exposure,
      level: 'RESTRICTED',
    },
  });
  expect(results[0].properties).not.toHaveProperty('secret');
});

function hashes(scan: ScanResult, options?: ReportOptions): string[] {
  return sarifRun(scan, options).results.map(
    (one: { partialFingerprints: Record<string, string> }) =>
      one.partialFingerprints['primaryLocationLineHash'],
  );
}

describe('primaryLocationLineHash', () => {
  it('does not change with commit, line, --redact or --show-secrets', () => {
    const [before] = hashes(result({ findings: [finding()] }));
    expect(before).toMatch(/^[\da-f]{16}:1$/);
    const moved = result({ findings: [finding({ line: 99, endLine: 99, introduced: null, blob: null })] });
    expect(hashes(moved)).toEqual([before]);
    expect(hashes(moved, { ...OPTIONS, redactPercent: 100 })).toEqual([before]);
    expect(hashes(moved, { ...OPTIONS, showSecrets: true })).toEqual([before]);
  });

  it('differs by path, detector and secret, and counts what is equal', () => {
    const other = secretValue(`other_${sampleSecret()}`);
    const findings = [
      finding(),
      finding({ path: 'x' }),
      finding({ detector: 'y' }),
      finding({ value: other }),
      finding(),
    ];
    const all = hashes(result({ findings }));
    expect(new Set(all).size).toBe(5);
    expect(all[4]).toBe(all[0]?.replace(/1$/, '2'));
  });
});

it('tells an incomplete scan, with every problem as a notification', () => {
  const problems = [
    problem({ path: 'big file.bin', object: 'ab' }),
    problem({ severity: 'warning', message: 'See [x](y) {0}.' }),
  ];
  const { invocations } = sarifRun(result({ problems }));
  expect(invocations[0]).toMatchObject({
    executionSuccessful: false,
    startTimeUtc: '2026-01-02T03:04:05.000Z',
    endTimeUtc: '2026-01-02T03:04:08.210Z',
    toolExecutionNotifications: [
      {
        descriptor: { id: 'blob-over-limit' },
        level: 'error',
        locations: [{ physicalLocation: { artifactLocation: { uri: 'big%20file.bin' } } }],
      },
      { level: 'warning', message: { text: 'See \\[x\\](y) {{0}}.' } },
    ],
  });
  expect(sarifRun(result()).invocations[0].executionSuccessful).toBe(true);
});

it('keeps the worst 25,000 results and 100 further paths, and says so', () => {
  const low = Array.from({ length: 25_000 }, (_, line) =>
    finding({ severity: 'low', line: line + 1, endLine: line + 1 }),
  );
  const otherPaths = Array.from({ length: 150 }, (_, n) => ({ path: `p${n}`, introduced: null }));
  const scan = result({ findings: [...low, finding({ severity: 'critical', otherPaths })] });
  const log = JSON.parse(textOf(reportSarif(scan, OPTIONS)));
  const [{ results, invocations }] = log.runs;
  expect(results).toHaveLength(25_000);
  const [worst] = results.toReversed();
  expect(worst.relatedLocations).toHaveLength(100);
  expect(worst.properties.otherPathCount).toBe(150);
  expect(invocations[0].toolExecutionNotifications[0].message.text).toMatch(
    /^1 results of lower severity were left out/,
  );
});

it('is valid for any text anywhere', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom('\ud800', '\udfff', '\0', '/', '..', ':', '%', '{', '['),
      fc.string({ unit: 'binary' }),
    ),
  });
  fc.assert(
    fc.property(text, (any) => {
      const author = { name: any, email: any };
      sarifRun(
        result({
          findings: [
            finding({
              path: any,
              title: any,
              detector: any,
              exposes: any,
              references: [any, `https://${any}`, `https://example.com/${any}`],
              introduced: { commit: any, author, date: any },
              otherPaths: [{ path: any, introduced: null }],
            }),
          ],
          problems: [problem({ message: any, path: any })],
          scan: { startedAt: any },
        }),
      );
    }),
    { numRuns: 200 },
  );
});

describe('artifactUri', () => {
  it.each([
    ['src/a b.ts', 'src/a%20b.ts'],
    ['a:b/c', 'a%3Ab/c'],
    ['100%/#?', '100%25/%23%3F'],
    ['back\\slash', 'back%5Cslash'],
    ['//host/share', 'host/share'],
    ['../../etc/passwd', '..%EF%BF%BD/..%EF%BF%BD/etc/passwd'],
    ['./a/./b', '.%EF%BF%BD/a/.%EF%BF%BD/b'],
    ['..a/.b', '..a/.b'],
    ['line\nbreak', 'line%0Abreak'],
    ['\ud800', '%EF%BF%BD'],
    ['', '%EF%BF%BD'],
  ])('%j is %s', (path, uri) => {
    expect(artifactUri(path)).toBe(uri);
  });

  it('stays inside the repository, whatever the path', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.oneof(fc.constantFrom('/', '.', ':', '\\'), fc.string({ unit: 'binary' })) }),
        (path) => {
          expect(new URL(artifactUri(path), 'file:///top/repo/').href).toMatch(/^file:\/\/\/top\/repo\/./);
        },
      ),
    );
  });
});
