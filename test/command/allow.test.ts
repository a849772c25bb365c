import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository } from '../support/make-repository.ts';
import { scan, sharedFolder, sharedRepository } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';

const [one, two, three] = [githubToken(1), githubToken(2), githubToken(3)];

/** Two commits: a.txt with the first secret, then b.txt and lib/c.txt with the others. */
const repository = sharedRepository();
const first = repository.commit({ 'a.txt': one });
const second = repository.commit({ 'b.txt': two, 'lib/c.txt': `\n${three}` });
const ALL = ['a.txt:1', 'b.txt:1', 'lib/c.txt:2'];

const folder = sharedFolder();

/** A file beside the repository, so that the repository can be shared. */
function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('an allow comment on the line', () => {
  const spellings = [
    'bitsieve:allow',
    'gitleaks:allow',
    'betterleaks:allow',
    'trufflehog:ignore',
    'kingfisher:ignore',
    'pragma: allowlist secret',
    'pragma: whitelist secret',
    'pragma:allowlist secret',
  ];
  const others = ['bitsieve:alow', 'pragma: secret', 'allow', 'nosec'];

  it('in every spelling silences that line and no other, unless --no-inline-allow', async () => {
    const repo = makeRepository();
    const lines = [...spellings, ...others].map(
      (comment, index) => `k = ${githubToken(20 + index)} # ${comment}`,
    );
    repo.commit({ 'a.txt': `${lines.join('\n')}\n` });
    const { places, report } = await scan([repo.folder]);
    const told = others.map((_, index) => `a.txt:${spellings.length + index + 1}`);
    expect(places).toEqual(told.toSorted());
    expect(report.scan.leftOut).toEqual({
      inline: spellings.length,
      allowlist: 0,
      baseline: 0,
      lowConfidence: 0,
    });
    for (const flag of ['--no-inline-allow', '--ignore-gitleaks-allow']) {
      const all = await scan([repo.folder, flag]);
      expect(all.places).toHaveLength(lines.length);
      expect(all.report.scan.leftOut.inline).toBe(0);
    }
  });

  it('works in files, in the index and on standard input as well', async () => {
    const input = `k = ${one} # bitsieve:allow\nk = ${two}\n`;
    const repo = makeRepository();
    repo.write('a.txt', input);
    repo.git('add', '--all');
    expect((await scan(['-'], { input })).places).toEqual(['stdin:2']);
    expect((await scan(['--files', repo.folder])).places).toEqual(['a.txt:2']);
    expect((await scan(['--staged', repo.folder])).places).toEqual(['a.txt:2']);
  });
});

describe('.scannerrc', () => {
  it.each([
    ['a path', '[[allow]]\npaths = ["lib/**"]', ['a.txt:1', 'b.txt:1']],
    ['a value', `[[allow]]\nvalues = ["^${two.slice(0, 20)}"]`, ['a.txt:1', 'lib/c.txt:2']],
    [
      'a stop word',
      `[[allow]]\nstop-words = ["${three.slice(10, 22).toLowerCase()}"]`,
      ['a.txt:1', 'b.txt:1'],
    ],
    ['a commit', `[[allow]]\ncommits = ["${second}"]`, ['a.txt:1']],
    ['a commit, abbreviated', `[[allow]]\ncommits = ["${first.slice(0, 8)}"]`, ['b.txt:1', 'lib/c.txt:2']],
    [
      'a detector that fits',
      '[[allow]]\npaths = ["*.txt"]\ndetectors = ["github-personal-access-token"]',
      ['lib/c.txt:2'],
    ],
    ['another detector', '[[allow]]\npaths = ["**"]\ndetectors = ["json-web-token"]', ALL],
    ['any of two', `[[allow]]\npaths = ["a.txt"]\ncommits = ["${second}"]`, []],
    [
      'all of two',
      `[[allow]]\ncondition = "all"\npaths = ["b.txt", "a.txt"]\ncommits = ["${second}"]`,
      ['a.txt:1', 'lib/c.txt:2'],
    ],
    ['nothing that is there', '[[allow]]\npaths = ["other/**"]', ALL],
  ])('allows by %s', async (_, text, expected) => {
    const { code, places, report } = await scan([repository.folder, '-c', file('rc.toml', text)]);
    expect({ code, places }).toEqual({ code: expected.length > 0 ? 1 : 0, places: expected });
    expect(report.scan.leftOut.allowlist).toBe(ALL.length - expected.length);
  });

  it('is found at the top of the repository, named in the report, and flags win over it', async () => {
    const repo = makeRepository();
    repo.commit({ 'a.txt': one, '.scannerrc': '[scan]\nexit-code = 7\nmax-file-size = "20"\n' });
    expect(await scan([repo.folder])).toMatchObject({ code: 3 });
    const { code, report } = await scan([repo.folder, '--max-file-size', '1MB']);
    expect({ code, config: report.scan.config }).toEqual({
      code: 7,
      config: join(repo.folder, '.scannerrc'),
    });
    expect((await scan([repo.folder, '--max-file-size', '1MB', '--exit-code', '5'])).code).toBe(5);
  });

  it('of the scanned folder counts, not of the folder where the program is run', async () => {
    const elsewhere = tempFolder({ '.scannerrc': '[[allow]]\npaths = ["**"]' });
    expect((await scan([repository.folder], { cwd: elsewhere })).places).toEqual(ALL);
  });

  it('a detector of its own is used, and can take the place of a built-in one', async () => {
    const own = (id: string): string =>
      file(
        'own.toml',
        `[[detector]]\nid = "${id}"\ntitle = "Own"\nlabel = "credential/saas"\nseverity = "low"\nkeywords = ["acme_"]\ntoken = '''acme_[a-z0-9]{20}'''\nboundary = "word"\n`,
      );
    const input = `acme_${'a1b2c'.repeat(4)}\n${one}\n`;
    const added = await scan(['-', '-c', own('own-token')], { input });
    expect(added.report.findings.map(({ detector }) => detector)).toEqual([
      'github-personal-access-token',
      'own-token',
    ]);
    const replaced = await scan(['-', '-c', own('github-personal-access-token')], { input });
    expect(replaced.places).toEqual(['stdin:1']);
  });
});

describe('files of gitleaks', () => {
  it.each([
    ['paths', "[[allowlists]]\npaths = ['''^lib/''']", ['a.txt:1', 'b.txt:1']],
    ['an old allowlist', "[allowlist]\npaths = ['''.*\\.txt$''']", []],
    ['regexes', `[[allowlists]]\nregexes = ['''${two}''']`, ['a.txt:1', 'lib/c.txt:2']],
    ['commits', `[[allowlists]]\ncommits = ["${first}"]`, ['b.txt:1', 'lib/c.txt:2']],
    [
      'stop words',
      `[[allowlists]]\nstopwords = ["${three.slice(8, 20).toLowerCase()}"]`,
      ['a.txt:1', 'b.txt:1'],
    ],
    ['disabledRules', '[extend]\nuseDefault = true\ndisabledRules = ["github-pat"]', []],
  ])('.gitleaks.toml: %s', async (_, text, expected) => {
    const { places } = await scan([repository.folder, '-c', file('gitleaks.toml', text)]);
    expect(places).toEqual(expected);
  });

  it('.gitleaks.toml is found at the top, and .scannerrc comes before it', async () => {
    const repo = makeRepository();
    repo.commit({ 'a.txt': one, 'b.txt': two, '.gitleaks.toml': "[[allowlists]]\npaths = ['''a\\.txt''']" });
    expect((await scan([repo.folder])).places).toEqual(['b.txt:1']);
    repo.write('.scannerrc', '[[allow]]\npaths = ["b.txt"]');
    expect((await scan([repo.folder])).places).toEqual(['a.txt:1']);
  });

  it('.gitleaksignore: with and without commit, by file and by folder', async () => {
    const text = `# known\n${first}:a.txt:github-pat:1\nlib/c.txt:github-pat:2\n${first}:b.txt:github-pat:1\n`;
    const path = file('.gitleaksignore', text);
    for (const place of [path, folder]) {
      const { places, report } = await scan([repository.folder, '-i', place]);
      expect({ places, problems: report.problems }).toEqual({ places: ['b.txt:1'], problems: [] });
      expect(report.scan.leftOut.allowlist).toBe(2);
    }
  });

  it('.gitleaksignore is found at the top, and a line that means nothing is a warning', async () => {
    const repo = makeRepository();
    repo.commit({ 'a.txt': one, '.gitleaksignore': 'a.txt:github-pat:1\nnonsense\n' });
    const { code, places, report } = await scan([repo.folder]);
    expect({ code, places }).toEqual({ code: 0, places: [] });
    expect(report.problems).toMatchObject([{ code: 'config-ignored', severity: 'warning' }]);
  });
});

describe('choosing detectors', () => {
  const jwt = (): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: '1234567', iat: 1_700_000_000 })}.${'aZ3_x9'.repeat(7)}1`;
  };
  const input = `${one}\nit is ${jwt()}\n`;

  it.each([
    [
      '--enable-detector',
      ['--enable-detector', 'github-personal-access-token'],
      ['github-personal-access-token'],
    ],
    ['--enable-rule', ['--enable-rule=github-personal-access-token'], ['github-personal-access-token']],
    ['--disable-detector', ['--disable-detector', 'json-web-token'], ['github-personal-access-token']],
    ['two in a list', ['--disable-detector', 'json-web-token,github-personal-access-token'], []],
    [
      'two flags',
      ['--disable-detector', 'json-web-token', '--disable-detector', 'github-personal-access-token'],
      [],
    ],
    ['--min-severity', ['--min-severity', 'critical'], ['github-personal-access-token']],
  ])('%s', async (_, args, expected) => {
    const { report } = await scan(['-', ...args], { input });
    expect(report.findings.map(({ detector }) => detector)).toEqual(expected);
  });

  it('--min-confidence: low shows more than the default, and each level is kept to', async () => {
    const text = `${input}password = "Tr0ub4dor-and-3-more"\nuser mail: someone.else@company.co\n`;
    const counts: number[] = [];
    for (const level of ['high', 'medium', 'low']) {
      const { report } = await scan(['-', '--min-confidence', level], { input: text });
      const allowed = ['low', 'medium', 'high'].slice(['low', 'medium', 'high'].indexOf(level));
      for (const { confidence } of report.findings) expect(allowed).toContain(confidence);
      counts.push(report.findings.length);
    }
    expect(counts[0]).toBeLessThan(counts[2] ?? 0);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    expect((await scan(['-'], { input: text })).report.findings).toHaveLength(counts[1] ?? -1);
  });
});
