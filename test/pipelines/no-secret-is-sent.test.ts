/** Nothing that is sent to Bitbucket holds a secret in clear: tokens of many kinds in files, names, messages, and the branch itself. */
import { expect, it } from 'vitest';
import { compileDetector } from '../../src/catalogue/compile.ts';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import { readPatternSources } from '../../src/catalogue/read-patterns.ts';
import { madeUpSecret } from '../bitbucket/support/open-loopback.ts';
import { generateToken } from '../support/generate-token.ts';
import { startLoopbackInsights } from '../support/loopback-insights.ts';
import { makeRepository } from '../support/make-repository.ts';
import { run } from '../support/run-program.ts';
import { githubToken, password, privateKey } from '../support/secrets.ts';

/** Every so-manieth pattern file; one detector of it. */
const EVERY = 9;

/** A token of each, and a line that holds it. */
function manyKinds(): Array<{ id: string; token: string; line: string }> {
  const sources = readPatternSources('patterns').filter((_, place) => place % EVERY === 0);
  return sources.flatMap(({ document }) => {
    const pattern = checkPatternFile(document);
    if (!('detector' in pattern)) return [];
    const detector = pattern.detector.find(({ matcher, finds }) => matcher === 'token' && finds.length > 0);
    if (!detector) return [];
    const token = generateToken(detector, compileDetector(detector, pattern.issuer), 31);
    return [{ id: detector.id, token, line: (detector.finds[0] ?? '').replaceAll('{token}', token) }];
  });
}

it('a pull request full of secrets: no body, no address and no line of the log holds one', async () => {
  const kinds = manyKinds();
  expect(kinds.length).toBeGreaterThan(20);
  const [inName, inMessage, inBranch, inAuthor, gone] = [51, 52, 53, 54, 55].map(githubToken);
  const pass = password(56);
  const key = privateKey(57);
  const repository = makeRepository();
  repository.commit({ 'read.me': 'main\n' });
  repository.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  repository.git('checkout', '--quiet', '-b', `fix-${inBranch}`);
  repository.git('config', 'user.name', `Ada ${inAuthor}`);
  const files = kinds.map(({ id, line }) => [`kinds/${id}.txt`, Buffer.from(`${line}\n`, 'latin1')] as const);
  repository.commit(Object.fromEntries(files), `with ${inMessage}`);
  repository.commit({
    [`names/${inName}.txt`]: `token = ${inName}\n`,
    'key.pem': key,
    'db.ini': `password = "${pass}"\n`,
  });
  repository.commit({ 'gone.txt': `token = ${gone}\n` });
  repository.git('rm', '--quiet', 'gone.txt');
  const head = repository.commit({});
  const token = madeUpSecret();
  const insights = await startLoopbackInsights({ face: 'data-center', token });
  const env = { BITSIEVE_BITBUCKET_TOKEN: token };
  const named = ['--url', `${insights.origin}/bitbucket`, '--repository', 'core/web', '--build-status'];
  const asked = ['--pull-request', '7', '--destination', 'main', '--source', `fix-${inBranch}`];
  const ran = await run(['pr', ...named, ...asked], { cwd: repository.folder, env });
  expect(ran.code, ran.stderr).toBe(1);
  expect(insights.wrong).toEqual([]);
  expect(insights.annotations.get(head)?.length).toBeGreaterThan(kinds.length / 2);
  const lines = key.split('\n').filter((line) => line.length > 40);
  const texts = insights.requests.map(({ target, body }) => `${target}\n${body}`);
  const secrets = [
    inName,
    inMessage,
    inBranch,
    inAuthor,
    gone,
    pass,
    token,
    ...lines,
    ...kinds.map((one) => one.token),
  ];
  for (const secret of secrets) {
    for (const text of [...texts, ran.stdout, ran.stderr]) {
      // As JSON writes it too: a quote in a password is escaped there.
      expect(text).not.toContain(secret);
      expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    }
  }
});
