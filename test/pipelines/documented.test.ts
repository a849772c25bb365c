/** What docs/pipelines.md tells people to write: it parses, its commands and options exist, its pipe takes those variables. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parsePrFlags, PR_OPTIONS } from '../../src/commands/pr/pr-options.ts';

const text = readFileSync('docs/pipelines.md', 'utf8');
const blocks = Array.from(text.matchAll(/^```(\w+)\n([^]*?)^```$/gm), ([, language = '', code = '']) => ({
  language,
  code,
}));
const documents: unknown[] = blocks.flatMap(({ language, code }) =>
  language === 'yaml' ? [parse(code)] : [],
);

/** Everything below a key, wherever it stands. */
function allBelow(value: unknown, key: string): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [
    ...(name === key ? [one] : []),
    ...allBelow(one, key),
  ]);
}

const scripts = documents.flatMap((one) => [...allBelow(one, 'script'), ...allBelow(one, 'scripts')]).flat();
const commands = [
  ...scripts.filter((line) => typeof line === 'string'),
  ...blocks.flatMap(({ code }) =>
    Array.from(code.matchAll(/^(?:\s*sh ')?(npx [^'\n]+)/gm), ([, line = '']) => line),
  ),
].filter((line) => line.startsWith('npx bitsieve'));

describe('docs/pipelines.md', () => {
  it('has steps for pull requests and branches, each with a whole clone', () => {
    const pipelines = documents.flatMap((one) => allBelow(one, 'pipelines'));
    expect(pipelines.flatMap((one) => Object.keys(Object(one)))).toEqual(
      expect.arrayContaining(['pull-requests', 'branches']),
    );
    const steps = documents.flatMap((one) => allBelow(one, 'step'));
    expect(steps.length).toBeGreaterThan(3);
    for (const step of steps) expect(step).toMatchObject({ clone: { depth: 'full' } });
  });

  it('names commands and options that there are', () => {
    expect(commands.length).toBeGreaterThan(4);
    for (const command of commands) {
      const [word, ...args] = command.split(' ').slice(2);
      expect(word).toBe('pr');
      expect(() => parsePrFlags(args)).not.toThrow();
    }
  });

  it('says every option in its sentences as it is', () => {
    const known = new Set(Object.values(PR_OPTIONS).map(({ flag }) => flag));
    const named = Array.from(text.matchAll(/`--([a-z-]+)/g), ([, flag = '']) => flag);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((flag) => !known.has(flag))).toEqual([]);
  });

  it('sets variables of the pipe that it has', () => {
    const { variables } = Object(parse(readFileSync('pipe/pipe.yml', 'utf8')));
    const known = new Set<string>(variables.map(({ name }: { name: string }) => name));
    const set = documents
      .flatMap((one) => allBelow(one, 'variables'))
      .flatMap((one) => Object.keys(Object(one)));
    expect(set.length).toBeGreaterThan(1);
    expect(set.filter((name) => !known.has(name))).toEqual([]);
  });

  it('or this test would see it: an option that is none', () => {
    expect(() => parsePrFlags(['--serif', 'x'])).toThrow(/no such option/);
  });
});
