import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fingerprint, secretId } from '../../src/core/fingerprint.ts';
import { MAX_CONFIG_BYTES } from '../../src/core/limits.ts';
import { ScannerError } from '../../src/core/scanner-error.ts';
import { SecretValue } from '../../src/core/secret-value.ts';
import type { Baseline, KnownCandidate } from '../../src/store/baseline.ts';
import { readBaseline } from '../../src/store/read-baseline.ts';
import { writeBaseline } from '../../src/store/write-baseline.ts';
import { errorOf } from '../support/error-of.ts';
import { isLinear } from '../support/growth.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { fc } from '../support/property.ts';

const NOW = new Date('2026-11-21T10:00:00Z');
const LATER = new Date('2027-01-01T00:00:00Z');

function finding(text: string, over: Partial<KnownCandidate> = {}): KnownCandidate {
  const value = new SecretValue(Buffer.from(text, 'utf8').toString('latin1'));
  return { detector: 'acme', value, path: 'src/a.ts', line: 1, commit: 'ab'.repeat(20), ...over };
}

function written(
  findings: readonly KnownCandidate[],
  previous?: Baseline,
  now = NOW,
  folder = tempFolder(),
): Baseline & { text: string } {
  const path = join(folder, 'baseline.json');
  writeBaseline(path, { findings, previous, now });
  expect(readdirSync(folder)).toEqual(['baseline.json']);
  const baseline = readBaseline(path);
  if (!baseline) throw new Error('it is gone');
  return { ...baseline, text: readFileSync(path, 'utf8') };
}

function readReport(report: unknown): Baseline {
  const baseline = readBaseline(join(tempFolder({ 'b.json': JSON.stringify(report) }), 'b.json'));
  if (!baseline) throw new Error('it is gone');
  return baseline;
}

describe('a baseline', () => {
  it('knows what was written, by value and detector, wherever it is now', () => {
    const { isKnown, size, text } = written([finding('s3cr3t-one'), finding('s3cr3t-zwölf')]);
    expect(size).toBe(2);
    expect(isKnown(finding('s3cr3t-one', { path: 'moved/b.ts', line: 99, commit: null }))).toBe(true);
    expect(isKnown(finding('s3cr3t-zwölf'))).toBe(true);
    expect(isKnown(finding('s3cr3t-one', { detector: 'other' }))).toBe(false);
    expect(isKnown(finding('s3cr3t-two'))).toBe(false);
    expect(text).not.toContain('s3cr3t');
  });

  it('keeps salt and dates when it is written again, and forgets what is gone', () => {
    const first = written([finding('one'), finding('two')]);
    const second = written([finding('two', { path: 'b' }), finding('three')], first, LATER);
    expect(second.salt).toEqual(first.salt);
    expect(second.entries).toHaveLength(2);
    const two = second.entries.find(({ firstSeen }) => firstSeen === NOW.toISOString());
    expect(first.entries).toContainEqual(two);
    expect(second.isKnown(finding('one'))).toBe(false);
    expect(second.entries.filter(({ firstSeen }) => firstSeen === LATER.toISOString())).toHaveLength(1);
  });

  it('is the same text whatever the order of the findings, one entry a line', () => {
    const first = written([]);
    const findings = ['c', 'a', 'b', 'a'].map((text, index) => finding(text, { path: `p${index}` }));
    const [there, back] = [written(findings, first), written(findings.toReversed(), first)];
    expect(there.text).toBe(back.text);
    expect(there.entries).toHaveLength(3);
    expect(there.text.split('\n')).toHaveLength(11);
    expect(written(findings).text).not.toBe(there.text);
  });

  it('takes another salt every time it is made, so that equal secrets do not show', () => {
    const [one, two] = [written([finding('one')]), written([finding('one')])];
    expect(one.entries[0]?.hash).not.toBe(two.entries[0]?.hash);
  });

  it('is found in constant time', () => {
    const findings = Array.from({ length: 20_000 }, (_, index) => finding(`secret-${index}`));
    const { isKnown } = written(findings);
    const share = (count: number): KnownCandidate[] => findings.slice(0, count);
    expect(isLinear(share, (some) => some.every(isKnown), findings.length)).toBe(true);
  });

  it('cannot be written where there is no folder, and leaves nothing behind', () => {
    const folder = tempFolder();
    const request = { findings: [], previous: undefined, now: NOW };
    expect(errorOf(() => writeBaseline(join(folder, 'no', 'b.json'), request)).code).toBe('baseline');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is undefined when there is none', () => {
    expect(readBaseline(join(tempFolder(), 'b.json'))).toBeUndefined();
  });
});

describe('a report of gitleaks as baseline', () => {
  const entry = {
    RuleID: 'generic-api-key',
    Secret: 'clear-secret',
    File: 'src/a.ts',
    Commit: 'AB'.repeat(20),
    StartLine: 4,
    Fingerprint: 'x',
  };
  it('is known by value when the value is in clear', () => {
    const { isKnown, format } = readReport([entry, { ...entry, Secret: 'zwölf-geheim' }]);
    expect(format).toBe('gitleaks');
    expect(isKnown(finding('clear-secret', { detector: 'acme-token', path: 'moved', line: 9 }))).toBe(true);
    expect(isKnown(finding('zwölf-geheim', { path: 'moved' }))).toBe(true);
    expect(isKnown(finding('other-secret', { line: 4 }))).toBe(false);
  });

  it.each(['REDACTED', '', 'ghp_...', 'ab****', 'ab'])(
    'is known by place when the value is hidden: %j',
    (Secret) => {
      const { isKnown } = readReport([{ ...entry, RuleID: 'github-pat', Secret }]);
      const here = finding(Secret, { detector: 'github-personal-access-token', line: 4 });
      expect(isKnown(here)).toBe(true);
      expect(isKnown({ ...here, line: 5 })).toBe(false);
      expect(isKnown({ ...here, path: 'b' })).toBe(false);
      expect(isKnown({ ...here, commit: 'cd'.repeat(20) })).toBe(false);
      expect(isKnown({ ...here, detector: 'slack-bot-token' })).toBe(false);
    },
  );

  it('may be empty', () => {
    expect(readReport([]).isKnown(finding('a'))).toBe(false);
  });

  it('must hold findings', () => {
    expect(errorOf(() => readReport([entry, { rule: 1 }])).message).toContain(
      'entry 2 is no finding of gitleaks',
    );
    expect(errorOf(() => readReport([null])).code).toBe('baseline');
  });
});

describe('a hostile baseline', () => {
  const good = { schemaVersion: 1, tool: 'bitsieve', salt: '0'.repeat(32), entries: [] as unknown[] };

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a number', '1e999'],
    ['a text', '"x"'],
    ['deep nesting', '['.repeat(100_000)],
    ['deep nesting that ends', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['an empty object', '{}'],
    ['a prototype', '{"__proto__": {"schemaVersion": 1, "tool": "bitsieve", "salt": "", "entries": []}}'],
    ['a short salt', JSON.stringify({ ...good, salt: '00' })],
    ['another tool', JSON.stringify({ ...good, tool: 'other' })],
    ['entries of another kind', JSON.stringify({ ...good, entries: { length: 1 } })],
    ['an entry of another kind', JSON.stringify({ ...good, entries: [1] })],
    ['a hash that is none', JSON.stringify({ ...good, entries: [{ detector: 'a', hash: 'zz' }] })],
    [
      'a detector that is none',
      JSON.stringify({ ...good, entries: [{ detector: '', hash: '0'.repeat(32) }] }),
    ],
    [
      'an endless path',
      JSON.stringify({ ...good, entries: [{ detector: 'a', hash: '0'.repeat(32), path: 'x'.repeat(5000) }] }),
    ],
  ])('is refused with a hint: %s', (_name, text) => {
    const folder = tempFolder({ 'b.json': text });
    const error = errorOf(() => readBaseline(join(folder, 'b.json')));
    expect(error.code).toBe('baseline');
    expect(error.hint).toBeTruthy();
  });

  it('of a newer version says so', () => {
    const folder = tempFolder({ 'b.json': JSON.stringify({ ...good, schemaVersion: 2 }) });
    expect(errorOf(() => readBaseline(join(folder, 'b.json'))).hint).toBe('Update bitsieve.');
  });

  it('shows nothing of a file that was named by mistake', () => {
    const secret = 'hunter'.repeat(3);
    const folder = tempFolder({ '.env': `PASSWORD=${secret}` });
    const error = errorOf(() => readBaseline(join(folder, '.env')));
    expect([error.message, String(error.cause), error.stack].join()).not.toContain(secret);
  });

  it('that is huge, a folder or a device is refused unread', () => {
    const folder = tempFolder({ 'b.json': '[]' });
    truncateSync(join(folder, 'b.json'), MAX_CONFIG_BYTES + 1);
    expect(errorOf(() => readBaseline(join(folder, 'b.json'))).message).toContain('is larger than 64 MB');
    expect(errorOf(() => readBaseline(folder)).message).toContain('is not a regular file');
    expect(errorOf(() => readBaseline('/dev/zero')).message).toContain('is not a regular file');
  });

  it('never throws anything but a ScannerError', () => {
    const folder = tempFolder();
    const path = join(folder, 'b.json');
    const part = fc.record(
      {
        schemaVersion: fc.constantFrom(1, '1', 0),
        tool: fc.constant('bitsieve'),
        salt: fc.constantFrom('0'.repeat(32), 1),
        entries: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          part.map((each) => JSON.stringify(each)),
        ),
        (text) => {
          writeFileSync(path, text);
          try {
            readBaseline(path);
          } catch (error) {
            expect(error).toBeInstanceOf(ScannerError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('fingerprints', () => {
  const key = Buffer.alloc(32, 1);
  const text = fc.string({ unit: 'grapheme', maxLength: 40 });

  it('are equal for equal secrets alone, and hide them', () => {
    fc.assert(
      fc.property(text, text, fc.string({ minLength: 1 }), (a, b, detector) => {
        const [one, two] = [finding(a).value, finding(b).value];
        expect(fingerprint(one, key, detector) === fingerprint(two, key, detector)).toBe(a === b);
        expect(secretId(one, key) === secretId(two, key)).toBe(a === b);
        expect(fingerprint(one, key, detector)).toMatch(/^[0-9a-f]{32}$/);
        expect(fingerprint(one, key, detector)).not.toBe(secretId(one, key));
      }),
    );
  });

  it('differ by key and by detector', () => {
    const { value } = finding('a');
    expect(fingerprint(value, key, 'x')).not.toBe(fingerprint(value, key, 'y'));
    expect(fingerprint(value, key, 'x')).not.toBe(fingerprint(value, Buffer.alloc(32, 2), 'x'));
    expect(secretId(value, key)).not.toBe(secretId(value, Buffer.alloc(32, 2)));
  });

  it('stay as they are: baselines out there depend on it', () => {
    expect(fingerprint(finding('a').value, key, 'x')).toBe('bda6ee061b2cc365ac54513a4d012fc5');
    expect(secretId(finding('é').value, key)).toBe('e0025570361e4b221d616d6b73ffeb90');
  });
});
