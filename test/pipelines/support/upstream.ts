/** A bare repository with a main branch and a pull request, and checkouts of it as builds make them. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { TestRepository } from '../../support/make-repository.ts';
import { sharedFolder, sharedRepository } from '../../support/run-program.ts';
import { githubToken } from '../../support/secrets.ts';

export interface Upstream {
  /** `file://` address. */
  readonly url: string;
  /** A folder with a bare copy in it, `acme/web`. */
  readonly root: string;
  /** Of main, of feature. */
  readonly main: string;
  readonly feature: string;
  /** By what they are: on main long ago, added and taken out again, moved by a later commit, where it was put, in the message of the tag v1. */
  readonly secrets: Readonly<Record<'old' | 'gone' | 'moved' | 'still' | 'inTag', string>>;
  /** A checkout in a folder of its own. */
  readonly checkOut: (...options: string[]) => TestRepository;
}

/** Commits of `feature` that main does not have. */
export const FEATURE_COMMITS = 4;

export function makeUpstream(): Upstream {
  const work = sharedRepository();
  const secrets = {
    old: githubToken(41),
    gone: githubToken(42),
    moved: githubToken(43),
    still: githubToken(44),
    inTag: githubToken(45),
  };
  work.commit({ 'old.txt': `token = ${secrets.old}\n`, 'read.me': 'main\n' });
  for (let round = 0; round < 3; round++) work.commit({ 'read.me': `main ${round}\n` });
  work.git('checkout', '--quiet', '-b', 'feature');
  work.commit({ 'gone.txt': `token = ${secrets.gone}\n` });
  work.commit({ 'gone.txt': 'token = from the vault\n', 'moved.txt': `token = ${secrets.moved}\n` });
  work.commit({ 'moved.txt': `one\ntwo\ntoken = ${secrets.moved}\n` });
  work.git('mv', 'moved.txt', 'renamed.txt');
  work.commit({ 'src/still.ts': `\nconst token = '${secrets.still}';\n` });
  const feature = work.git('rev-parse', 'HEAD');
  work.git('tag', '--annotate', 'v1', '--message', `Released with ${secrets.inTag}`);
  work.git('checkout', '--quiet', 'main');
  work.commit({ 'read.me': 'main went on\n' });
  const main = work.git('rev-parse', 'HEAD');
  const places = sharedFolder();
  let count = 0;
  const url = `file://${work.folder}/.git`;
  const checkOut = (...options: string[]): TestRepository => {
    const folder = join(places, String(count++));
    const env = { PATH: process.env['PATH'] ?? '', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
    execFileSync('git', ['clone', '--quiet', ...options, url, folder], { env, stdio: 'pipe' });
    return new TestRepository(folder);
  };
  work.git('clone', '--quiet', '--bare', work.folder, join(places, 'served/acme/web'));
  return { url, root: join(places, 'served'), main, feature, secrets, checkOut };
}

/** The variables of Pipelines for the pull request, as they were seen. */
export function pullRequestBuild({ main, feature }: Upstream): NodeJS.ProcessEnv {
  return {
    CI: 'true',
    BITBUCKET_BUILD_NUMBER: '8',
    BITBUCKET_WORKSPACE: 'acme',
    BITBUCKET_REPO_SLUG: 'web',
    BITBUCKET_BRANCH: 'feature',
    BITBUCKET_COMMIT: feature.slice(0, 12),
    BITBUCKET_PR_ID: '7',
    BITBUCKET_PR_DESTINATION_BRANCH: 'main',
    BITBUCKET_PR_DESTINATION_COMMIT: main.slice(0, 12),
  };
}
