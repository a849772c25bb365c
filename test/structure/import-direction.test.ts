/** Imports go down the list of layers and nowhere else. */
import { describe, expect, it } from 'vitest';
import { importsOf, LAYERS, violationsOf } from './support/layers.ts';
import { filesBelow } from './support/project.ts';

const files = filesBelow('src', '.ts');
const known = new Set(files.map(({ path }) => path));

describe('the imports of src/', () => {
  it('go down the list of layers, never up, never sideways', () => {
    expect(files.flatMap((file) => violationsOf(file, known))).toEqual([]);
  });

  it('were read: nearly every file imports something', () => {
    const imports = files.flatMap((file) => importsOf(file));
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(files.length * 2);
    // One of each kind that is easily overlooked: a type, an import at run time, the script of a thread.
    const of = (path: string): string[] => files.filter((file) => file.path === path).flatMap(importsOf);
    expect(of('src/classify/classify.ts')).toContain('src/core/severity.ts');
    expect(of('src/commands/commands.ts')).toContain('src/commands/scan.ts');
    expect(of('src/pipeline/run-batches.ts')).toContain('src/pipeline/scan-worker.ts');
  });

  it('name no folder twice in the list', () => {
    const names = LAYERS.flat();
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the check itself', () => {
  const there = new Set(['src/core/a.ts', 'src/report/b.ts', 'src/store/c.ts', 'src/commands/d.ts']);
  const check = (path: string, text: string): string[] => violationsOf({ path, text }, there);

  it.each([
    ['a static import', `import { b } from '../report/b.ts';`],
    ['an import of types', `import type { B } from '../report/b.ts';`],
    ['an import over several lines', `import {\n  b,\n  c,\n} from "../report/b.ts";`],
    ['an import for its effect', `import '../report/b.ts';`],
    ['a type in passing', `let b: import('../report/b.ts').B;`],
    ['an import at run time', `await import('../report/b.ts');`],
    ['a re-export', `export * from '../report/b.ts';`],
    ['the script of a thread', `new Worker(new URL('../report/b.js', import.meta.url));`],
  ])('sees %s that goes up', (_, text) => {
    expect(check('src/core/a.ts', text)).toEqual(['src/core/a.ts: imports up: src/report/b.ts']);
  });

  it('sees an import that goes sideways', () => {
    expect(check('src/store/c.ts', `import '../report/b.ts';`)).toEqual([
      'src/store/c.ts: imports sideways: src/report/b.ts',
    ]);
  });

  it('sees a folder that the list does not name, as source and as target', () => {
    expect(check('src/util/e.ts', '')).toEqual([
      'src/util/e.ts: the list of layers does not name its folder',
    ]);
    expect(check('src/loose.ts', '')).toEqual(['src/loose.ts: the list of layers does not name its folder']);
    expect(check('src/core/a.ts', `import '../util/e.ts';`)).toEqual([
      'src/core/a.ts: there is no src/util/e.ts in src/',
    ]);
    expect(check('src/core/a.ts', `import '../../scripts/x.ts';`)).toHaveLength(1);
  });

  it('refuses what it cannot follow', () => {
    expect(check('src/commands/d.ts', 'await import(name)')).toHaveLength(1);
    expect(check('src/commands/d.ts', 'await import(`../report/${name}.ts`)')).not.toEqual([]);
    expect(check('src/commands/d.ts', `import '../report';`)).toHaveLength(1);
  });

  it('lets imports go down and stay in their folder', () => {
    const text = `import '../core/a.ts'; import type { B } from '../report/b.ts'; await import('./d.ts');`;
    expect(check('src/commands/d.ts', text)).toEqual([]);
  });
});
