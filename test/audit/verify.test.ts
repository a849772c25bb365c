/** `bitsieve audit --verify`: what issuers say is asked once for all repositories, kept, and told by report and exposure. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, sharedFolder } from '../support/run-program.ts';
import { githubToken } from '../support/secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { answer, startIssuer } from '../verify/support/issuer.ts';
import { audit, auditedForge, contentsOf, newStore } from './support/audited-forge.ts';

const issuer = await startIssuer();
const config = join(sharedFolder(), 'verify.toml');
writeFileSync(config, `[verify.hosts]\n"api.github.com" = "${issuer.base}"\n`);
const VERIFY = ['--verify', '--config', config];

function asked(): string[] {
  const seen = issuer.received.map(({ headers }) => String(headers.authorization).slice('Bearer '.length));
  issuer.received.length = 0;
  return seen.toSorted((a, b) => (a < b ? -1 : 1));
}

const tokens = [1, 2, 3].map(githubToken).toSorted((a, b) => (a < b ? -1 : 1));

describe('an audit with --verify, told of own hosts', () => {
  it('by a .scannerrc that nobody named: does not begin', async () => {
    const folder = tempFolder({ '.scannerrc': readFileSync(config, 'utf8') });
    const args = ['audit', '--url', 'http://127.0.0.1:9', '--verify', '--store', join(folder, 'a.db')];
    const { code, stderr } = await run(args, { cwd: folder });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('[verify] counts only in a file that --config'),
    });
    expect(issuer.received).toEqual([]);
  });
});

describe('an audit with --verify', () => {
  it('asks about a value once, keeps what is said, and asks again only when told to', async () => {
    const [forge, store] = [await auditedForge(), newStore()];
    const told = async (): Promise<string> => {
      const { stdout } = await run(['report', '--store', store, '-f', 'json']);
      const findings: { verification?: { result: string } }[] = JSON.parse(stdout).findings;
      const of = (result?: string): number =>
        findings.filter(({ verification }) => verification?.result === result).length;
      return `${of('active')} active, ${of('inactive')} inactive, ${of()} not asked`;
    };
    const SAID = '3 active, 1 inactive, 0 not asked';

    issuer.answering = ({ headers }, response) =>
      answer(headers.authorization === `Bearer ${githubToken(2)}` ? 401 : 200)(
        { method: '', path: '', headers, body: '' },
        response,
      );
    expect((await audit(forge, store, ...VERIFY)).code).toBe(1);
    // The token of web lies in its fork too.
    expect(asked()).toEqual(tokens);
    expect(await told()).toBe(SAID);

    expect((await audit(forge, store)).transfers.filter((path) => path.includes('upload-pack'))).not.toEqual(
      [],
    );
    expect(asked()).toEqual([]);
    expect(await told()).toBe(SAID);

    issuer.answering = answer(403);
    const failed = await audit(forge, store, ...VERIFY);
    expect(asked()).toEqual(tokens);
    // What was said definitely holds until something definite is said.
    expect(await told()).toBe(SAID);

    const { stdout } = await run(['exposure', '--store', store, '-f', 'json']);
    const exposed = JSON.parse(stdout);
    expect(exposed.verified).toEqual({ active: 2, inactive: 1, unknown: 0 });
    const reasons = exposed.findings.map(
      ({ reasons: all }: { reasons: { about: string; points: number }[] }) =>
        all.find(({ about }) => about === 'verified')?.points,
    );
    expect(reasons.map(Math.sign)).toEqual([1, 1, -1]);
    const shown = await run(['exposure', '--store', store]);
    expect(shown.stdout).toContain('2 active, 1 inactive, 0 unknown');
    const kept = contentsOf(store);
    for (const token of tokens) expect(kept + stdout + shown.stdout + failed.stdout).not.toContain(token);
  });
});
