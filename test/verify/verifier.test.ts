/** Whom the verifier asks, how often and how soon, with a loopback issuer and a clock that does not wait. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { VerifyRequest } from '../../src/catalogue/verify-request.ts';
import type { Finding } from '../../src/core/finding.ts';
import { SecretValue } from '../../src/core/secret-value.ts';
import { type Address, openNetwork } from '../../src/verify/network.ts';
import { Pace } from '../../src/verify/pace.ts';
import type { LoggedRequest } from '../../src/verify/request-log.ts';
import { Verifier, type VerifierMeans } from '../../src/verify/verifier.ts';
import { finding } from '../report/support/sample-result.ts';
import { answer, startIssuer } from './support/issuer.ts';

const issuer = await startIssuer();
beforeEach(() => {
  issuer.received.length = 0;
  issuer.answering = answer(200);
});

const REQUEST: VerifyRequest = {
  method: 'GET',
  url: 'https://api.example.com/me',
  headers: { Authorization: 'Bearer {secret}' },
  active: [{ status: [200] }],
  inactive: [{ status: [401] }],
  elsewhere: false,
  source: 'https://example.com',
};

interface Watched {
  readonly verifier: Verifier;
  readonly log: LoggedRequest[];
  /** When each request was made, in milliseconds since the first, by the clock that does not wait. */
  readonly waits: number[];
}

function watched(change: Partial<VerifierMeans> = {}, request: Partial<VerifyRequest> = {}): Watched {
  const log: LoggedRequest[] = [];
  const waits: number[] = [];
  let now = 1_700_000_000_000;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
  };
  const network = openNetwork({ env: {}, maxBodyBytes: 1000 });
  const verifier = new Verifier({
    verifiable: new Map([['example', { request: { ...REQUEST, ...request }, pairs: ['example-id'] }]]),
    hosts: new Map([['api.example.com', issuer.base]]),
    minConfidence: 'high',
    budgetMs: 60_000,
    network,
    pace: new Pace({ clock, hostMs: 1000, allMs: 100 }),
    clock,
    log: { write: (line) => log.push(line) },
    timeoutMs: 5000,
    close: () => network.close(),
    ...change,
  });
  return { verifier, log, waits };
}

const of = (value: string, change: Partial<Finding> = {}): Finding =>
  finding({
    detector: 'example',
    confidence: 'high',
    value: new SecretValue(value),
    secretId: `id of ${value}`,
    linked: [],
    ...change,
  });

const go = new AbortController().signal;
const said = (findings: readonly Finding[]): string[] =>
  findings.map(({ verification: told }) => (told ? `${told.result} ${told.reason}` : '-'));

describe('a verifier', () => {
  it('asks about a value once, also when it comes again in another repository', async () => {
    const { verifier, log } = watched();
    const first = await verifier.verify([of('one'), of('one', { path: 'b.txt' }), of('two')], go);
    const again = await verifier.verify([of('two')], go);
    expect(said([...first.findings, ...again.findings])).toEqual(
      Array.from({ length: 4 }, () => 'active accepted'),
    );
    expect(issuer.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer one', 'Bearer two']);
    expect(log.map(({ secretId, path, status }) => [secretId, path, status])).toEqual([
      ['id of one', '/me', 200],
      ['id of two', '/me', 200],
    ]);
  });

  it('asks about nothing that is not sure, but where one place of it is', async () => {
    const { verifier } = watched();
    const unsure = { confidence: 'medium' } as const;
    const both = await verifier.verify([of('one', unsure), of('two', unsure), of('two')], go);
    expect(said(both.findings)).toEqual(['unknown not-sure-enough', 'active accepted', 'active accepted']);
    // What was not sure there is here.
    expect(said((await verifier.verify([of('one')], go)).findings)).toEqual(['active accepted']);
    expect(issuer.received).toHaveLength(2);
  });

  it('leaves alone what no detector says how to ask about, and what no request can carry', async () => {
    const { verifier } = watched();
    const odd = await verifier.verify([of('x', { detector: 'other' }), of('with blank')], go);
    expect(said(odd.findings)).toEqual(['-', 'unknown cannot-be-sent']);
    expect(issuer.received).toEqual([]);
  });

  it('needs both halves of a pair', async () => {
    const { verifier } = watched({}, { headers: {}, basic: '{pair}:{secret}' });
    const id = of('the-id', { detector: 'example-id', secretId: 'id of the id' });
    const half = { detector: 'example-id', title: '', secretId: 'id of the id', line: 1 };
    const pair = await verifier.verify([of('s3cret', { linked: [half] }), id, of('alone')], go);
    expect(said(pair.findings)).toEqual(['active accepted', '-', 'unknown no-pair']);
    const basic = Buffer.from('the-id:s3cret').toString('base64');
    expect(issuer.received.map(({ headers }) => headers.authorization)).toEqual([`Basic ${basic}`]);
  });

  it('says inactive only where the secret would be known', async () => {
    issuer.answering = answer(401);
    const home = await watched({}, { elsewhere: true }).verifier.verify([of('one')], go);
    expect(said(home.findings)).toEqual(['inactive refused']);
    const resolve = (): Promise<Address[]> => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const network = openNetwork({ env: {}, maxBodyBytes: 1000, resolve });
    const means = { hosts: new Map<string, string>(), network };
    // Not at home: the declared host itself, which leads to this machine here, and so is not asked.
    const away = await watched(means, { elsewhere: true }).verifier.verify([of('one')], go);
    expect(said(away.findings)).toEqual(['unknown address-refused']);
    expect(issuer.received).toHaveLength(1);
  });

  it('is gentle: a second between two requests to one host', async () => {
    const { verifier, waits } = watched();
    await verifier.verify(
      ['a', 'b', 'c'].map((value) => of(value)),
      go,
    );
    expect(waits).toHaveLength(2);
    for (const wait of waits) expect(wait).toBeGreaterThan(900);
  });

  it('tries once more after 429 when told, and leaves a host alone that fails again and again', async () => {
    issuer.answering = answer(429, {}, { 'retry-after': '7' });
    const { verifier, waits, log } = watched();
    const { findings, problems } = await verifier.verify(
      ['a', 'b', 'c', 'd', 'e'].map((value) => of(value)),
      go,
    );
    expect(said(findings)).toEqual([
      ...Array.from({ length: 3 }, () => 'unknown rate-limited'),
      ...Array.from({ length: 2 }, () => 'unknown left-alone'),
    ]);
    expect(log.map(({ attempt }) => attempt)).toEqual([1, 2, 1, 2, 1, 2]);
    expect(waits.filter((wait) => wait > 6000)).toHaveLength(3);
    expect(problems).toMatchObject([{ code: 'not-verified', severity: 'warning' }]);
    expect(problems[0]?.message).toContain('5 values (left-alone, rate-limited)');
  });

  it('does not wait for longer than half a minute', async () => {
    issuer.answering = answer(429, {}, { 'retry-after': '3600' });
    await watched().verifier.verify([of('a')], go);
    expect(issuer.received).toHaveLength(1);
  });

  it('gives up on an answer that does not come, and when its time is over', async () => {
    issuer.answering = () => undefined;
    const slow = await watched({ timeoutMs: 50 }).verifier.verify([of('a')], go);
    expect(said(slow.findings)).toEqual(['unknown too-slow']);
    const late = await watched({ budgetMs: 50 }).verifier.verify([of('a'), of('b')], go);
    expect(said(late.findings)).toEqual(['unknown out-of-time', 'unknown out-of-time']);
    expect(issuer.received.map(({ headers }) => headers.authorization)).not.toContain('Bearer b');
  });

  it('asks nobody any more once it is stopped', async () => {
    const stop = new AbortController();
    issuer.answering = () => stop.abort();
    const { findings } = await watched().verifier.verify([of('a'), of('b')], stop.signal);
    expect(said(findings)).toEqual(['unknown interrupted', 'unknown interrupted']);
    expect(issuer.received).toHaveLength(1);
  });

  it('has no value in its log, its problems or its errors', async () => {
    const secret = ['s3cret', 'value', 'of', 'somebody'].join('-');
    for (const status of [200, 401, 403, 500]) {
      issuer.answering = answer(status, { said: secret }, { 'x-said': secret });
      const { verifier, log } = watched({}, { headers: {}, url: 'https://api.example.com/me?key={secret}' });
      const { problems } = await verifier.verify([of(secret, { secretId: 'hash' })], go);
      expect(issuer.received.at(-1)?.path).toBe(`/me?key=${secret}`);
      expect(log.at(-1)?.path).toBe('/me?key={secret}');
      expect(JSON.stringify([log, problems])).not.toContain(secret);
    }
  });
});
