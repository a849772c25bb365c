import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/make-repository.ts';
import { run, scan, sharedRepository } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';

const clean = sharedRepository();
clean.commit({ 'a.txt': 'nothing to see\n' });
const dirty = sharedRepository();
dirty.commit({ 'a.txt': `key = ${githubToken(1)}\n`, 'b.txt': 'x'.repeat(5000) });

describe('the exit code of a scan', () => {
  it('is 0 when nothing was found', async () => {
    const { code, stderr, report } = await scan([clean.folder]);
    expect({ code, stderr, findings: report.findings }).toEqual({ code: 0, stderr: '', findings: [] });
    expect(report.scan).toMatchObject({ complete: true, commits: 1, blobs: 1 });
  });

  it('is 1 when something was found', async () => {
    const { code, places } = await scan([dirty.folder]);
    expect({ code, places }).toEqual({ code: 1, places: ['a.txt:1'] });
  });

  it.each([0, 42])('is what --exit-code says: %i', async (wanted) => {
    const { code, places } = await scan([dirty.folder, '--exit-code', String(wanted)]);
    expect({ code, places }).toEqual({ code: wanted, places: ['a.txt:1'] });
  });

  it('is not changed by --exit-code when nothing was found', async () => {
    expect((await scan([clean.folder, '--exit-code=42'])).code).toBe(0);
  });

  it('is 3 with a problem, with and without findings, and --exit-code does not hide it', async () => {
    const both = await scan([dirty.folder, '--max-file-size', '4000', '--exit-code', '0']);
    expect(both).toMatchObject({ code: 3, places: ['a.txt:1'] });
    expect(both.report).toMatchObject({
      scan: { complete: false },
      problems: [{ code: 'blob-over-limit', severity: 'error' }],
    });
    expect(await scan([clean.folder, '--max-file-size', '4'])).toMatchObject({ code: 3, places: [] });
  });

  it('is 2 when it cannot start, with nothing on standard output', async () => {
    const { code, stdout, stderr } = await run(['scan', '/nowhere/at/all']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('/nowhere/at/all does not exist');
  });

  it('is the same when the report goes to a file', async () => {
    const path = join(temporaryFolder(), 'report.json');
    const { code, stdout } = await run(['scan', dirty.folder, '-f', 'json', '-r', path]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ findings: [{ path: 'a.txt' }] });
  });
});
