/** `bitsieve exposure --inventory` over real repositories, held to what git lists commit by commit. */
import { describe, expect, it } from 'vitest';
import type { ExposureAnswer } from '../../src/exposure/exposure-answer.ts';
import {
  INVENTORY_KINDS,
  type InventoryAnswer,
  type KindRow,
} from '../../src/exposure/inventory/inventory-answer.ts';
import { kindOfFinding, KINDS } from '../../src/exposure/inventory/kinds.ts';
import { audit, auditedForge, newStore } from '../audit/support/audited-forge.ts';
import { makeRepository, type TestRepository } from '../support/make-repository.ts';
import { run } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { exposureOf, madeStore } from './support/made-store.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const AT = '2026-11-22T12:00:00Z';
/** By their names, what this test puts into repositories. */
const NAMES: Readonly<Record<string, RegExp>> = {
  'source-code': /\.(?:c|sh)$/,
  'ci-cd-pipelines': /^bitbucket-pipelines\.yml$/,
  'confidential-documents': /\.pdf$/,
  'configuration-files': /\.(?:yml|properties)$/,
  'terraform-files': /\.tf$/,
  'sql-files': /\.sql$/,
};

/** Every content that a path of this kind ever had, from the trees of all commits. */
function slowly(repository: TestRepository, kind: string) {
  const pattern = NAMES[kind] ?? /$^/;
  const blobs = new Map<string, number>();
  const dates: number[] = [];
  for (const line of repository.git('log', '--all', '--format=%H %ct').split('\n')) {
    const [commit = '', date] = line.split(' ');
    const own = filesOf(repository, commit).filter(({ path }) => pattern.test(path));
    if (own.length > 0) dates.push(Number(date));
    for (const { blob, size } of own) blobs.set(blob, size);
  }
  return {
    contents: blobs.size,
    bytes: [...blobs.values()].reduce((sum, size) => sum + size, 0),
    atTip: filesOf(repository, 'HEAD').some(({ path }) => pattern.test(path)) ? 1 : 0,
    since: new Date(Math.min(...dates) * 1000).toISOString(),
  };
}

function filesOf(repository: TestRepository, commit: string) {
  const lines = repository.git('ls-tree', '-r', '-l', commit).split('\n').filter(Boolean);
  return lines.map((line) => {
    const [, , blob = '', size = '', path = ''] = line.split(/\s+/);
    return { blob, size: Number(size), path };
  });
}

function kindIn({ kinds }: InventoryAnswer, kind: string): KindRow {
  const found = kinds.find((row) => row.kind === kind);
  if (!found) throw new Error(kind);
  return found;
}

describe('the inventory of the eight kinds', () => {
  it('is what git lists, kind by kind, with what was found', async () => {
    const infra = makeRepository();
    infra.commit({ 'net/main.tf': 'resource "a" "b" {}\n', 'run.sh': 'echo 1\n', 'plan.pdf': '%PDF-1.4\n' });
    infra.commit({ 'net/main.tf': 'resource "a" "c" {}\n', 'bitbucket-pipelines.yml': 'image: a\n' });
    infra.commit({ 'dump.sql': 'select 1;\n', 'app.properties': `token = ${githubToken(7)}\n` });
    infra.git('rm', '--quiet', 'dump.sql');
    infra.commit({ 'notes.md': 'TLP:RED\n\nText.\n' });
    const more = { id: 20, workspace: 'acme', project: 'acme', slug: 'infra', folder: infra.folder };
    const forge = await auditedForge([{ ...more, hierarchy: 'twenty' }]);
    const store = newStore();
    await audit(forge, store);
    const asked = async (...args: string[]): Promise<InventoryAnswer> => {
      const { stdout } = await run(['exposure', '--inventory', '--store', store, '-f', 'json', ...args]);
      const answer: ExposureAnswer = JSON.parse(stdout);
      if (answer.inventory === null) throw new Error('no inventory');
      return answer.inventory;
    };
    const inventory = await asked('--repo', 'acme/infra');
    for (const kind of Object.keys(NAMES))
      expect(kindIn(inventory, kind).files, kind).toMatchObject(slowly(infra, kind));
    expect(kindIn(inventory, 'api-and-access-tokens').found).toMatchObject({
      values: 1,
      findings: 1,
      atTip: 1,
    });
    expect(kindIn(inventory, 'confidential-documents').found).toMatchObject({ findings: 1, atTip: 1 });
    expect(kindIn(inventory, 'hard-coded-credentials')).toMatchObject({ isThere: false, files: null });
    expect(kindIn(inventory, 'sql-files').files).toMatchObject({ contents: 1, atTip: 0 });

    // The fork holds what its origin does: both count, and once without forks.
    const family = await asked('--repo', 'acme/web', '--repo', 'acme/fork');
    const found = kindIn(family, 'api-and-access-tokens').found;
    expect(found).toMatchObject({ values: 2, findings: 3, repositories: 2 });
    const all = await asked();
    expect(all.repositories.map(({ repository }) => repository).toSorted()).toEqual([
      'acme/api',
      'acme/fork',
      'acme/hollow',
      'acme/infra',
      'acme/web',
    ]);
    expect(kindIn(all, 'source-code').files).toMatchObject({ contents: 3, repositories: 2 });

    // Before the first pipeline there was no pipeline.
    const [first = '', second = ''] = infra.git('log', '--reverse', '--format=%ct').split('\n');
    const until = new Date((Number(first) + Number(second)) * 500).toISOString();
    const early = await asked('--repo', 'acme/infra', '--from', '2001-01-01', '--to', until);
    expect(kindIn(early, 'terraform-files').isThere).toBe(true);
    for (const kind of ['ci-cd-pipelines', 'sql-files', 'api-and-access-tokens'])
      expect(kindIn(early, kind).isThere, kind).toBe(false);

    for (const form of ['console', 'markdown', 'csv']) {
      const { stdout } = await run(['exposure', '--inventory', '--store', store, '-f', form]);
      for (const words of ['Source code', 'Terraform', 'acme/infra'])
        expect(stdout.replaceAll('\\', ''), form).toContain(words);
      expect(stdout, form).not.toContain(githubToken(7));
    }
    const { stdout } = await run(['exposure', '--store', store, '-f', 'json']);
    expect(JSON.parse(stdout).inventory).toBeNull();
  });

  it('counts a family of forks once more at least, and says what is not known', async () => {
    const store = await madeStore([
      {
        at: AT,
        found: { 3: [], 4: [], 6: [], 9: [] },
        amiss: { 9: 'failed' },
      },
    ]);
    const { inventory } = await exposureOf(store, { withInventory: true });
    if (inventory === null) throw new Error('no inventory');
    // 3 and 4 are forks of each other; each holds as many files as its number.
    expect(kindIn(inventory, 'terraform-files').files).toMatchObject({
      contents: 13,
      contentsWithoutForks: 10,
      bytes: 30,
      bytesWithoutForks: 20,
      repositories: 3,
      atTip: 3,
      since: null,
    });
    expect(inventory.notKnown).toBe(1);
    expect(inventory.sizes).toEqual({ bytes: 22_000, repositories: 4 });
    expect(inventory.repositories.find(({ isKnown }) => !isKnown)?.repository).toBe('example/repository-9');
  });

  it('takes files from the first audit after a window', async () => {
    const store = await madeStore([
      { at: '2026-01-01T00:00:00Z', found: { 1: [] } },
      { at: '2026-02-01T00:00:00Z', found: { 1: [] } },
      { at: '2026-03-01T00:00:00Z', found: { 1: [] } },
    ]);
    const window = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });
    const runOf = async (to: string): Promise<number | undefined> =>
      (await exposureOf(store, { withInventory: true, window: window('2025-12-01', to) })).inventory
        ?.filesOfRun;
    expect(await runOf('2026-01-15')).toBe(2);
    expect(await runOf('2026-02-15')).toBe(3);
    expect(await runOf('2026-12-15')).toBe(3);
  });

  it('has one kind for every label of a credential, a key and a marking, and for no other', () => {
    const labels = patternCatalogue().labels.map(({ id }) => id);
    const some = labels.filter((label) => kindOfFinding(label) >= 0);
    const expected = labels.filter(
      (label) => /^(?:credential|key|marking)\//.test(label) || label === 'infrastructure/terraform-state',
    );
    expect(some.toSorted()).toEqual(expected.toSorted());
    expect(KINDS.map(({ kind }) => kind)).toEqual([...INVENTORY_KINDS]);
    const artefacts = new Set(patternCatalogue().artefacts.map(({ label }) => label));
    for (const label of KINDS.flatMap(({ files }) => files)) expect(artefacts).toContain(label);
  });
});
