/** `bitsieve pr` in builds as Pipelines makes them: real checkouts, and a Bitbucket on this machine that is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { madeUpSecret } from '../bitbucket/support/open-loopback.ts';
import { serveGit } from '../support/git-http-server.ts';
import { startLoopbackInsights } from '../support/loopback-insights.ts';
import { startLoopbackProxy } from '../support/loopback-proxy.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { reportOf, run } from '../support/run-program.ts';
import { FEATURE_COMMITS, makeUpstream, pullRequestBuild } from './support/upstream.ts';

const upstream = makeUpstream();
const { main, feature, secrets } = upstream;

describe('a pull request in Pipelines', () => {
  it('is scanned commit by commit, and told without a credential, by whole addresses; told again, the last one stands', async () => {
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
        ['renamed.txt', 3],
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

    checkout.write('known.toml', '[[allow]]\npaths = ["**"]\n');
    const again = await run(['pr', '--insights-proxy', insights.origin, '--config', 'known.toml'], {
      cwd: checkout.folder,
      env: pullRequestBuild(upstream),
    });
    expect(again.code, again.stderr).toBe(0);
    expect(insights.reports.get(feature)).toMatchObject({ result: 'PASSED' });
    expect(insights.annotations.get(feature) ?? []).toEqual([]);
  });
});

describe('a shallow clone', () => {
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

  it('of Pipelines is deepened through the proxy that its configuration names', async () => {
    const server = await serveGit({ root: upstream.root });
    const proxy = await startLoopbackProxy(() => Number(new URL(server.origin).port));
    const checkout = upstream.checkOut('--branch=feature', '--depth=2');
    // As the build setup leaves it.
    const origin = 'http://bitbucket.org/acme/web';
    checkout.git('remote', 'set-url', 'origin', origin);
    checkout.git('config', `http.${origin}.proxy`, `http://127.0.0.1:${proxy.port}/`);
    const ran = await run(['pr', '--no-publish'], { cwd: checkout.folder, env: pullRequestBuild(upstream) });
    expect(ran.code, ran.stderr).toBe(1);
    expect(ran.stderr).toContain(`into main: ${FEATURE_COMMITS} commits`);
    expect(proxy.asked.some((one) => one.startsWith(`${origin}/info/refs`))).toBe(true);
  });

  it('is deepened with the token, where its origin is the Bitbucket that the token is for', async () => {
    const token = madeUpSecret();
    const server = await serveGit({ root: upstream.root, authorization: `Bearer ${token}` });
    const checkout = upstream.checkOut('--branch=feature', '--depth=2');
    checkout.git('remote', 'set-url', 'origin', `${server.origin}/acme/web`);
    const env = { ...pullRequestBuild(upstream), BITSIEVE_BITBUCKET_TOKEN: token };
    const other = await run(['pr', '--no-publish'], { cwd: checkout.folder, env });
    expect(other.code, other.stderr).toBe(3);
    expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(new Set([undefined]));
    const named = ['--url', server.origin, '--repository', 'core/web'];
    const ran = await run(['pr', ...named], { cwd: checkout.folder, env });
    // What is there is no Bitbucket: it cannot be told.
    expect(ran.code, ran.stderr).toBe(1);
    expect(ran.stderr).toContain(`into main: ${FEATURE_COMMITS} commits`);
    expect(ran.stdout + ran.stderr + other.stdout + other.stderr).not.toContain(token);
  });
});

it('a build of a tag: what the main branch does not have, and its message', async () => {
  const checkout = upstream.checkOut('--branch=v1');
  const build = { BITBUCKET_BUILD_NUMBER: '9', BITBUCKET_WORKSPACE: 'acme', BITBUCKET_REPO_SLUG: 'web' };
  const env = { ...build, BITBUCKET_TAG: 'v1', BITBUCKET_COMMIT: feature };
  const ran = await run(['pr', '--no-publish', '-f', 'json'], { cwd: checkout.folder, env });
  expect(ran.code, ran.stderr).toBe(1);
  const places = reportOf(ran).report.findings.map(({ kind, path }) => `${kind} ${path}`);
  expect(places.toSorted()).toEqual([
    'blob gone.txt',
    'blob moved.txt',
    'blob src/still.ts',
    'tag-message refs/tags/v1',
  ]);
});

describe('a Data Center, told from Jenkins', () => {
  const jenkins = {
    JENKINS_URL: 'https://ci.example.org/',
    CHANGE_ID: '7',
    CHANGE_BRANCH: 'feature',
    CHANGE_TARGET: 'main',
    GIT_URL: 'ssh://git@bitbucket.example.com:7999/core/web.git',
    BUILD_URL: 'https://ci.example.org/job/web/8/',
  };

  it('gets report, annotations and build status, with the token', async () => {
    const token = madeUpSecret();
    const insights = await startLoopbackInsights({ face: 'data-center', token });
    const checkout = upstream.checkOut('--branch=feature');
    const args = ['pr', '--url', `${insights.origin}/bitbucket`, '--build-status'];
    const env = { ...jenkins, BITSIEVE_BITBUCKET_TOKEN: token };
    const ran = await run(args, { cwd: checkout.folder, env });
    expect(ran.code, ran.stderr).toBe(1);
    expect(insights.wrong).toEqual([]);
    expect(insights.requests.map(({ method }) => method)).toEqual(['PUT', 'DELETE', 'POST', 'POST']);
    for (const { target } of insights.requests) expect(target).toContain('/projects/core/repos/web/commits/');
    expect(insights.reports.get(feature)).toMatchObject({ result: 'FAIL', link: jenkins.BUILD_URL });
    expect(insights.annotations.get(feature)).toHaveLength(3);
    expect(insights.statuses.get(feature)).toMatchObject({ state: 'FAILED', ref: 'refs/heads/feature' });
    const sent = insights.requests.map(({ body }) => body).join('\n') + ran.stdout + ran.stderr;
    for (const secret of [token, ...Object.values(secrets)]) expect(sent).not.toContain(secret);
  });

  it('without a token nothing is begun, and without an address nothing is sent', async () => {
    const checkout = upstream.checkOut('--branch=feature');
    const options = { cwd: checkout.folder, env: jenkins };
    const ran = await run(['pr', '--url', 'https://bitbucket.example.com'], options);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/there is no token to publish with\nSet BITSIEVE_BITBUCKET_TOKEN/);
    const silent = await run(['pr'], options);
    expect(silent.code, silent.stderr).toBe(1);
    expect(silent.stderr).not.toMatch(/Code Insights/);
  });
});

describe('a Bitbucket that cannot be told', () => {
  it('hides nothing that was found', async () => {
    const insights = await startLoopbackInsights({ face: 'cloud' });
    insights.faults.push({ on: /./, times: 99, fault: { kind: 'status', status: 403 } });
    const checkout = upstream.checkOut('--branch=feature');
    const options = { cwd: checkout.folder, env: pullRequestBuild(upstream) };
    const args = ['pr', '--insights-proxy', insights.origin];
    const found = await run([...args, '--sarif', 'no/such/folder.sarif'], options);
    expect(found.code, found.stderr).toBe(1);
    expect(found.stderr).toContain('Code Insights could not be sent: PUT');
    expect(found.stderr).toContain('cannot write the report to no/such/folder.sarif');
  });

  it('that never answers is given up after --publish-timeout, and is an end of its own where nothing was found', async () => {
    const insights = await startLoopbackInsights({ face: 'cloud' });
    insights.faults.push({ on: /./, times: 99, fault: { kind: 'stalled' } });
    const checkout = upstream.checkOut('--branch=feature');
    const args = ['pr', '--insights-proxy', insights.origin, '--publish-timeout=1s', '--exit-code=0'];
    const ran = await run(args, { cwd: checkout.folder, env: pullRequestBuild(upstream) });
    expect(ran.code, ran.stderr).toBe(4);
    expect(ran.stderr).toContain('could not be sent in time (--publish-timeout)');
  });
});
