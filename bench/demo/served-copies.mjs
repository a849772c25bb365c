/** Bare copies to be served: the objects stay where they are, the refs are those that a Data Center would show. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

export function git(place, ...args) {
  const options = { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] };
  return execFileSync('git', ['-C', place, ...args], options)
    .toString()
    .trim();
}

/** `…/NAME/repo` and `…/NAME.git` are NAME. */
export function nameOf(source) {
  const whole = resolve(source);
  const last = basename(whole).replace(/\.git$/, '');
  const name = last === 'repo' || last === '' ? basename(dirname(whole)) : last;
  return name
    .replace(/^.*\+/, '')
    .replaceAll(/[^A-Za-z0-9-]+/g, '-')
    .toLowerCase();
}

function start(source, target) {
  mkdirSync(join(target, 'objects/info'), { recursive: true });
  git(target, 'init', '--quiet', '--bare');
  const objects = resolve(source, git(source, 'rev-parse', '--git-path', 'objects'));
  writeFileSync(join(target, 'objects/info/alternates'), `${objects}\n`);
}

function refsOf(source) {
  return git(source, 'for-each-ref', '--format=%(refname) %(objectname)')
    .split('\n')
    .map((line) => line.split(' '));
}

/** Pull requests of GitHub become those of a Data Center. */
function shown(name) {
  const [, id] = /^refs\/pull\/(\d+)\/head$/.exec(name) ?? [];
  if (id !== undefined) return `refs/pull-requests/${id}/from`;
  return /^refs\/(?:heads|tags)\//.test(name) ? name : undefined;
}

/** @returns the name of its main branch */
export function copyOf(source, target) {
  start(source, target);
  const lines = refsOf(source).flatMap(([name, oid]) => {
    const as = shown(name);
    return as === undefined ? [] : [`${oid} ${as}\n`];
  });
  writeFileSync(join(target, 'packed-refs'), lines.join(''));
  const head = git(source, 'symbolic-ref', 'HEAD');
  git(target, 'symbolic-ref', 'HEAD', head);
  return head.replace('refs/heads/', '');
}

/** As somebody took it some time ago, with nothing but that one branch. */
export function forkOf(source, target) {
  start(source, target);
  const commits = git(source, 'rev-list', '--first-parent', 'HEAD').split('\n');
  git(target, 'update-ref', 'refs/heads/main', commits[Math.floor(commits.length / 5)]);
  git(target, 'symbolic-ref', 'HEAD', 'refs/heads/main');
}

/** All branches go back to an older commit, and every other ref goes: what a rewrite leaves. */
export function rewind(target) {
  const branch = git(target, 'symbolic-ref', 'HEAD');
  const commits = git(target, 'rev-list', '--first-parent', 'HEAD').split('\n');
  const back = commits[Math.floor((commits.length * 2) / 3)];
  writeFileSync(join(target, 'packed-refs'), `${back} ${branch}\n`);
}
