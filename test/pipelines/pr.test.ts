/** `bitsieve pr` in builds as Pipelines makes them: real checkouts, and a Bitbucket on this machine that is told. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startLoopbackInsights } from '../support/loopback-insights.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { run } from '../support/run-program.ts';
import { FEATURE_COMMITS, makeUpstream, pullRequestBuild } from './support/upstream.ts';

const TIMEOUT = { timeout: 60_000 };
const upstream = makeUpstream();
const { main, feature, secrets } = upstream;

describe('a pull request in Pipelines', TIMEOUT, () => {
  it('is scanned commit by commit, and told without a credential, by whole addresses', async () => {
    const insights = await startLoopbackInsights({ face: 'cloud' });
    // As the build setup does: the source, and the destination merged into it.
    const checkout = upstream.checkOut('--branch=feature');
    checkout.git('merge', '--quiet', '--no-edit', main);
    const folder = tempFolder();
    const [sarif, junit] = [join(folder, 'found.sarif'), join(folder, 'found.xml')];
    const args = ['pr', '--insights-proxy', insights.origin, '--sarif', sarif, '--junit', junit];
    const ran = await run(args, { cwd: checkout.folder, env: pullRequestBuild(upstream) });
    expect(ran.code, ran.stderr).toBe(1);
    expect(ran.stderr).toContain(`pull request 7 into main: ${FEATURE_COMMITS} commits, up to ${feature}`);
    expect(insights.wrong).toEqual([]);
    expect(insights.requests.map(({ method }) => method)).toEqual(['DELETE', 'PUT', 'POST']);
    for (const { target, authorization } of insights.requests) {
      expect(target).toContain(
        `http://api.bitbucket.org/2.0/repositories/acme/web/commit/${feature}/reports/`,
      );
      expect(authorization).toBeUndefined();
    }
    expect(insights.reports.get(feature)).toMatchObject({ result: 'FAILED', report_type: 'SECURITY' });
    const told = insights.annotations.get(feature) ?? [];
    expect(told.map(({ path, line }) => [path, line])).toEqual(
      expect.arrayContaining([
        ['gone.txt', undefined],
        ['moved.txt', 3],
        ['src/still.ts', 2],
      ]),
    );
    expect(told).toHaveLength(3);
    const sent = insights.requests.map(({ body }) => body).join('\n');
    for (const secret of Object.values(secrets)) {
      expect(sent + ran.stdout + ran.stderr).not.toContain(secret);
      for (const file of [sarif, junit]) expect(readFileSync(file, 'utf8')).not.toContain(secret);
    }
    expect(JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results).toHaveLength(3);
    expect(readFileSync(junit, 'utf8')).toContain('failures="3"');
  });

  it('that is nothing found in passes, and what an earlier run told is gone', async () => {
    const insights = await startLoopbackInsights({ face: 'cloud' });
    const checkout = upstream.checkOut('--branch=feature');
    const env = pullRequestBuild(upstream);
    const args = ['pr', '--insights-proxy', insights.origin];
    await run(args, { cwd: checkout.folder, env });
    expect(insights.annotations.get(feature)).toHaveLength(3);
    checkout.write('known.toml', '[[allow]]\npaths = ["**"]\n');
    const clean = await run([...args, '--config', 'known.toml'], { cwd: checkout.folder, env });
    expect(clean.code, clean.stderr).toBe(0);
    expect(insights.reports.get(feature)).toMatchObject({ result: 'PASSED' });
    expect(insights.annotations.get(feature) ?? []).toEqual([]);
  });

  it('told twice has the same annotations', async () => {
    const insights = await startLoopbackInsights({ face: 'cloud' });
    const checkout = upstream.checkOut('--branch=feature');
    const options = { cwd: checkout.folder, env: pullRequestBuild(upstream) };
    await run(['pr', '--insights-proxy', insights.origin], options);
    const first = insights.annotations.get(feature);
    await run(['pr', '--insights-proxy', insights.origin], options);
    expect(insights.annotations.get(feature)).toEqual(first);
  });

  it('in a clone of one branch: the destination is fetched', async () => {
    const checkout = upstream.checkOut('--branch=feature', '--single-branch');
    const env = { ...pullRequestBuild(upstream), BITBUCKET_PR_DESTINATION_COMMIT: '' };
    const ran = await run(['pr', '--no-publish'], { cwd: checkout.folder, env });
    expect(ran.code, ran.stderr).toBe(1);
    expect(ran.stderr).toContain(`into main: ${FEATURE_COMMITS} commits`);
    const kept = upstream.checkOut('--branch=feature', '--single-branch');
    const whole = await run(['pr', '--no-publish', '--no-fetch'], { cwd: kept.folder, env });
    expect(whole.stderr).toMatch(/The whole history of pull request 7.*--no-fetch was given/);
    expect(whole.stdout).toContain('old.txt');
  });
});

describe('a shallow clone', TIMEOUT, () => {
  it('that ends within the range is deepened', async () => {
    const checkout = upstream.checkOut('--branch=feature', '--depth=2');
    const ran = await run(['pr', '--no-publish'], { cwd: checkout.folder, env: pullRequestBuild(upstream) });
    expect(ran.code, ran.stderr).toBe(1);
    expect(ran.stderr).toContain(`into main: ${FEATURE_COMMITS} commits`);
    expect(ran.stderr).toContain('was shallow');
    expect(ran.stdout).toContain('gone.txt');
  });

  it('that cannot be deepened is incomplete, and it is said what to write', async () => {
    const checkout = upstream.checkOut('--branch=feature', '--depth=2');
    checkout.git('remote', 'set-url', 'origin', 'file:///there/is/no/such/repository');
    const insights = await startLoopbackInsights({ face: 'cloud' });
    const args = ['pr', '--insights-proxy', insights.origin];
    const ran = await run(args, { cwd: checkout.folder, env: pullRequestBuild(upstream) });
    expect(ran.code, ran.stderr).toBe(3);
    expect(ran.stdout).toMatch(/clone:\s+depth:\s+full/);
    expect(insights.reports.get(feature)).toMatchObject({ result: 'FAILED' });
    expect(String(insights.reports.get(feature)?.['details'])).toContain('INCOMPLETE');
  });

  it('that is deep enough is left as it is', async () => {
    const checkout = upstream.checkOut('--branch=feature', '--depth=5', '--no-single-branch');
    const ran = await run(['pr', '--no-publish'], { cwd: checkout.folder, env: pullRequestBuild(upstream) });
    expect(ran.code, ran.stderr).toBe(1);
    expect(ran.stderr).not.toContain('was shallow');
    expect(existsSync(join(checkout.folder, '.git/shallow'))).toBe(true);
  });
});
