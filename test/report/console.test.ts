/** The console format: what a person reads first, in the width there is, with nothing hostile in it. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { reportConsole } from '../../src/report/console.ts';
import { displayWidth, fitWidth, wrapWidth } from '../../src/report/console/display-width.ts';
import { bytesText, countOf, durationText } from '../../src/report/console/quantities.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';
import type { ScanResult } from '../../src/core/scan-result.ts';
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

function print(scan: ScanResult, options: Partial<ReportOptions> = {}): string {
  return textOf(reportConsole(scan, { ...OPTIONS, ...options }));
}

const OLD = {
  path: 'deploy/old.sh',
  line: 4,
  column: 1,
  atTip: false,
  tips: [],
  reach: 'history' as const,
  exposure: [],
  introduced: {
    commit: '88ab'.repeat(10),
    author: { name: 'Grace Hopper', email: 'g@x.org' },
    date: '2023-11-20T00:00:00Z',
  },
};

it('shows a secret once, with its places, then the table and the summary', () => {
  const scan = result({
    findings: [
      finding(OLD),
      finding(),
      finding({
        secretId: 'b2',
        severity: 'critical',
        title: 'Example cloud key',
        detector: 'example-cloud-key',
        label: 'credential/cloud',
        value: secretValue(`other_${sampleSecret()}`),
      }),
    ],
  });
  expect(print(scan)).toBe(`\
  critical  Example cloud key  othe********xK
            credential/cloud · RESTRICTED · confidence high · example-cloud-key
            config/prod.env:12:9  c1c1c1c1  2024-03-01  Ada Lovelace  at tip of main, dev
              on main since 2024-03-01 until 2024-04-01, again since 2024-05-01, 1 other branch

  high      Example API token  exmp********xK
            credential/saas · RESTRICTED · confidence high · example-api-token
            deploy/old.sh:4:1     88ab88ab  2023-11-20  Grace Hopper  history only
            config/prod.env:12:9  c1c1c1c1  2024-03-01  Ada Lovelace  at tip of main, dev
              on main since 2024-03-01 until 2024-04-01, again since 2024-05-01, 1 other branch

  label             level       secrets  places  at tip
  credential/cloud  RESTRICTED        1       1       1
  credential/saas   RESTRICTED        1       2       1
  total                               2       3       2

1,204 commits · 8,310 blobs · 412.0 MB · 3.2 s · 128.3 MB/s · 214 detectors · 2 workers
left out: 3 inline, 10 allowlist, 5 low confidence · scan complete
`);
});

it('says that nothing was found', () => {
  const text = print(
    result({ scan: { leftOut: { inline: 0, allowlist: 0, baseline: 0, lowConfidence: 0 } } }),
  );
  expect(text).toMatch(/^No findings\.\n\n1,204 commits .*nothing left out/s);
  expect(text).toContain('scan complete');
});

function paths(text: string): number {
  return text.match(/file-\d+\.txt/g)?.length ?? 0;
}

it('lists 5 places of a secret, all when verbose, each as its own entry when not grouped', () => {
  const places = Array.from({ length: 17 }, (_, n) => finding({ path: `file-${n}.txt` }));
  const scan = result({ findings: places });
  expect(paths(print(scan))).toBe(5);
  expect(print(scan)).toContain('… and 12 more places');
  expect(paths(print(scan, { verbose: true }))).toBe(17);
  expect(print(scan, { verbose: true })).not.toContain('more places');
  expect(print(scan, { group: false }).match(/Example API token/g)).toHaveLength(17);
});

it('says what a secret exposes and how to revoke it when verbose', () => {
  const scan = result({ findings: [finding({ notes: ['lies in a test folder'] })] });
  expect(print(scan)).not.toContain('exposes');
  const text = print(scan, { verbose: true });
  expect(text).toContain('exposes  Read and write to every project of the account that made it.\n');
  expect(text).toContain('revoke   Settings > Developer > Tokens > Revoke\n');
  expect(text).toContain('note     lies in a test folder\n');
});

it('lists 10 problems, errors first, all when verbose, and an incomplete scan is loud', () => {
  const problems = Array.from({ length: 12 }, (_, n) => problem({ path: `big-${n}.bin` }));
  const scan = result({
    problems: [problem({ severity: 'warning', code: 'shallow-clone', message: 'Shallow.' }), ...problems],
  });
  const text = print(scan);
  expect(text).toContain(
    '13 problems\n  error     blob-over-limit  big-0.bin: A blob of 200 MB was not read.\n',
  );
  expect(text).toContain('… and 3 more problems, all of them with --verbose');
  expect(text).not.toContain('big-10.bin');
  expect(text).toMatch(/SCAN INCOMPLETE: 12 errors\n$/);
  expect(print(scan, { verbose: true })).toContain('big-11.bin');
  expect(print(scan, { verbose: true })).toContain('  warning   shallow-clone  Shallow.\n');
});

it('is coloured only when asked, and the same text then', () => {
  const scan = result({ findings: [finding(), finding(OLD)], problems: [problem()] });
  const coloured = print(scan, { color: true });
  expect(coloured).toContain('\u001b[31mhigh\u001b[0m');
  expect(print(scan)).not.toContain('\u001b');
  expect(stripVTControlCharacters(coloured)).toBe(print(scan));
});

it('shows hostile names as escapes', () => {
  const text = print(result({ findings: [finding({ path: 'a\n  critical  fake\u001b[2K\u202egnp.exe' })] }), {
    verbose: true,
  });
  expect(text).toContain('a\\n  critical  fake\\x1b[2K\\u202egnp.exe');
});

it('shows a secret in clear whole, however long, when asked', () => {
  const long = Array.from({ length: 30 }, (_, n) => `part${n}`).join('-');
  const scan = result({ findings: [finding({ value: secretValue(long) })] });
  const text = print(scan, { showSecrets: true, width: 50 });
  expect(text.replaceAll(/\s+/g, '')).toContain(`secret${long}`);
});

it('keeps to the width, whatever stands in the result', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 150 }),
    fc.string({ unit: fc.constantFrom('中', 'a', ' ', '😀'), maxLength: 90 }),
  );
  const scans = fc.array(text, { minLength: 1, maxLength: 4 }).map((texts) =>
    result({
      findings: texts.map((any) =>
        finding({
          path: any,
          title: any,
          label: any,
          detector: any,
          exposes: any,
          tips: [any, any],
          exposure: [{ branch: any, cameIn: { commit: any, date: any }, left: { commit: any, date: any } }],
          otherPaths: [{ path: any, introduced: null }],
          introduced: {
            commit: 'c1'.repeat(20),
            author: { name: any, email: any },
            date: '2024-03-01T10:00:00Z',
          },
        }),
      ),
      problems: texts.map((message) => problem({ message })),
    }),
  );
  fc.assert(
    fc.property(scans, fc.integer({ min: 60, max: 160 }), fc.boolean(), (scan, width, verbose) => {
      for (const line of print(scan, { width, verbose }).split('\n')) {
        expect(displayWidth(line), line).toBeLessThanOrEqual(width);
      }
    }),
    { numRuns: 200 },
  );
});

describe('display width', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['😀', 2],
    ['', 0],
  ])('%j takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('cuts the middle and breaks between words', () => {
    expect(fitWidth('short', 5)).toBe('short');
    expect(fitWidth('a/long/path/to/file.txt:12:9', 16)).toBe('a/lon…e.txt:12:9');
    expect(wrapWidth('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapWidth('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
    expect(wrapWidth('', 4)).toEqual(['']);
  });
});

it('writes quantities as a person reads them', () => {
  expect([0, 999, 1000, 999_949, 999_951, 5e12].map((bytes) => bytesText(bytes))).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '999.9 kB',
    '1.0 MB',
    '5.0 TB',
  ]);
  expect([0, 999.4, 1000, 59_949, 59_950, 125_000, 3_600_000].map((ms) => durationText(ms))).toEqual([
    '0 ms',
    '999 ms',
    '1.0 s',
    '59.9 s',
    '1 min 0 s',
    '2 min 5 s',
    '1 h 0 min',
  ]);
  expect([countOf(1, 'blob'), countOf(0, 'blob'), countOf(1234, 'blob')]).toEqual([
    '1 blob',
    '0 blobs',
    '1,234 blobs',
  ]);
});
