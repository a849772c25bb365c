import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileAllowlist } from '../../src/allow/allowlist.ts';
import { locateToml } from '../../src/config/locate-toml.ts';
import { type Detector, wholeOf } from '../../src/catalogue/detector.ts';
import { findConfig } from '../../src/config/find-config.ts';
import { NO_CONFIG } from '../../src/config/no-config.ts';
import { checkConfig, type Config } from '../../src/config/read-config.ts';
import { selectDetectors } from '../../src/config/select-detectors.ts';
import { MAX_TOML_BYTES } from '../../src/core/limits.ts';
import { ScannerError } from '../../src/core/scanner-error.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { errorOf } from '../support/error-of.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { fc } from '../support/property.ts';

const vocabulary = {
  detectors: ['github-personal-access-token', 'slack-bot-token'],
  labels: ['credential/saas', 'credential/vcs'],
};

function read(target: string, flag: string | null = null, env: Record<string, string> = {}): Config {
  const found = findConfig(target, flag, env);
  return found ? checkConfig(found, vocabulary) : NO_CONFIG;
}

function readText(text: string): Config {
  return read(tempFolder({ '.scannerrc': text }));
}

/** The messages, without the path in front. */
function mistakesOf(text: string): string[] {
  const folder = tempFolder({ '.scannerrc': text });
  const error = errorOf(() => read(folder));
  expect(error.code).toBe('config');
  return error.message.split('\n').map((line) => line.replace(`${folder}/.scannerrc:`, ''));
}

const DETECTOR = `[[detector]]
id = "acme-token"
title = "Acme"
label = "credential/saas"
severity = "high"
keywords = ["acme_"]
token = '''acme_[a-z]{8}'''
`;

describe('which file is in force', () => {
  it('is none when there is none', () => {
    expect(read(tempFolder())).toMatchObject({ path: null, options: {}, detectors: [] });
  });

  it('is the one asked for, then that of the environment, then .scannerrc, then .gitleaks.toml', () => {
    const folder = tempFolder({
      'flag.toml': '[scan]\njobs = 1',
      'env.toml': '[scan]\njobs = 2',
      'repo/.scannerrc': '[scan]\njobs = 3',
      'repo/.gitleaks.toml': 'title = "x"',
      'old/.gitleaks.toml': 'title = "x"',
    });
    const env = { BITSIEVE_CONFIG: join(folder, 'env.toml') };
    const repo = join(folder, 'repo');
    expect(read(repo, join(folder, 'flag.toml'), env).options).toEqual({ jobs: 1 });
    expect(read(repo, null, env).options).toEqual({ jobs: 2 });
    expect(read(repo).options).toEqual({ jobs: 3 });
    expect(read(join(folder, 'old')).path).toBe(join(folder, 'old', '.gitleaks.toml'));
  });

  it('must be there when it was asked for', () => {
    const folder = tempFolder();
    expect(errorOf(() => read(folder, join(folder, 'no.toml')))).toMatchObject({
      code: 'config',
      hint: 'Check --config.',
    });
    const env = { BITSIEVE_CONFIG: join(folder, 'no.toml') };
    expect(errorOf(() => read(folder, null, env)).hint).toBe('Check BITSIEVE_CONFIG.');
    expect(errorOf(() => read(folder, folder)).message).toContain('is not a regular file');
  });
});

describe('.scannerrc', () => {
  it('resolves paths from its own folder', () => {
    const folder = tempFolder({ '.scannerrc': '[scan]\nbaseline-path = "known.json"' });
    expect(read(folder).options).toEqual({ baselinePath: join(folder, 'known.json') });
  });

  it('lists every mistake with its line, the wrong value and the nearest right name', () => {
    const text = `[scna]
[scan]
jobs = "many"
reportFormat = "json"

min-confidence = "hihg"
show-secrets = true
disable-detector = [
  "slack-bot-token",
  "slack-bot-tokn",
]

[[allow]]
paths = ["a/**"]
vlaues = ["x"]

[[allow]]
values = ['[a-', 'fine',
  '(?<=']
condition = "or"

[[allow]]
detectors = ["github-personal-acess-token"]
commits = ["HEAD"]
stop-words = [""]

[[allow]]
description = "nothing in it"
`;
    expect(mistakesOf(text)).toEqual([
      '1: scna: there is no table "scna"; did you mean "scan"?',
      '3: scan.jobs: "many" is not a whole number from 1 to 256',
      '4: scan.reportFormat: there is no option "reportFormat"; did you mean "report-format"?',
      '6: scan.min-confidence: "hihg" is none of low, medium, high; did you mean "high"?',
      '7: scan.show-secrets: can only be given as a flag, --show-secrets',
      '10: scan.disable-detector[1]: there is no detector "slack-bot-tokn"; did you mean "slack-bot-token"?',
      '15: allow[0].vlaues: there is no key "vlaues"; did you mean "values"?',
      expect.stringMatching(/^18: allow\[1\]\.values\[0\]: "\[a-" is no regular expression: /),
      expect.stringMatching(/^19: allow\[1\]\.values\[2\]: "\(\?<=" is no regular expression: /),
      '20: allow[1].condition: "or" is neither "any" nor "all"',
      '23: allow[2].detectors[0]: there is no detector "github-personal-acess-token"; did you mean "github-personal-access-token"?',
      '24: allow[2].commits[0]: "HEAD" is no name of a commit (7 to 64 hexadecimal digits)',
      '25: allow[2].stop-words[0]: "" stands in every value',
      '27: allow[3]: names none of paths, values, stop-words, commits (to silence a detector, use scan.disable-detector)',
    ]);
  });

  it('finds broken expressions and globs', () => {
    const [first, second, third] = mistakesOf(
      `[[allow]]\nvalues = ['[a-', '\\z', '${'a'.repeat(5000)}', '']\npaths = ['']`,
    );
    expect(first).toMatch(
      /^2: allow\[0\]\.values\[0\]: "\[a-" is no regular expression: Unterminated character class/,
    );
    expect(second).toMatch(/^2: allow\[0\]\.values\[1\]: "\\\\z" is no regular expression: Invalid escape/);
    expect(third).toMatch(/is longer than 4096 characters$/);
    expect(mistakesOf(`[[allow]]\npaths = ['']`)).toEqual([
      '2: allow[0].paths[0]: "" is no glob: an empty glob matches nothing',
    ]);
  });

  it('explains mistakes in own detectors', () => {
    const wrong = DETECTOR.replace('severity = "high"', 'severity = "hgih"\nseverty = 1').replace(
      '"acme_"',
      '"ac"',
    );
    const messages = mistakesOf(wrong);
    expect(messages).toEqual([
      expect.stringMatching(/^5: detector\[0\]\.severity: .*"hgih"; did you mean "high"\?$/),
      '6: detector[0].severty: there is no key "severty"; did you mean "severity"?',
      expect.stringMatching(/^7: detector\[0\]\.keywords\[0\]: must have at least four characters/),
    ]);
    expect(
      mistakesOf(`allow = 1\n${wrong}${DETECTOR.replace('{8}', '{8}[')}[scan]\njobs = 0`).map(
        (each) => each.split(':')[1],
      ),
    ).toEqual([
      ' allow',
      ' detector[0].severity',
      ' detector[0].severty',
      ' detector[0].keywords[0]',
      ' detector[1].token',
      ' scan.jobs',
    ]);
    expect(mistakesOf(DETECTOR + DETECTOR)).toEqual(['9: detector[1].id: "acme-token" stands twice']);
    expect(mistakesOf(DETECTOR.replace('{8}', '{8}['))[0]).toMatch(
      /^7: detector\[0\]\.token: .*is no regular expression/,
    );
    expect(mistakesOf(DETECTOR.replace('credential/saas', 'credential/sass'))).toEqual([
      '4: detector[0].label: there is no label "credential/sass"; did you mean "credential/saas"?',
    ]);
    expect(
      mistakesOf(
        `${DETECTOR}checks = [{ name = "entropy", atLeast = "much" }, { name = "entropi" }, { name = "constructor" }]`,
      ),
    ).toEqual([
      '8: detector[0].checks[0]: check "entropy": atLeast must be a number',
      '8: detector[0].checks[1].name: there is no check "entropi"; did you mean "entropy"?',
      '8: detector[0].checks[2].name: there is no check "constructor"',
    ]);
  });

  it('gives detectors that find, and entries that allow', () => {
    const config = readText(`${DETECTOR}
[[allow]]
description = "tests"
detectors = ["acme-token"]
paths = ["test/**"]
values = ['(?i)^ACME_AAAA']`);
    const [hit] = scanText(
      Buffer.from(`key = acme_${'xyzw'.repeat(2)};\n`),
      buildDetectorSet(config.detectors),
    );
    expect(hit).toMatchObject({ raw: `acme_${'xyzw'.repeat(2)}`, line: 1 });
    const allow = compileAllowlist(config.allow);
    const candidate = { detector: 'acme-token', path: 'src/a', commit: null, value: 'acme_xyzwxyzw' };
    expect(allow(candidate)).toBeUndefined();
    expect(allow({ ...candidate, path: 'test/.hidden/a' })).toBe('tests');
    expect(allow({ ...candidate, value: 'acme_aaaabbbb' })).toBe('tests');
    expect(allow({ ...candidate, path: 'test/a', detector: 'slack-bot-token' })).toBeUndefined();
  });

  it('tells the line of a syntax error, and shows nothing of the file', () => {
    const secret = 'hunter'.repeat(3);
    const folder = tempFolder({ '.scannerrc': `[scan]\njobs = 1\npassword: ${secret}\n` });
    const error = errorOf(() => read(folder));
    expect(error.message).toContain(`${folder}/.scannerrc:3: Invalid TOML document`);
    expect(JSON.stringify([error.message, error.cause])).not.toContain(secret);
  });

  it.each([
    '__proto__ = 1',
    '[scan]\n__proto__ = { jobs = 1 }',
    '[scan.constructor]\na = 1',
    'scan = 1',
    'scan = [1]',
    'allow = 1',
    'allow = [1, "a"]',
    '[allow]\npaths = 1',
    '[[allow]]\npaths = [[1]]',
    'detector = [{}]',
    '[[detector]]\nid = 1',
    '[[scan]]',
    'issuer = 7',
    '[scan]\njobs = 99999999999999999999',
    '[scan]\njobs = 1e308',
    '[scan]\njobs = nan',
    '[scan]\ntimeout = 1979-05-27',
    `[scan]\na = ${'['.repeat(5000)}`,
    `[scan]\na = ${'{a='.repeat(5000)}`,
    `[${'a.'.repeat(5000)}a]`,
    'toString = 1',
    '[scan]\ntoString = 1\nhasOwnProperty = 2',
  ])('refuses %.40s with a ScannerError', (text) => {
    const folder = tempFolder({ '.scannerrc': text });
    expect(errorOf(() => read(folder)).code).toBe('config');
  });

  it('refuses what is too large, before it costs much', () => {
    expect(mistakesOf(`[[allow]]\nvalues = [${"'[',".repeat(20_000)}]`)).toEqual([
      '2: allow[0].values: a list of 20000 has more than 10000 entries',
    ]);
    expect(mistakesOf('[[allow]]\nx = 1\n'.repeat(20_000))).toEqual([
      '1: allow: a list of 20000 has more than 10000 entries',
    ]);
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index} = 1`);
    expect(mistakesOf(`[scan]\n${keys.join('\n')}`)).toHaveLength(51);
    const folder = tempFolder({ '.scannerrc': '#'.repeat(MAX_TOML_BYTES + 1) });
    expect(errorOf(() => read(folder)).message).toContain('is larger than 4 MB');
  });

  it('never throws anything but a ScannerError, whatever TOML it is', () => {
    const value = fc.constantFrom(
      '1',
      '"a"',
      'true',
      '[]',
      '[1]',
      '["a"]',
      '{}',
      '{a=1}',
      '1.5',
      'inf',
      "'['",
      '2020-01-01',
    );
    const key = fc.constantFrom(
      'jobs',
      'paths',
      'values',
      'id',
      'token',
      'keywords',
      'condition',
      'checks',
      'timeout',
      'x',
    );
    const head = fc.constantFrom('[scan]', '[[allow]]', '[[detector]]', '[scan.a]', '[allow]', '[other]');
    const part = fc.tuple(head, fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name }));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts
          .map(([name, pairs]) => [name, ...pairs.map((pair) => pair.join(' = '))].join('\n'))
          .join('\n');
        const folder = tempFolder({ '.scannerrc': text });
        try {
          read(folder);
        } catch (error) {
          expect(error).toBeInstanceOf(ScannerError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('locateToml', () => {
  it('knows where keys stand, whatever stands between them', () => {
    const text = `# comment = 1
top = "a # b"

[ scan ] # [[not]]
jobs = 1
text = """
[[allow]]
x = 1 """"
raw = '''
y = "'''
"quoted key" = 1
a.b.'c' = 2
[[allow]]
paths = [ # ] here
  "a]", 'b', [ 1,
  2 ]
]
inline = { p = 1, q = [ "x" ] }
[[allow]]
z = 1
[allow.sub]
deep = 1
`;
    expect(Object.fromEntries(locateToml(text))).toEqual({
      top: 2,
      scan: 4,
      'scan.jobs': 5,
      'scan.text': 6,
      'scan.raw': 9,
      'scan.quoted key': 11,
      'scan.a': 12,
      'scan.a.b': 12,
      'scan.a.b.c': 12,
      'allow[0]': 13,
      'allow[0].paths': 14,
      'allow[0].paths[0]': 15,
      'allow[0].paths[1]': 15,
      'allow[0].paths[2]': 15,
      'allow[0].paths[2][0]': 15,
      'allow[0].paths[2][1]': 16,
      'allow[0].inline': 18,
      'allow[0].inline.p': 18,
      'allow[0].inline.q': 18,
      'allow[0].inline.q[0]': 18,
      'allow[1]': 19,
      'allow[1].z': 20,
      'allow[1].sub': 21,
      'allow[1].sub.deep': 22,
    });
  });

  it('comes to an end with any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('[]{}"\'\\=.,#\n a1')), maxLength: 60 }),
        (text) => {
          expect(locateToml(text)).toBeInstanceOf(Map);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

const OWN = { disabled: ['slack-bot-token'], detectors: [detectorNamed('acme-token', 'own')] };
const BUILT_IN = ['github-personal-access-token', 'acme-token', 'slack-bot-token'].map((id) =>
  detectorNamed(id, 'built in'),
);

function choose(enableDetector: string[], disableDetector: string[]): string[] {
  return selectDetectors(BUILT_IN, OWN, { enableDetector, disableDetector }).map(({ id }) => id);
}

describe('selectDetectors', () => {
  it('puts own detectors in the place of built-in ones, and leaves out what is off', () => {
    const selected = selectDetectors(BUILT_IN, OWN, { enableDetector: [], disableDetector: [] });
    expect(selected.map(wholeOf).map(({ id, title }) => [id, title])).toEqual([
      ['github-personal-access-token', 'built in'],
      ['acme-token', 'own'],
    ]);
  });

  it('does as the options say, and names what it does not know', () => {
    expect(choose(['slack-bot-token'], [])).toEqual(['slack-bot-token']);
    expect(choose([], ['acme-token'])).toEqual(['github-personal-access-token']);
    expect(errorOf(() => choose(['acme-tokn'], [])).message).toBe(
      'there is no detector "acme-tokn"; did you mean "acme-token"?',
    );
    expect(errorOf(() => choose(['acme-token'], ['acme-token'])).code).toBe('usage');
  });
});

function detectorNamed(id: string, title: string): Detector {
  return {
    id,
    title,
    issuer: 'Acme',
    label: 'credential/saas',
    severity: 'low',
    confidence: 'low',
    keywords: [],
    matcher: 'token',
    source: '',
    flags: 'g',
    reachBefore: 64,
    reachAfter: 64,
    checks: [],
    exposes: '',
    revoke: '',
    references: [],
  };
}
