import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileAllowlist, type AllowCandidate } from '../../src/allow/allowlist.ts';
import { type GitleaksConfigRead, readGitleaksConfig } from '../../src/allow/read-gitleaks-config.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { errorOf } from '../support/error-of.ts';
import { tempFolder } from '../support/temp-folder.ts';

const BUILT_IN = ['github-personal-access-token', 'github-app-token', 'generic-secret', 'slack-bot-token'];

function read(
  text: string,
  others: Record<string, string> = {},
): GitleaksConfigRead & { messages: string[] } {
  const folder = tempFolder({ '.gitleaks.toml': text, ...others });
  const path = join(folder, '.gitleaks.toml');
  const config = readGitleaksConfig(path, BUILT_IN);
  for (const problem of config.problems)
    expect(problem).toMatchObject({ code: 'config-ignored', severity: 'warning', path });
  return { ...config, messages: config.problems.map(({ message }) => message.replace(`${path}: `, '')) };
}

function findAll(config: GitleaksConfigRead, text: string): string[] {
  return scanText(Buffer.from(text), buildDetectorSet(config.detectors)).map(({ raw }) => raw);
}

function allowed(config: GitleaksConfigRead, candidate: Partial<AllowCandidate>): boolean {
  const whole = { detector: 'acme', path: 'src/a.ts', commit: null, value: 'v', ...candidate };
  return compileAllowlist(config.allow)(whole) !== undefined;
}

function listBy(condition: string): GitleaksConfigRead {
  return read(`[[allowlists]]\ncondition = "${condition}"\npaths = ['''^docs/''']\nregexes = ['''^ok''']`);
}

function listOf(target: string): GitleaksConfigRead & { messages: string[] } {
  return read(`[[allowlists]]\nregexTarget = "${target}"\nregexes = ['''^password''']`);
}

const EXTEND = '[extend]\nuseDefault = true\n';

describe('rules of .gitleaks.toml', () => {
  it('find what gitleaks finds, and the secret in it', () => {
    const config = read(`${EXTEND}
[[rules]]
id = "acme"
description = "Acme key"
regex = '''(?i)acme_(?:api|app)[\\w.-]{0,20}\\s*=\\s*["']([a-z0-9]{16})["']'''
entropy = 3
keywords = ["acme"]
tags = ["key"]
`);
    expect(config.messages).toEqual([]);
    expect(config.detectors).toMatchObject([
      { id: 'acme', title: 'Acme key', keywords: ['acme_api', 'acme_app'] },
    ]);
    const [varied, uniform] = ['0a1b2c3d4e5f6g7h', '0000000000000001'];
    expect(
      findAll(config, `x\nACME_API_KEY = "${varied}"\nacme_app='${uniform}'\nacme_key="${varied}"\n`),
    ).toEqual([varied]);
  });

  it('take the group that is named, and fold case only where it was asked for', () => {
    const config = read(`${EXTEND}
[[rules]]
id = "two"
regex = '''(TOKEN)_(?i)x[:=]([a-f]{8})(;)'''
secretGroup = 2
`);
    expect(findAll(config, 'TOKEN_X:abcdefAB; token_x:abcdefab; TOKEN_x=abcdefgh;')).toEqual(['abcdefAB']);
  });

  it('are found far from their keyword when nothing bounds them', () => {
    const config = read(`${EXTEND}[[rules]]\nid = "long"\nregex = '''BEGINNING[a-z]{100,}ENDING'''`);
    const text = `BEGINNING${'ab'.repeat(2000)}ENDING`;
    expect(findAll(config, `xx ${text} yy`)).toEqual([text]);
  });

  it.each([
    ['path alone', `path = '''\\.p12$'''`, 'rules for paths alone are not supported; the rule is not used'],
    ['nothing', '', 'it has no regex; the rule is not used'],
    ['look-around', `regex = '''acme(?!x)'''`, 'RE2 has no group (?!x; the rule is not used'],
    [
      'no literal',
      `regex = '''[a-f0-9]{32}'''`,
      'neither its regex nor its keywords give fixed text of four characters to look for; the rule is not used',
    ],
    [
      'short keyword',
      `regex = '''[a-f0-9]{32}'''\nkeywords = ["key"]`,
      'neither its regex nor its keywords give fixed text of four characters to look for; the rule is not used',
    ],
    [
      'required',
      `regex = '''acme[0-9]'''\nrequired = [{ id = "b" }]`,
      'rules that require other rules are not supported; the rule is not used',
    ],
    [
      'skipReport',
      `regex = '''acme[0-9]'''\nskipReport = true`,
      'skipReport is only of use to rules that require this one; the rule is not used',
    ],
    [
      'too long',
      `regex = '''${'a'.repeat(5000)}'''`,
      'its regex is over 4096 characters; the rule is not used',
    ],
  ])('that cannot be used are named: %s', (_name, body, message) => {
    const config = read(`[[rules]]\nid = "acme"\n${body}`);
    expect(config.messages).toEqual([`rule "acme": ${message}`]);
    expect(config.detectors).toEqual([]);
  });

  it.each([
    [
      'keywords outside',
      `regex = '''\\b[a-f0-9]{32}\\b'''\nkeywords = ["acme"]`,
      'its regex holds no fixed text of four characters, so only matches that hold one of its keywords are found',
    ],
    [
      'no such group',
      `regex = '''acme(x)'''\nsecretGroup = 3`,
      'there is no group 3; the whole match is the secret',
    ],
    [
      'alternatives',
      `regex = '''acme(?:(x)|(y))'''`,
      'its secret group lies inside alternatives or a repetition, so the whole match is taken as the secret',
    ],
    [
      'classes',
      `regex = '''acme[à-ｚ]'''`,
      'a class with characters outside ASCII is taken to hold all of them',
    ],
  ])('that do a little else are used, and named: %s', (_name, body, message) => {
    const config = read(`${EXTEND}[[rules]]\nid = "acme"\n${body}`);
    expect(config.messages).toEqual([`rule "acme": ${message}`]);
    expect(config.detectors).toHaveLength(1);
  });

  it('are added to the built-in ones, and that is said', () => {
    const config = read(`[[rules]]\nid = "acme"\nregex = '''acme[0-9]{9}'''`);
    expect(config.messages).toEqual([
      'its rules are added to the built-in detectors, not put in their place (--enable-detector narrows)',
    ]);
  });

  it('look only at their own paths', () => {
    const config = read(
      `${EXTEND}[[rules]]\nid = "acme"\nregex = '''acme[0-9]{9}'''\npath = '''(?i)\\.ENV$'''`,
    );
    expect(allowed(config, { path: 'a/.env' })).toBe(false);
    expect(allowed(config, { path: 'a/b.ts' })).toBe(true);
    expect(allowed(config, { path: 'a/b.ts', detector: 'other' })).toBe(false);
    expect(read(`[[rules]]\nid = "acme"\nregex = '''acme[0-9]{9}'''\npath = '''['''`).detectors).toEqual([]);
  });
});

describe('allowlists of .gitleaks.toml', () => {
  it('hold for everything, for a rule or for target rules', () => {
    const config = read(`${EXTEND}
[[allowlists]]
paths = ['''^docs/''']
[[allowlists]]
targetRules = ["github-pat"]
stopwords = ["Sample"]
[[rules]]
id = "acme"
regex = '''acme[0-9]{9}'''
[[rules.allowlists]]
regexes = ['''^acme0''']
`);
    expect(config.messages).toEqual([]);
    expect(allowed(config, { path: 'docs/a', detector: 'any' })).toBe(true);
    expect(allowed(config, { path: 'x/docs/a' })).toBe(false);
    expect(allowed(config, { value: 'acme000000000' })).toBe(true);
    expect(allowed(config, { value: 'acme000000000', detector: 'other' })).toBe(false);
    expect(allowed(config, { value: 'xxSAMPLExx', detector: 'github-personal-access-token' })).toBe(true);
    expect(allowed(config, { value: 'xxSAMPLExx', detector: 'github-app-token' })).toBe(false);
    expect(allowed(config, { value: 'xxSAMPLExx' })).toBe(false);
  });

  it('of one table, in the older spelling and any case, are read too', () => {
    const config = read(
      `[allowList]\nCommits = ["${'AB'.repeat(20)}"]\n[[rules]]\nid="acme"\nregex='''acme[0-9]{9}'''\n[rules.allowlist]\nstopWords=["zero"]`,
    );
    expect(allowed(config, { commit: 'ab'.repeat(20) })).toBe(true);
    expect(allowed(config, { value: 'acme-zero' })).toBe(true);
    expect(allowed(config, {})).toBe(false);
  });

  it('change built-in detectors under the names that gitleaks gives them', () => {
    const config = read(
      `${EXTEND}[[rules]]\nid = "generic-api-key"\n[rules.allowlist]\nregexes = ['''^public''']`,
    );
    expect(config).toMatchObject({ messages: [], detectors: [] });
    expect(allowed(config, { detector: 'generic-secret', value: 'public1' })).toBe(true);
    expect(allowed(config, { detector: 'slack-bot-token', value: 'public1' })).toBe(false);
    expect(read(`${EXTEND}[[rules]]\nid = "nobody-knows"`).messages).toEqual([
      'rule "nobody-knows": it has no regex, and there is no built-in detector like it',
    ]);
  });

  it('hold by AND and OR as in gitleaks', () => {
    for (const or of ['OR', 'or', '||', '']) expect(allowed(listBy(or), { path: 'docs/a' }), or).toBe(true);
    for (const and of ['AND', 'and', '&&']) {
      expect(allowed(listBy(and), { path: 'docs/a' }), and).toBe(false);
      expect(allowed(listBy(and), { path: 'docs/a', value: 'ok' }), and).toBe(true);
    }
  });

  it('look at the line when asked, and for the match too, which is said', () => {
    const candidate = { value: 'v', line: 'password = v' };
    expect(allowed(listOf('secret'), candidate)).toBe(false);
    expect(allowed(listOf('line'), candidate)).toBe(true);
    expect(listOf('match').messages).toEqual(['global: regexTarget "match" is taken as "line"']);
    expect(allowed(listOf('match'), candidate)).toBe(true);
  });

  it('never allow more because a part of them is broken', () => {
    const config = read(`[[allowlists]]\ncondition = "AND"\npaths = ['''^docs/''']\nregexes = ['''(?=a)''']`);
    expect(config.messages).toEqual(['global: allowlist: "(?=a)" is not used: RE2 has no group (?=a']);
    expect(allowed(config, { path: 'docs/a', value: 'a' })).toBe(false);
    expect(read('[[allowlists]]\ncondition = "XOR"\npaths = ["a"]').messages).toEqual([
      'global: the condition of an allowlist is neither OR nor AND; the list is not used',
    ]);
    expect(read('[[allowlists]]\ndescription = "empty"').messages).toEqual([
      'global: an allowlist without commits, paths, regexes or stopwords is not used',
    ]);
  });

  it('say why, with nothing that moves a cursor', () => {
    const config = read('[[allowlists]]\ndescription = "made up\\u001b[2J\\nkeys"\npaths = ["."]');
    expect(compileAllowlist(config.allow)({ detector: 'a', path: 'b', commit: null, value: 'c' })).toBe(
      'made up [2J keys',
    );
  });
});

describe('extend', () => {
  it('reads other files from where they are named, and lets the nearer one win', () => {
    const config = read(
      `[extend]\npath = "conf/base.toml"\ndisabledRules = ["gone"]\n[[rules]]\nid = "acme"\nentropy = 4.5\n[[allowlists]]\npaths = ['''a''']`,
      {
        'conf/base.toml': `[extend]\npath = "deep.toml"\n[[rules]]\nid = "acme"\nregex = '''acme[a-z]{9}'''\n[[rules]]\nid = "gone"\nregex = '''gone[a-z]{9}'''\n[[allowlists]]\npaths = ['''b''']`,
        'conf/deep.toml': `[extend]\nuseDefault = true\n[[rules]]\nid = "deep"\nregex = '''deep[a-z]{9}'''`,
      },
    );
    expect(config.messages).toEqual([]);
    expect(config.detectors.map(({ id }) => id).toSorted()).toEqual(['acme', 'deep']);
    expect(config.detectors.find(({ id }) => id === 'acme')?.checks).toEqual([
      { name: 'entropy', atLeast: 4.5 + 1e-9 },
    ]);
    expect(config.allow).toHaveLength(2);
  });

  it('takes the expression of the nearer file', () => {
    const config = read(`[extend]\npath = "b.toml"\n[[rules]]\nid = "acme"\nregex = '''near[a-z]{9}'''`, {
      'b.toml': `${EXTEND}[[rules]]\nid = "acme"\nregex = '''distant[a-z]{9}'''\nentropy = 2`,
    });
    expect(config.detectors).toMatchObject([{ keywords: ['near'], checks: [{ name: 'entropy' }] }]);
  });

  it('ends where files extend each other', () => {
    expect(read('[extend]\npath = ".gitleaks.toml"').messages).toEqual([
      'extend: .gitleaks.toml is not read: files may extend each other 2 deep',
    ]);
  });

  it('turns built-in detectors off by either name', () => {
    const config = read(
      `[extend]\nuseDefault = true\ndisabledRules = ["github-pat", "slack-bot-token", "unheard-of"]`,
    );
    expect(config.disabled).toEqual(['github-personal-access-token', 'slack-bot-token']);
    expect(config.messages).toEqual(['disabledRules: there is no detector like "unheard-of" here']);
  });

  it('refuses a file that is not there', () => {
    const folder = tempFolder({ 'a.toml': '[extend]\npath = "b.toml"' });
    expect(errorOf(() => readGitleaksConfig(join(folder, 'a.toml'), [])).message).toContain(
      'b.toml: there is no such file',
    );
  });
});

describe('a hostile .gitleaks.toml', () => {
  it.each([
    ['rules = 1'],
    ['rules = [1, "a", []]'],
    ['[[rules]]\nid = 1'],
    ['[[rules]]\nid = "a\\nb"\nregex = "acme"'],
    ['[[rules]]\nregex = "acme"'],
    ['[[rules]]\nid = "acme"\nentropy = "high"\nregex = "acme"'],
    ['[[rules]]\nid = "acme"\nsecretGroup = 1.5'],
    ['[[rules]]\nid = "acme"\nkeywords = [1]'],
    ['[[rules]]\nid = "acme"\nregex = "acme[0-9]"\nallowlists = "x"'],
    ['[[allowlists]]\npaths = "x"'],
    ['extend = 7\nhasOwnProperty = 1'],
    ['[extend]\nurl = "https://example.com"'],
    ['[[rules]]\nid = "acme"\nregex = "acme[0-9]"\nvalueOf = 1'],
  ])('%s is said, not thrown', (text) => {
    expect(read(text).messages.length).toBeGreaterThan(0);
  });

  it.each(['__proto__ = 1', '[rules.__proto__]\na = 1', '= 1', '[['])('%s is no configuration', (text) => {
    const folder = tempFolder({ 'a.toml': text });
    expect(errorOf(() => readGitleaksConfig(join(folder, 'a.toml'), [])).code).toBe('config');
  });

  it('with a thousand broken rules gives as many warnings as a person reads', () => {
    const rules = Array.from({ length: 1000 }, (_, index) => `[[rules]]\nid = "r${index}"\nregex = "["\n`);
    expect(read(rules.join('')).messages).toHaveLength(201);
  });
});
