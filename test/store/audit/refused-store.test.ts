/** A store that cannot be used is refused in words, and nothing of it is changed. */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAuditStore, readAuditStore } from '../../../src/store/audit/open-audit-store.ts';
import { openDatabase } from '../../../src/store/audit/sqlite-database.ts';
import { SqliteAuditStore } from '../../../src/store/audit/sqlite-audit-store.ts';
import { audit, KEY, NOW, placeOf, REQUEST, scanOf, someFindings } from '../../support/audited.ts';
import { bundledProgram } from '../../support/bundled-program.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { fc } from '../../support/property.ts';

const program = bundledProgram('test/support/audit-program.ts');

async function made(size = { places: 5, findings: 3 }): Promise<string> {
  const path = join(tempFolder(), 'audit.db');
  const store = await openAuditStore({ path, key: KEY, now: NOW });
  await audit(store, size);
  await store.close();
  return path;
}

const open = (path: string, key = KEY): Promise<unknown> => openAuditStore({ path, key, now: NOW });

/** In a process of its own: the driver has ended the whole process over damaged text. */
function run(path: string, user?: number): { status: number | null; signal: string | null; output: string } {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [program, path, '3', '2'], {
    ...(user !== undefined && { uid: user, gid: user }),
  });
  return { status, signal, output: `${stdout.toString()}${stderr.toString()}` };
}

describe('a store is refused', () => {
  it('when its file is something else', async () => {
    const path = join(
      tempFolder({ 'audit.db': 'no database at all, but long enough to have a header '.repeat(9) }),
      'audit.db',
    );
    await expect(open(path)).rejects.toMatchObject({
      code: 'store',
      message: expect.stringContaining('damaged'),
    });
  });

  it.each([
    ["another program's database", 'PRAGMA application_id=5'],
    ['one with a trigger', 'CREATE TRIGGER t AFTER INSERT ON visits BEGIN DELETE FROM findings; END'],
    ['one with a view', 'CREATE VIEW v AS SELECT 1'],
  ])('when it is %s', async (_, sql) => {
    const path = await made();
    const database = await openDatabase(path);
    database.exec(sql);
    database.close();
    await expect(open(path)).rejects.toMatchObject({
      code: 'store',
      message: expect.stringContaining('something else'),
    });
    await expect(readAuditStore(path)).rejects.toMatchObject({ code: 'store' });
  });

  it('when a newer version wrote it', async () => {
    const path = await made();
    const database = await openDatabase(path);
    database.exec('PRAGMA user_version=99');
    database.close();
    await expect(open(path)).rejects.toMatchObject({
      code: 'store',
      message: expect.stringContaining('newer version'),
    });
    await expect(readAuditStore(path)).rejects.toMatchObject({ code: 'store' });
  });

  it('when it was written with another key', async () => {
    const path = await made();
    await expect(open(path, Buffer.alloc(32, 8))).rejects.toMatchObject({ code: 'store-key' });
    expect(readFileSync(path).includes(KEY)).toBe(false);
  });

  it('when it is not there, to be read', async () => {
    await expect(readAuditStore(join(tempFolder(), 'audit.db'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('when its folder cannot be written, as a user who may not', () => {
    const folder = tempFolder();
    chmodSync(folder, 0o555);
    const user = process.getuid?.() === 0 ? 65_534 : undefined;
    const { status, output } = run(join(folder, 'audit.db'), user);
    expect(output).toContain('store: ');
    expect(output).toContain('cannot be opened or written');
    expect(status).toBe(2);
    expect(run(join(folder, 'deeper', 'audit.db'), user).status).toBe(2);
  });

  it('when it is a folder, to be read or written', async () => {
    await expect(readAuditStore(tempFolder())).rejects.toMatchObject({ code: 'store' });
    await expect(open(tempFolder())).rejects.toMatchObject({ code: 'store' });
  });

  it('when its folder is a file', async () => {
    await expect(open(join(tempFolder({ file: '' }), 'file', 'audit.db'))).rejects.toMatchObject({
      code: 'store',
    });
  });
});

describe('a full disk', () => {
  it('ends the audit in words, and what was saved before is there', async () => {
    const path = join(tempFolder(), 'audit.db');
    await (await openAuditStore({ path, key: KEY, now: NOW })).close();
    const database = await openDatabase(path);
    const store = new SqliteAuditStore(database, { lock: { release: () => undefined }, now: NOW });
    const { number } = await store.beginRun(REQUEST);
    const places = Array.from({ length: 50 }, (_, index) => placeOf(index));
    await store.savePlaces(number, places);
    database.exec('PRAGMA max_page_count=100');
    let saved = 0;
    const saveAll = async (): Promise<void> => {
      for (const [index, place] of places.entries()) {
        await store.saveVisit(number, place, scanOf(index, someFindings(index, 20)));
        saved++;
      }
    };
    await expect(saveAll()).rejects.toMatchObject({
      code: 'store',
      message: expect.stringContaining('no space'),
    });
    expect(saved).toBeGreaterThan(0);
    expect((await store.visited(number, placeOf(0).forge)).size).toBe(saved);
    let found = 0;
    for await (const { finding } of store.findings(number)) if (finding) found++;
    expect(found).toBe(saved * 20);
    await store.close();
  });
});

interface Damage {
  readonly changes: ReadonlyArray<readonly [at: number, value: number]>;
  readonly isCut: boolean;
}
/** So many go to one process, whose start is what costs. */
const TOGETHER = 10;
/** No store, whatever is drawn: one byte of the first sixteen, which say what it is, is another. */
const REFUSED = Array.from({ length: TOGETHER }, (_, at): Damage => ({ changes: [[at, 255]], isCut: false }));

describe('a damaged store', () => {
  it('never ends the process otherwise than in words', async () => {
    const whole = readFileSync(await made({ places: 20, findings: 10 }));
    const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }));
    const damage = fc.record({
      changes: fc.array(change, { minLength: 1, maxLength: 400 }),
      isCut: fc.boolean(),
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: TOGETHER, maxLength: TOGETHER }), async (all) => {
        const { status, signal, output } = run(all.map((one) => damaged(whole, one)).join(':'));
        expect(signal, output).toBeNull();
        const verdicts = output.match(/^(?:run \d+$|store[a-z-]*: )/gm) ?? [];
        expect(verdicts, output).toHaveLength(TOGETHER);
        const own = verdicts.filter((verdict) => verdict.startsWith('store')).length;
        expect(status, output).toBe(own > 0 ? 2 : 0);
        refused += own;
      }),
      { numRuns: 5, examples: [[REFUSED]] },
    );
    expect(refused).toBeGreaterThan(5);
  });
});

function damaged(whole: Buffer, { changes, isCut }: Damage): string {
  const bytes = Buffer.from(whole);
  for (const [at, value] of changes) bytes[at] = value;
  const path = join(tempFolder(), 'audit.db');
  writeFileSync(path, isCut ? bytes.subarray(0, changes[0]?.[0]) : bytes);
  return path;
}
