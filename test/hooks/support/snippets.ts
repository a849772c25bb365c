/** What docs/hooks.md tells people to write, taken out of it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The fenced block of that number, counted from 0, below a heading. */
export function snippet(heading: string, number: number): string {
  const text = readFileSync('docs/hooks.md', 'utf8');
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  const found = Array.from(own.matchAll(/^```\w+\n([\s\S]*?)^```$/gm), ([, block]) => block)[number];
  if (found === undefined) throw new Error(`docs/hooks.md has no block ${number} below ${heading}`);
  return found;
}

/** Stages have their names of today since pre-commit 3.2; Debian 12 has an older one. */
export function preCommitSpelling(text: string): string {
  const { stdout } = spawnSync('pre-commit', ['--version'], { encoding: 'utf8' });
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(stdout) ?? []).map(Number);
  if (major > 3 || (major === 3 && minor >= 2)) return text;
  return text.replaceAll('stages: [pre-', 'stages: [').replaceAll(/^ *minimum_pre_commit_version:.*\n/gm, '');
}
