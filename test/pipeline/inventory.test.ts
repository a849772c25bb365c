/** The inventory of a history against a slow count of what git itself lists, commit by commit. */
import { describe, expect, it } from 'vitest';
import { ArtefactNames } from '../../src/classify/artefact-names.ts';
import type { CountedArtefact } from '../../src/pipeline/inventory.ts';
import { fastImport } from '../support/fast-import.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { scanHistoryHere } from '../support/scan-here.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const names = new ArtefactNames(patternCatalogue().artefacts);
const labelsOf = (path: string): string[] =>
  names.labels.filter((_, at) => (names.bitsOfPath(path) & (1 << at)) !== 0);

describe('names', () => {
  it.each([
    ['bitbucket-pipelines.yml', 'artefact/ci-pipeline artefact/configuration'],
    ['a/Jenkinsfile', 'artefact/ci-pipeline'],
    ['.github/workflows/build.yml', 'artefact/ci-pipeline artefact/configuration'],
    ['docs/workflows.yml', 'artefact/configuration'],
    ['net/prod.tfstate', 'artefact/terraform'],
    ['net/prod.auto.TFVARS', 'artefact/terraform'],
    ['dump.sql.gz', 'artefact/sql-dump artefact/archive'],
    ['Secret plan.DOCX', 'artefact/document'],
    ['group_vars/all', 'artefact/configuration'],
    ['README.md', ''],
    ['tf', ''],
    ['.tf', ''],
  ])('%s', (path, labels) => {
    expect(labelsOf(path).toSorted().join(' ')).toBe(labels.split(' ').toSorted().join(' '));
  });
});

/** What git says: every path of every commit that a ref reaches. */
function slowInventory(repository: TestRepository): CountedArtefact[] {
  const commits = repository.git('log', '--all', '--format=%H %ct').split('\n').filter(Boolean);
  const tips = repository.git('for-each-ref', '--format=%(objectname)', 'refs/heads').split('\n');
  const contents = new Map<string, Map<string, number>>();
  const since = new Map<string, number>();
  const atTip = new Set<string>();
  const seen = commits.flatMap((line) => {
    const [commit = '', date = ''] = line.split(' ');
    const entries = repository.git('ls-tree', '-r', '-l', commit).split('\n').filter(Boolean);
    return entries.flatMap((entry) => {
      const [, , blob = '', size = '', path = ''] = entry.split(/\s+/);
      return labelsOf(path).map((label) => ({ commit, date: Number(date), blob, size: Number(size), label }));
    });
  });
  for (const { commit, date, blob, size, label } of seen) {
    if (!contents.has(label)) contents.set(label, new Map());
    contents.get(label)?.set(blob, size);
    since.set(label, Math.min(since.get(label) ?? Infinity, date));
    if (tips.includes(commit)) atTip.add(label);
  }
  return [...contents].map(([label, blobs]) => ({
    label,
    contents: blobs.size,
    bytes: [...blobs.values()].reduce((sum, size) => sum + size, 0),
    since: new Date((since.get(label) ?? 0) * 1000).toISOString(),
    atTip: atTip.has(label),
  }));
}

const byLabel = (a: { label: string }, b: { label: string }): number => (a.label < b.label ? -1 : 1);

const path = fc.constantFrom(
  'main.tf',
  'infra/main.tf',
  '.circleci/config.yml',
  '.circleci/deep/config.yml',
  'sub/.circleci/config.yml',
  'other/config.yml',
  'a/b/c/dump.sql',
  'notes.md',
  'plan.pdf',
);
const text = fc.constantFrom('', 'one', 'two', 'three');
const commit = fc.record({
  parent: fc.nat(),
  merge: fc.option(fc.nat(), { freq: 4 }),
  files: fc.dictionary(path, text, { maxKeys: 5 }),
  date: fc.integer({ min: 1_600_000_000, max: 1_700_000_000 }),
});

it('is what git lists, in any history', async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(commit, { minLength: 1, maxLength: 9 }), fc.nat(), async (drawn, other) => {
      const repository = makeRepository('--bare');
      const commits = drawn.map(({ parent, merge, files, date }, index) => ({
        parents:
          index === 0 ? [] : [...new Set([parent % index, ...(merge === null ? [] : [merge % index])])],
        files,
        date,
      }));
      const refs = { 'refs/heads/main': commits.length - 1, 'refs/heads/dev': other % commits.length };
      fastImport(repository.folder, commits, refs);
      const { artefacts } = await scanHistoryHere(repository.folder);
      const slow = slowInventory(repository);
      expect(artefacts?.toSorted(byLabel)).toEqual(slow.toSorted(byLabel));
      seen += slow.length;
    }),
    { numRuns: 20 },
  );
  expect(seen).toBeGreaterThan(20);
});
