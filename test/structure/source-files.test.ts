/** Habits of the sources that no linter knows: opening comments, described folders, twins, and who may see a secret. */
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/detect/checks/table.ts';
import { filesBelow, foldersBelow, type ProjectFile, textOf } from './support/project.ts';

const files = filesBelow('src', '.ts');
const architecture = textOf('ARCHITECTURE.md');

/** The text of the comment at the very top; empty when there is none. */
function openingOf(text: string): string {
  const [, inside] = /^\/\*\*([^]*?)\*\//.exec(text) ?? [];
  return (inside ?? '')
    .replace(/^\s*\* ?/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

describe('every file of src/', () => {
  const mute = ({ text }: ProjectFile): boolean => !/^[A-Z0-9`>].{15,}?[.:?]/i.test(openingOf(text));

  it('opens with a comment that says in a sentence what it is', () => {
    expect(files.filter(mute).map(({ path }) => path)).toEqual([]);
  });

  it('or this test would see it', () => {
    for (const text of [
      '',
      `import x from 'y';\n/** Says what it is, too late. */`,
      '/** Short. */',
      '/** */',
    ])
      expect(mute({ path: 'x', text })).toBe(true);
    expect(mute({ path: 'x', text: '/** Says what it is,\n * and at once. */\n' })).toBe(false);
  });
});

/** Folders named at the beginning of the lines of the tree in ARCHITECTURE.md, with what is said of each. */
function describedFolders(text: string): Map<string, string> {
  const [, block = ''] = /^```tree\n([^]*?)^```$/m.exec(text) ?? [];
  const parents: string[] = [];
  const found = new Map<string, string>();
  for (const [, indent = '', name = '', said = ''] of block.matchAll(/^( *)(\S+\/)\s+(\S.*)$/gm)) {
    parents.length = indent.length / 2;
    parents.push(name.slice(0, -1));
    found.set(parents.join('/'), said);
  }
  return found;
}

describe('the tree in ARCHITECTURE.md', () => {
  const described = describedFolders(architecture);
  const tops = ['src', 'engine', 'patterns', 'scripts'];
  // Results of the bench are there on the machine that measured them.
  const there = new Set(['bench', ...tops.flatMap((top) => [top, ...foldersBelow(top)])]);

  it('describes every folder of src/, patterns/ and the like', () => {
    expect(there.size).toBeGreaterThan(20);
    expect([...there].filter((folder) => !described.has(folder))).toEqual([]);
  });

  it('describes no folder that is not there', () => {
    expect([...described.keys()].filter((folder) => !there.has(folder))).toEqual([]);
  });

  it('is read as it is meant', () => {
    const tree = describedFolders(
      'x\n```tree\nsrc/  programs\n  a/   first\n    b/  second\n  c/   third\n```\n',
    );
    expect([...tree.keys()]).toEqual(['src', 'src/a', 'src/a/b', 'src/c']);
  });
});

describe('the engine', () => {
  const engine = filesBelow('engine', '.ts');

  it('has a twin in plain TypeScript for every file, which its opening comment names', () => {
    const known = new Set(files.map(({ path }) => path));
    const alone = engine.filter(({ text }) => {
      const [opening = ''] = /^(?:\/\/[^\n]*\n)+/.exec(text) ?? [];
      const twin = /\bsrc\/[\w/-]+\.ts\b/.exec(opening)?.[0];
      return twin === undefined || !known.has(twin);
    });
    expect(engine.length).toBeGreaterThan(0);
    expect(alone.map(({ path }) => path)).toEqual([]);
  });

  it('is compiled by the build as a whole: the module imports every file, directly or not', () => {
    expect(textOf('scripts/build.mjs')).toContain("'engine/index.ts'");
    const reached = new Set(['engine/index.ts']);
    for (const path of reached) {
      for (const [, name = ''] of textOf(path).matchAll(/from '\.\/([\w-]+)'/g))
        reached.add(`engine/${name}.ts`);
    }
    expect([...reached].toSorted()).toEqual(engine.map(({ path }) => path).toSorted());
  });

  it('is compared with the twin by a test, function for function', () => {
    const tests = filesBelow('test', '.ts').filter(({ text }) => /twin/.test(text));
    const exported = Array.from(
      textOf('engine/index.ts').matchAll(/export \{ ([^}]*) \}/g),
      ([, list = '']) => list.split(', '),
    ).flat();
    expect(exported.length).toBeGreaterThan(10);
    const named = tests.map(({ text }) => text.toLowerCase());
    const untested = exported.filter((name) => !named.some((text) => text.includes(name.toLowerCase())));
    // Where the arena begins is a number, and every other test would fail if it were wrong.
    expect(untested.filter((name) => name !== 'arenaAt')).toEqual([]);
  });
});

describe('SecretValue', () => {
  /** Who may look inside, and why. ARCHITECTURE.md says the same. */
  const MAY_UNWRAP: Readonly<Record<string, string>> = {
    'src/core/secret-value.ts': 'is it',
    'src/core/fingerprint.ts': 'hashes the bytes under a key',
    'src/report/disclosure/disclose.ts': 'masks, hides, and shows on request',
    'src/commands/hide-secrets-in.ts': 'masks secrets in messages of errors',
    'src/commands/scan-rules.ts': 'asks the allowlist, whose entries speak of values',
    'src/pipeline/finish-scan.ts': 'hands the state what names and messages hold',
    'src/audit/hide-names.ts': 'masks secrets in names of branches',
    'src/verify/fill-request.ts': 'fills the one request that asks its issuer',
  };

  it('is unwrapped by the files that are listed, and by no other', () => {
    const found = files.filter(({ text }) => /\bunwrap\w*/.test(text)).map(({ path }) => path);
    expect(found.toSorted()).toEqual(Object.keys(MAY_UNWRAP).toSorted());
  });

  it('is the only way to a value in a report or a store: neither sees the hits of a scan', () => {
    const curious = files.filter(
      ({ path, text }) =>
        /^src\/(?:report|store)\//.test(path) && /\bHit\b.*from '\.\.\/|\.raw\b(?!\()/.test(text),
    );
    expect(curious.map(({ path }) => path)).toEqual([]);
  });

  it('is described with its readers in ARCHITECTURE.md', () => {
    const silent = Object.keys(MAY_UNWRAP).filter(
      (path) => !architecture.includes(path.slice('src/'.length)),
    );
    expect(silent).toEqual([]);
  });
});

describe('tables that stand for their folder', () => {
  it('hold every check that there is a file for, and no other', () => {
    const table = textOf('src/detect/checks/table.ts');
    const inFolder = filesBelow('src/detect/checks', '.ts').filter(({ path }) => !path.endsWith('/table.ts'));
    const left = inFolder.filter(({ path }) => !table.includes(`from './${path.split('/').at(-1)}'`));
    expect(left.map(({ path }) => path)).toEqual([]);
    expect(Object.keys(CHECKS)).toHaveLength(inFolder.length);
  });

  it('name every check in alphabetical order, so that two branches seldom meet on one line', () => {
    expect(Object.keys(CHECKS)).toEqual(Object.keys(CHECKS).toSorted());
  });
});
