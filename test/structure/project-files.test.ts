/** What the repository holds besides code: versions that agree, no trace of the machine it was written on. */
import { describe, expect, it } from 'vitest';
import { VERSION } from '../../src/core/version.ts';
import { committedFiles, textOf } from './support/project.ts';

const manifest = JSON.parse(textOf('package.json'));
const lock = JSON.parse(textOf('package-lock.json'));
const files = committedFiles();

/** Put together at run time, so that this file does not hold them. */
const FOLDERS = ['work', 'home', 'Users', 'root'].map((name) => `/${name}/`);
const REGISTRIES = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['registry', 'npmmirror', 'com'],
  ['npm', 'pkg', 'github', 'com'],
  ['files', 'pythonhosted', 'org'],
].map((parts) => parts.join('.'));

/** A folder at the root of a file system, not a part of some longer path or address. */
function machinePathsIn(text: string): string[] {
  return FOLDERS.flatMap((folder) =>
    Array.from(text.matchAll(new RegExp(`(?<![\\w.~*})\\]-])${folder}[\\w.-]+`, 'g')), ([found]) => found),
  );
}

function registriesIn(text: string): string[] {
  return REGISTRIES.filter((host) => text.toLowerCase().includes(host));
}

describe('version', () => {
  it('is the same in the code, the manifest, the lock file and the changelog', () => {
    expect(manifest.version).toBe(VERSION);
    expect(lock.version).toBe(VERSION);
    expect(lock.packages[''].version).toBe(VERSION);
    expect(textOf('CHANGELOG.md')).toContain(`\n## [${VERSION}]`);
  });
});

describe('package-lock.json', () => {
  const packages = Object.entries<Record<string, unknown>>(lock.packages).filter(
    ([path, entry]) => path.startsWith('node_modules/') && entry['link'] !== true,
  );

  it('names no address, and a checksum for every package that every platform installs', () => {
    expect(packages.length).toBeGreaterThan(50);
    expect(packages.filter(([, entry]) => 'resolved' in entry).map(([path]) => path)).toEqual([]);
    const unsure = packages.filter(
      ([, entry]) => typeof entry['integrity'] !== 'string' && !entry['optional'],
    );
    expect(unsure.map(([path]) => path)).toEqual([]);
    expect(textOf('package-lock.json')).not.toMatch(/https?:\/\/[^"]*\.tgz/);
  });

  it('holds what other platforms install too: without that `npm ci` refuses to start', () => {
    const there = new Set(packages.map(([path]) => path));
    const missing = packages.flatMap(([path, entry]) =>
      Object.keys(Object(entry['optionalDependencies'])).filter(
        (name) => !there.has(`node_modules/${name}`) && !there.has(`${path}/node_modules/${name}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('is the lock of this manifest', () => {
    expect(lock.packages[''].dependencies).toEqual(manifest.dependencies);
    expect(lock.packages[''].devDependencies).toEqual(manifest.devDependencies);
  });
});

describe('the repository', () => {
  it('was listed', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(files.map(({ path }) => path)).toContain('package.json');
  });

  it('holds no path of the machine that it was written on', () => {
    const found = files.flatMap(({ path, text }) => machinePathsIn(text).map((place) => `${path}: ${place}`));
    expect(found).toEqual([]);
  });

  it('names no package registry: whoever installs it has their own', () => {
    const found = files.flatMap(({ path, text }) => registriesIn(text).map((host) => `${path}: ${host}`));
    expect(found).toEqual([]);
  });

  it('holds no settings of npm, which could name one', () => {
    expect(files.filter(({ path }) => /(?:^|\/)\.(?:npmrc|yarnrc.*|env)$/.test(path))).toEqual([]);
  });
});

describe('the checks themselves', () => {
  it.each(FOLDERS)('see a path below %s', (folder) => {
    expect(machinePathsIn(`cd ${folder}project && ls`)).toEqual([`${folder}project`]);
    expect(machinePathsIn(`"${folder}x"`)).toHaveLength(1);
    expect(machinePathsIn(`https://example.org/docs${folder}account`)).toEqual([]);
    expect(machinePathsIn(`src${folder}x`)).toEqual([]);
  });

  it.each(REGISTRIES)('see %s', (host) => {
    expect(registriesIn(`https://${host.toUpperCase()}/left-pad`)).toEqual([host]);
  });
});
