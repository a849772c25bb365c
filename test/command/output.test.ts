import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseCsv } from '../report/support/parse-csv.ts';
import { parseXml, type XmlElement } from '../report/support/parse-xml.ts';
import { temporaryFolder } from '../support/make-repository.ts';
import { endOf, run, scan, sharedRepository, start } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';

const FORMATS = ['console', 'json', 'jsonl', 'sarif', 'csv', 'junit', 'gitleaks'];
const repository = sharedRepository();
const tokens = Array.from({ length: 6 }, (_, index) => githubToken(index + 1));

beforeAll(() => {
  const [one = '', two = '', three = '', four = '', five = '', six = ''] = tokens;
  repository.commit({ 'a.txt': `${one}\n`, 'copy.txt': `x\n${one}\n`, 'b "quoted", odd\n.txt': two });
  repository.commit({ 'gone.txt': three }, `message with ${four}`);
  repository.git('rm', '--quiet', 'gone.txt');
  repository.commit({ 'c.txt': `${five} ${six}` });
});

function attributesOf(element: XmlElement): string[] {
  const { file, line } = element.attributes;
  const own = file === undefined ? [] : [`${file}:${line}`];
  return [...own, ...element.children.flatMap(attributesOf)];
}

interface Sarif {
  readonly runs: ReadonlyArray<{
    readonly results: ReadonlyArray<{
      readonly locations: ReadonlyArray<{
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number };
        };
      }>;
    }>;
  }>;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever calls knows the format
function parsed<T>(text: string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test that reads what is not there fails
  return JSON.parse(text) as T;
}

/** Places of a report in each format, as `path:line`. */
const placesIn: Readonly<Record<string, (text: string) => string[]>> = {
  jsonl: (text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => parsed<Record<string, unknown>>(line))
      .flatMap(({ type, path, line }) => (type === 'finding' ? [`${String(path)}:${String(line)}`] : [])),
  sarif: (text) =>
    parsed<Sarif>(text).runs.flatMap(({ results }) =>
      results.map(({ locations }) => {
        const place = locations[0]?.physicalLocation;
        return `${decodeURIComponent(place?.artifactLocation.uri ?? '')}:${place?.region.startLine}`;
      }),
    ),
  csv: (text) => {
    const [head = [], ...rows] = parseCsv(text);
    const at = (row: string[], name: string): string => row[head.indexOf(name)] ?? '';
    return rows
      .filter((row) => at(row, 'type') === 'finding')
      .map((row) => `${at(row, 'path')}:${at(row, 'line')}`);
  },
  junit: (text) => attributesOf(parseXml(text)),
  gitleaks: (text) =>
    parsed<Array<{ File: string; StartLine: number }>>(text).map(
      ({ File, StartLine }) => `${File}:${StartLine}`,
    ),
};

describe('the formats', () => {
  let expected: readonly string[] = [];
  beforeAll(async () => {
    expected = (await scan([repository.folder])).places;
  });

  it('json has every secret at every place', () => {
    expect(expected).toEqual([
      'a.txt:1',
      'b "quoted", odd\n.txt:1',
      'c.txt:1',
      'c.txt:1',
      'commit-message:1',
      'copy.txt:2',
      'gone.txt:1',
    ]);
  });

  it.each(Object.keys(placesIn))('%s can be parsed and tells of the same places', async (format) => {
    const { code, stdout, stderr } = await run(['scan', repository.folder, '-f', format]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const told = placesIn[format]?.(stdout).map((place) =>
      place.replaceAll('\\n', '\n').replace(/^commit.*:/, 'commit-message:'),
    );
    expect(told?.toSorted()).toEqual(expected);
  });

  it('console tells of each secret once, with all its places, unless --no-group', async () => {
    const grouped = await run(['scan', repository.folder]);
    const title = /GitHub personal access token/g;
    expect(grouped.stdout.match(title)).toHaveLength(6);
    for (const place of ['a.txt:1', 'copy.txt:2', 'gone.txt:1', 'c.txt:1'])
      expect(grouped.stdout).toContain(place);
    const single = await run(['scan', repository.folder, '--no-group']);
    expect(single.stdout.match(title)).toHaveLength(7);
    expect(grouped.stdout).toMatch(/scan complete\n$/);
  });

  it('-v says what a secret exposes and how to revoke it', async () => {
    const [short, long] = [
      await run(['scan', repository.folder]),
      await run(['scan', repository.folder, '-v']),
    ];
    expect(short.stdout).not.toContain('revoke');
    expect(long.stdout).toContain('revoke');
    expect(long.stdout).toContain('https://');
  });

  it.each(FORMATS)('%s goes to a file as it goes to standard output', async (format) => {
    const path = join(temporaryFolder(), 'report');
    const { stdout, stderr } = await run(['scan', repository.folder, '-f', format, '-r', path]);
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
    const direct = await run(['scan', repository.folder, '-f', format, '-r', '-']);
    const still = (text: string): string =>
      text.replace(
        /"durationMs": ?\d+|"(?:started|start|end)[A-Za-z]*": ?"[^"]*"|time(?:stamp)?="[^"]*"|[\d.]+ m?s · .*|\n.*scan complete/g,
        '',
      );
    expect(still(readFileSync(path, 'utf8'))).toBe(still(direct.stdout));
  });
});

describe('what nobody should see', () => {
  it.each(FORMATS)('%s: no secret, unless --show-secrets', async (format) => {
    const hidden = await run(['scan', repository.folder, '-f', format, '-v']);
    for (const token of tokens) expect(hidden.stdout + hidden.stderr).not.toContain(token.slice(4, 30));
    const shown = await run(['scan', repository.folder, '-f', format, '--show-secrets']);
    for (const token of tokens) expect(shown.stdout).toContain(token);
  });

  it('--redact hides all of it, --redact=50 the latter half, --redact=0 nothing', async () => {
    const [one = ''] = tokens;
    const masked = async (flag: string): Promise<string | undefined> =>
      (await scan([repository.folder, flag])).report.findings.find(({ path }) => path === 'a.txt')?.masked;
    expect(await masked('--redact')).toBe('********');
    expect(await masked('--redact=100')).toBe('********');
    expect(await masked('--redact=50')).toBe(`${one.slice(0, 20)}********`);
    expect(await masked('--redact=0')).toBe(one);
  });

  it('not in a path, branch, tag, author or message, found elsewhere or not', async () => {
    const odd = sharedSecretNames;
    for (const format of FORMATS) {
      const { code, stdout, stderr } = await run([
        'scan',
        odd.folder,
        '-f',
        format,
        '-v',
        '--max-file-size',
        '4000',
      ]);
      expect(code).toBe(3);
      expect(stdout.length).toBeGreaterThan(200);
      for (const token of odd.secrets) expect(stdout + stderr).not.toContain(token.slice(4, 30));
    }
    const path = join(temporaryFolder(), 'report');
    const { stderr } = await run(['scan', odd.folder, '-r', path, '--max-file-size', '4000']);
    expect(stderr).toContain('more than --max-file-size allows');
    for (const token of odd.secrets)
      expect(stderr + readFileSync(path, 'utf8')).not.toContain(token.slice(4, 30));
  });

  it('not in the message on a file that cannot be scanned, whatever is looked for', async () => {
    const [one = '', two = ''] = tokens;
    const folder = tempFolder({ [`${one}.txt`]: 'x'.repeat(100), 'b.txt': two });
    const only = ['--enable-detector', 'json-web-token'];
    const calls = [...FORMATS.map((format) => ['-f', format]), only].map(async (args) => {
      const ran = await run(['scan', '--files', folder, '--max-file-size', '60', ...args]);
      expect(ran.code).toBe(3);
      expect(ran.stdout + ran.stderr).toContain('.txt');
      expect(ran.stdout + ran.stderr).not.toContain(one.slice(4, 30));
    });
    await Promise.all(calls);
  });

  it('not in an error: configuration, path, revision, flag', async () => {
    const [one = ''] = tokens;
    const folder = tempFolder({
      '.scannerrc': `"${one}" = 1\n[scan]\njobs = "${one}"\n[[allow]]\nvalues = ["${one}("]\ndetectors = ["${one}"]\n`,
      'broken/.scannerrc': `[scan\npassword = "${one}"`,
    });
    for (const args of [
      ['scan', '--files', folder],
      ['scan', '--files', join(folder, 'broken')],
      ['scan', `/nowhere/${one}`],
      ['scan', repository.folder, '--branch', one],
      ['scan', '.', `--${one}`],
      ['scan', '.', '--jobs', one],
      [one],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^bitsieve: /);
      expect(stderr).not.toContain(one.slice(4, 30));
    }
  });

  it('not in what a crash tells, which ends with 70', async () => {
    const [one = ''] = tokens;
    const config = temporaryFolder();
    // As soon as the scan has begun: that is when it has made its key.
    const crash = `import { existsSync } from 'node:fs';
      setInterval(() => {
        if (existsSync(${JSON.stringify(join(config, 'bitsieve/key'))})) throw new Error(${JSON.stringify(one)});
      }, 20).unref();`;
    const env = {
      XDG_CONFIG_HOME: config,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(crash)}`,
    };
    const child = start(['scan', '-'], { env });
    const { code, stdout, stderr } = await endOf(child);
    expect({ code, stdout }).toEqual({ code: 70, stdout: '' });
    expect(stderr).toContain('this is a bug');
    expect(stderr).not.toContain(one.slice(4, 30));
  });
});

/** A repository with secrets in all the names that there are. */
const sharedSecretNames = (() => {
  const secrets = Array.from({ length: 7 }, (_, index) => githubToken(index + 50));
  const [content = '', path = '', branch = '', tag = '', author = '', email = '', subject = ''] = secrets;
  const odd = sharedRepository();
  odd.git('config', 'user.name', author);
  mkdirSync(join(odd.folder, content));
  odd.commit({ [`${content}/${path}/a.txt`]: content }, `subject ${subject}`);
  odd.commit({ [`${path}.txt`]: 'x'.repeat(5000) });
  odd.git('tag', '--annotate', `v-${tag}`, '--message', content);
  writeFileSync(join(odd.folder, 'b.txt'), githubToken(60));
  odd.git('add', '--all');
  odd.git('-c', `user.name=x`, 'commit', '--quiet', `--author=${author} <${email}@example.org>`, '-m', 'x');
  odd.git('branch', '--move', `feature/${branch}`);
  return { folder: odd.folder, secrets };
})();

describe('colours and terminals', () => {
  const ESCAPE = '\u001b';

  it.each([
    ['no terminal', [], {}],
    ['--no-color', ['--no-color'], {}],
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['FORCE_COLOR, which is not ours', [], { FORCE_COLOR: '1' }],
  ])('%s: no escape sequence, no progress', async (_, args, env) => {
    const { stdout, stderr } = await run(['scan', repository.folder, ...args], { env });
    expect(stdout).not.toContain(ESCAPE);
    expect(stderr).toBe('');
  });

  it('names that would move the cursor are shown as text', async () => {
    const folder = tempFolder({ [`${ESCAPE}[2Jevil\r.txt`]: tokens[0] ?? '' });
    const { stdout } = await run(['scan', '--files', folder]);
    expect(stdout).toContain('\\x1b[2Jevil\\r.txt');
    expect(stdout).not.toContain(ESCAPE);
  });
});

describe('a reader that goes away', () => {
  /** More than fits into a pipe. */
  const many = Array.from({ length: 3000 }, (_, index) => githubToken(index + 1000)).join('\n');

  it.each([
    ['after the first bytes', true],
    ['at once', false],
  ])('%s: no stack trace, and found is found', async (_, reads) => {
    const child = start(['scan', '-', '-f', 'json']);
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin?.end(many);
    if (reads) child.stdout?.once('data', () => child.stdout?.destroy());
    else child.stdout?.destroy();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it('of help: no stack trace', async () => {
    const child = start(['help', 'scan']);
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout?.destroy();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('however it is run', () => {
  const large = sharedRepository();
  beforeAll(() => {
    const filler = 'const filler = 1; // and nothing more\n';
    const file = (index: number): string =>
      `${filler.repeat(9000)}${index}\n${githubToken(300 + (index % 20))}\n${filler.repeat(index)}`;
    large.commit(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [`dir${index % 3}/f${index}.js`, file(index)]),
      ),
    );
  });

  it('on one thread, on two, without WebAssembly, and again: the same findings in the same order', async () => {
    const key = { BITSIEVE_KEY: 'the same for all' };
    const one = await scan([large.folder, '-j', '1'], { env: key });
    expect(one.report.scan).toMatchObject({ workers: 1, complete: true });
    expect(one.report.findings).toHaveLength(40);
    const two = await scan([large.folder, '-j', '2'], { env: key });
    expect(two.report.scan).toMatchObject({ workers: 2, complete: true });
    const plain = await scan([large.folder, '-j', '2'], { env: { ...key, BITSIEVE_NO_WASM: '1' } });
    const again = await scan([large.folder, '-j', '2'], { env: key });
    for (const other of [two, plain, again]) {
      expect(other.report.findings).toEqual(one.report.findings);
      expect(other.report.scan.bytes).toBe(one.report.scan.bytes);
    }
  });

  it('files on two threads as on one', async () => {
    const one = await scan(['--files', large.folder, '-j', '1']);
    const two = await scan(['--files', large.folder, '-j', '2']);
    expect(one.places).toHaveLength(40);
    expect(two.report.scan.workers).toBe(2);
    expect(two.report.findings).toEqual(one.report.findings);
  });

  it('fingerprints are the same with the same key alone', async () => {
    const keys = ['one', 'one', 'two'].map(async (BITSIEVE_KEY) => {
      const { report } = await scan([repository.folder], { env: { BITSIEVE_KEY } });
      return report.findings.map(({ fingerprint }) => fingerprint).join();
    });
    const [first, second, third] = await Promise.all(keys);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it('a home that cannot be written does not stop it', async () => {
    const { code, places } = await scan([repository.folder], {
      env: { XDG_CONFIG_HOME: '/dev/null', HOME: '/dev/null' },
    });
    expect({ code, count: places.length }).toEqual({ code: 1, count: 7 });
  });
});
