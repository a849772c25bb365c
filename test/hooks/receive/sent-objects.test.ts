/** What is told of a push without git is what git says of it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { ObjectReader } from '../../../src/git/object-reader.ts';
import { OidTable } from '../../../src/git/oid-table.ts';
import { SentObjects } from '../../../src/hooks/receive/sent-objects.ts';
import { makeRepository, temporaryFolder, type TestRepository } from '../../support/make-repository.ts';
import { planHere } from '../../support/scan-here.ts';
import { deltaOf, header, PackWriter, REF_DELTA, treeBytes } from '../../support/write-pack.ts';

const lines = Array.from({ length: 300 }, (_, line) => `line ${line} of a file that changes little`);

function edited(seed: number): string {
  return lines.with((seed * 97) % 300, `changed by ${seed}`).join('\n');
}

/** The objects between two commits, as a server holds them while its hook runs: a thin pack, made whole, or files of their own. */
function received(repository: TestRepository, range: readonly string[], isPacked: boolean): string {
  const { folder } = repository;
  const quarantine = join(folder, `quarantine-${isPacked}`);
  mkdirSync(join(quarantine, 'pack'), { recursive: true });
  const input = `${range.join('\n')}\n`;
  const thin = ['pack-objects', '--revs', '--thin', '--stdout', '-q'];
  const pack = execFileSync('git', thin, { cwd: folder, input });
  // The repository that the commits were made in is a server that does not have them yet.
  const server = join(folder, 'server.git');
  const env = {
    ...process.env,
    GIT_OBJECT_DIRECTORY: quarantine,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: join(server, 'objects'),
  };
  const take = isPacked ? ['index-pack', '--fix-thin', '--stdin'] : ['unpack-objects', '-q'];
  execFileSync('git', ['-C', server, ...take], { env, input: pack, stdio: ['pipe', 'ignore', 'ignore'] });
  return quarantine;
}

it.each([true, false])('types, sizes and contents, packed: %s', async (isPacked) => {
  const repository = makeRepository();
  const first = repository.commit({ 'a.txt': edited(1), 'b/c.txt': 'one' });
  const base = repository.commit({ 'a.txt': edited(2) });
  repository.git('clone', '--quiet', '--bare', '.', 'server.git');
  repository.git('-C', 'server.git', 'repack', '-adq');
  repository.write('.gitignore', 'server.git\nquarantine*\n');
  repository.commit({ 'a.txt': edited(3), 'b/d.txt': 'two' });
  // What was there before comes back: it is not sent again.
  repository.git('checkout', '--quiet', first, '--', 'a.txt');
  const tip = repository.commit({ 'e.txt': 'three' });
  const quarantine = received(repository, [tip, `^${base}`], isPacked);
  const names = repository.git('rev-list', '--objects', '--no-object-names', tip, `^${base}`).split('\n');
  const told = repository.gitFed(`${names.join('\n')}\n`, 'cat-file', '--batch-check').split('\n');

  const objects = join(repository.folder, 'server.git/objects');
  const sent = new SentObjects({ objects, oidBytes: 20 }, quarantine, planHere());
  const oids = new OidTable(20);
  for (const name of names) oids.addHex(name);
  const found = new Map<string, string>();
  const rest = sent.find(oids, (oid, type, size) => found.set(oid, `${type} ${size}`));
  expect(rest.size).toBe(0);
  // Of a tree in a delta the size is not known before it is read.
  const said = names.map((oid) => `${oid} ${found.get(oid)}`.replace(/ tree 0$/, ' tree'));
  expect(said).toEqual(
    told.map((line, at) => (said[at]?.endsWith(' tree') ? line.replace(/ \d+$/, '') : line)),
  );

  const git: ObjectReader = { read: () => Promise.reject(new Error('git was asked')) };
  const wrong: string[] = [];
  const read = ({ oid, bytes }: { oid: string; bytes: Buffer }): void => {
    const [, type = '', size] = told.find((line) => line.startsWith(oid))?.split(' ') ?? [];
    const expected = execFileSync('git', ['-C', repository.folder, 'cat-file', type, oid]);
    if (bytes.length !== Number(size) || !expected.equals(bytes)) wrong.push(oid);
  };
  await sent.reader(git).read(names, read, ({ message }) => wrong.push(message));
  expect(wrong).toEqual([]);

  // A pack brings along what its deltas stand on.
  expect(sent.besides.length > 0).toBe(isPacked);
  const before = repository.gitFed(
    `${[...sent.besides, base].join('\n')}\n`,
    '-C',
    'server.git',
    'cat-file',
    '--batch-check',
  );
  expect(before).not.toContain('missing');
});

it('a tree that expands to more than is read of one is told of, and left alone', async () => {
  const writer = new PackWriter();
  const base = writer.whole('tree', treeBytes([{ name: 'a', oid: 'a'.repeat(40) }]));
  const delta = deltaOf(writer.contentOf(base).length, 300 * 1024 * 1024, [{ copy: [0, 10] }]);
  const name = 'b'.repeat(40);
  writer.raw(
    name,
    Buffer.concat([header(REF_DELTA, delta.length), Buffer.from(base, 'hex'), deflateSync(delta)]),
  );
  const folder = temporaryFolder();
  writer.write(folder);
  const sent = new SentObjects({ objects: join(folder, 'none'), oidBytes: 20 }, folder, planHere());
  const git: ObjectReader = { read: () => Promise.reject(new Error('git was asked')) };
  const problems: string[] = [];
  await sent.reader(git).read(
    [name],
    () => problems.push('read'),
    ({ code }) => problems.push(code),
  );
  expect(problems).toEqual(['blob-over-limit']);
});
