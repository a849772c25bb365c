/** The tables `[[zone]]` of a `.scannerrc`: what may live in which repositories, for `bitsieve exposure --claim`. */
import * as v from 'valibot';
import { compileGlob } from '../allow/globs.ts';
import { shortList } from '../catalogue/short-list.ts';
import { quote } from '../core/quote.ts';
import { LEVELS } from '../core/severity.ts';
import type { Zone } from '../exposure/zone.ts';
import { type Mistake, unknownWord } from './mistake.ts';
import { parseTable } from './parse-table.ts';

const words = shortList(v.string('is no text'), 'is no list');
const zoneEntries = {
  name: v.optional(v.pipe(v.string('is no text'), v.nonEmpty('is empty'))),
  holds: v.optional(words, []),
  ceiling: v.optional(v.string('is no text')),
  owners: v.optional(words, []),
};
const KINDS = { project: 'projects', repo: 'repositories', path: 'paths' } as const;
const HELD = /^(project|repo|path):(.+)$/s;

export function checkZones(tables: readonly Record<string, unknown>[]): {
  readonly zones: readonly Zone[];
  readonly mistakes: readonly Mistake[];
} {
  const mistakes: Mistake[] = [];
  const names = new Set<string>();
  const zones = tables.flatMap((table, index) => {
    const zone = checkZone(table, `zone[${index}]`, mistakes);
    if (zone && names.has(zone.name))
      mistakes.push({ at: `zone[${index}].name`, message: `there is another zone ${quote(zone.name)}` });
    if (zone) names.add(zone.name);
    return zone ?? [];
  });
  return { zones, mistakes };
}

function checkZone(table: Record<string, unknown>, at: string, mistakes: Mistake[]): Zone | undefined {
  const before = mistakes.length;
  const { name, holds, ceiling, owners } = parseTable(
    table,
    { entries: zoneEntries, at, noun: 'key' },
    mistakes,
  );
  if (mistakes.length > before) return undefined;
  if (name === undefined) mistakes.push({ at, message: 'name is missing' });
  const level = LEVELS.find((one) => one === ceiling);
  if (ceiling === undefined)
    mistakes.push({ at, message: `ceiling is missing: one of ${LEVELS.join(', ')}` });
  else if (level === undefined) mistakes.push(unknownWord(`${at}.ceiling`, ceiling, 'level', LEVELS));
  if (holds.length === 0)
    mistakes.push({ at, message: 'holds is missing: "project:KEY", "repo:GLOB", "path:GLOB"' });
  const held = heldIn(holds, `${at}.holds`, mistakes);
  return name === undefined || level === undefined ? undefined : { name, ceiling: level, owners, ...held };
}

/** `project:KEY`, `repo:GLOB`, `path:GLOB`. */
export function heldIn(
  holds: readonly string[],
  at: string,
  mistakes: Mistake[],
): Pick<Zone, 'projects' | 'repositories' | 'paths'> {
  const held: Record<'projects' | 'repositories' | 'paths', Zone['paths'][number][]> = {
    projects: [],
    repositories: [],
    paths: [],
  };
  for (const [place, text] of holds.entries()) {
    const [, kind, glob = ''] = HELD.exec(text) ?? [];
    if (kind !== 'project' && kind !== 'repo' && kind !== 'path') {
      const message = `${quote(text)} begins with none of project:, repo:, path:`;
      mistakes.push({ at: `${at}[${place}]`, message });
      continue;
    }
    try {
      held[KINDS[kind]].push(compileGlob(glob));
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      mistakes.push({ at: `${at}[${place}]`, message: `${quote(glob)} is no glob: ${why}` });
    }
  }
  return held;
}
