import { describe, expect, it } from 'vitest';
import { ScannerError } from '../../src/core/scanner-error.ts';
import { mergeOptions } from '../../src/config/merge.ts';
import { nearest } from '../../src/config/nearest.ts';
import { OPTIONS } from '../../src/config/options.ts';
import type { OptionSpec } from '../../src/config/scan-options.ts';
import { parseFlags } from '../../src/config/parse-flags.ts';
import { readValue } from '../../src/config/read-value.ts';
import { errorOf } from '../support/error-of.ts';
import { fc } from '../support/property.ts';

describe('parseFlags', () => {
  it('reads every type of value', () => {
    const argv =
      '--staged -f sarif -r - --jobs=4 --max-file-size 2MB --timeout 1h30m --enable-rule a,b --enable-detector c repo';
    expect(parseFlags(argv.split(' '))).toEqual({
      options: {
        staged: true,
        reportFormat: 'sarif',
        reportPath: '-',
        jobs: 4,
        maxBlobBytes: 2 * 1024 * 1024,
        timeoutMs: 5_400_000,
        enableDetector: ['a', 'b', 'c'],
      },
      positionals: ['repo'],
    });
  });

  it('takes a bare --redact for all of it, and leaves the word after it alone', () => {
    expect(parseFlags(['--redact', 'repo'])).toEqual({ options: { redact: 100 }, positionals: ['repo'] });
    expect(parseFlags(['--redact=20']).options).toEqual({ redact: 20 });
    expect(parseFlags(['--redact=0']).options).toEqual({ redact: 0 });
  });

  it('names everything that is wrong at once, with the wrong value and the right ones', () => {
    const error = errorOf(() =>
      parseFlags([
        '--report-fromat=json',
        '-f',
        'jason',
        '--jobs',
        'many',
        '--timeout=1y',
        '--redact=101',
        '--branch',
        '--verbos',
      ]),
    );
    expect(error.code).toBe('usage');
    expect(error.message.split('\n')).toEqual([
      '--report-fromat: there is no such option; did you mean --report-format?',
      '-f: "jason" is none of console, json, jsonl, sarif, csv, junit, gitleaks; did you mean "json"?',
      '--jobs: "many" is not a whole number from 1 to 256',
      '--timeout: "1y" is no time up to 24 days (write seconds, or e.g. 90s, 10m, 1h30m)',
      '--redact: "101" is not a whole number from 0 to 100',
      '--branch: a value is missing before "--verbos" (if that is the value, write --branch=--verbos)',
    ]);
  });

  it('accepts a value that begins with a dash only where it is meant', () => {
    expect(parseFlags(['--branch=-odd']).options).toEqual({ branch: '-odd' });
    expect(errorOf(() => parseFlags(['--exit-code', '-1'])).message).toContain('a value is missing');
    expect(errorOf(() => parseFlags(['--branch'])).message).toBe('--branch: a value is missing');
  });

  it('gives what stands after -- to the caller', () => {
    expect(parseFlags(['--', '--staged']).positionals).toEqual(['--staged']);
  });

  it('refuses two answers to what is to be scanned', () => {
    expect(errorOf(() => parseFlags(['--staged', '--range', 'a..b'])).message).toBe(
      '--staged and --range cannot go together: each says what to scan',
    );
    expect(parseFlags(['--branch', 'main', '--since-commit', 'abc']).options).toEqual({
      branch: 'main',
      sinceCommit: 'abc',
    });
    expect(errorOf(() => parseFlags(['--show-secrets', '--redact'])).message).toContain('cannot go together');
  });

  it('never throws anything but a ScannerError', () => {
    const words = fc.constantFrom(
      '--',
      '-',
      '--__proto__',
      '--constructor=1',
      '-rf',
      '--jobs=1e9',
      '-j',
      '--redact=',
      '--=',
      '-=',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string())), (argv) => {
        try {
          parseFlags(argv);
        } catch (error) {
          expect(error).toBeInstanceOf(ScannerError);
        }
      }),
    );
  });
});

describe('nearest', () => {
  it('knows swapped, lost and doubled letters, and other ways to write', () => {
    const flags = ['report-format', 'report-path', 'staged', 'jobs', 'range'];
    expect(nearest('reportFormat', flags)).toBe('report-format');
    expect(nearest('rpeort-path', flags)).toBe('report-path');
    expect(nearest('stagged', flags)).toBe('staged');
    expect(nearest('job', flags)).toBe('jobs');
  });

  it('says nothing rather than something far away', () => {
    expect(nearest('pineapple', ['report-format', 'jobs'])).toBeUndefined();
    expect(nearest('x', ['y', 'no'])).toBeUndefined();
    expect(nearest('', ['a'])).toBeUndefined();
    expect(nearest('a'.repeat(1_000_000), ['a'])).toBeUndefined();
  });
});

describe('readValue', () => {
  it.each([
    ['maxBlobBytes', 1024, 1024],
    ['maxBlobBytes', '1', 1],
    ['maxBlobBytes', '1.5KB', 1536],
    ['maxBlobBytes', '1 gib', 1024 ** 3],
    ['maxBlobBytes', '7b', 7],
    ['timeoutMs', '90', 90_000],
    ['timeoutMs', 90, 90_000],
    ['timeoutMs', '250ms', 250],
    ['timeoutMs', '10m', 600_000],
    ['jobs', '8', 8],
    ['staged', 'false', false],
    ['branch', '', null],
    ['disableDetector', ' a, b ,', ['a', 'b']],
  ] as const)('%s: %j is %j', (key, given, value) => {
    expect(readValue(given, OPTIONS[key])).toEqual({ value });
  });

  it.each([
    ['maxBlobBytes', 0],
    ['maxBlobBytes', -1],
    ['maxBlobBytes', '3GB'],
    ['maxBlobBytes', '128 MBit'],
    ['maxBlobBytes', true],
    ['maxBlobBytes', Number.MAX_VALUE],
    ['maxBlobBytes', '9'.repeat(1000)],
    ['maxBlobBytes', Number.NaN],
    ['timeoutMs', '25d'],
    ['timeoutMs', '600h'],
    ['timeoutMs', '-1'],
    ['timeoutMs', 'soon'],
    ['timeoutMs', Infinity],
    ['jobs', 1.5],
    ['jobs', 0],
    ['jobs', '1e3'],
    ['jobs', ['4']],
    ['staged', 1],
    ['branch', 7],
    ['branch', 'a\0b'],
    ['disableDetector', ['a', 1]],
    ['minConfidence', 'HIGH'],
    ['minConfidence', '__proto__'],
  ] as const)('%s refuses %j', (key, given) => {
    expect(readValue(given, OPTIONS[key])).toHaveProperty('mistake');
  });
});

describe('mergeOptions', () => {
  it('lets the file beat the defaults and a flag beat the file', () => {
    const merged = mergeOptions({ jobs: 2, exitCode: 3 }, { jobs: 5 }, {});
    expect(merged).toMatchObject({ jobs: 5, exitCode: 3, minConfidence: 'medium', timeoutMs: 0 });
    expect(Object.keys(merged)).toEqual(Object.keys(OPTIONS));
  });

  it('never lets an environment variable beat a flag or the file', () => {
    expect(mergeOptions({}, {}, { NO_COLOR: '1' }).noColor).toBe(true);
    expect(mergeOptions({}, {}, { NO_COLOR: '' }).noColor).toBe(false);
    expect(mergeOptions({ noColor: false }, {}, { NO_COLOR: '1' }).noColor).toBe(false);
    expect(mergeOptions({}, { noColor: false }, { NO_COLOR: '1' }).noColor).toBe(false);
  });
});

describe('the table of options', () => {
  const specs = Object.entries<OptionSpec>(OPTIONS);

  it('gives every flag, alias and letter once', () => {
    const words = specs.flatMap(([, { flag, aliases = [], short }]) => [flag, aliases, short ?? []].flat());
    expect(new Set(words).size).toBe(words.length);
    for (const [, { flag }] of specs) expect(flag).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('has defaults that its own types accept', () => {
    for (const [, spec] of specs) {
      if (spec.default !== null) {
        const given = spec.type === 'duration' ? Number(spec.default) / 1000 : spec.default;
        expect(readValue(given, spec), spec.flag).toEqual({ value: spec.default });
      }
    }
  });

  it('keeps out of files what a hostile repository could turn against the machine that scans it', () => {
    for (const key of ['config', 'reportPath', 'showSecrets', 'redact'] as const) {
      expect(OPTIONS[key].inFile, key).toBe(false);
    }
  });
});
