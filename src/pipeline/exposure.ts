/** From when till when each finding lay on which branch. */
import type { Problem } from '../core/problem.ts';
import { branchChanges } from '../git/branch-changes.ts';
import { branchExposure } from '../git/branch-exposure.ts';
import { type CompressedRows, compressRows } from '../git/compressed-rows.ts';
import { defaultBranch } from '../git/default-branch.ts';
import { branchesOf, type Ref } from '../git/list-refs.ts';
import type { HeldEntries } from '../git/held-entries.ts';
import type { GraphCommit, ObjectGraph } from '../git/object-graph.ts';
import type { Reached } from '../git/reached.ts';
import type { Draft, DraftExposure, Exposures } from './draft.ts';

interface ExposureInput {
  readonly graph: ObjectGraph;
  readonly held: HeldEntries;
  readonly refs: readonly Ref[];
  /** Null for a part of a history, of which nothing is said. */
  readonly reached: Reached | null;
  /** Number of each place, by its placeKey. */
  readonly places: ReadonlyMap<string, number>;
  /** Places by the order of the commit that brought them in. */
  readonly introduced: ReadonlyMap<number, readonly number[]>;
  readonly onProblem: (problem: Problem) => void;
}

export function findExposure(drafts: readonly Draft[], input: ExposureInput): Exposures {
  const { graph, places, onProblem } = input;
  const certain = drafts.filter(({ isCertain }) => isCertain);
  if (input.reached === null || certain.length === 0) return new Map();
  const { branches, preferred } = orderedBranches(graph, input.refs);
  const changes = branchChanges({ ...input, branches });
  const groups = groupByPlaces(certain);
  const things = { at: thingsByPlace(groups, places.size), count: groups.length };
  const stretchesOf = changes.isWhole ? branchExposure(changes, things, preferred) : undefined;
  if (!stretchesOf) {
    onProblem(tooManyChanges());
    return new Map();
  }
  const names = new Map<number, string>();
  const nameOf = ({ rank }: GraphCommit): string => {
    const name = names.get(rank) ?? graph.oids.hexOf(rank);
    names.set(rank, name);
    return name;
  };
  const exposures = new Map<Draft, DraftExposure>();
  for (const [thing, group] of groups.entries()) {
    const { listed, further } = stretchesOf(thing);
    const intervals = listed.map(({ branch, cameIn, left }) => ({
      branch: branches[branch]?.name ?? '',
      cameIn: nameOf(cameIn),
      left: left && nameOf(left),
    }));
    for (const draft of group.drafts) exposures.set(draft, { intervals, further });
  }
  return exposures;
}

interface Group {
  readonly places: readonly number[];
  readonly drafts: Draft[];
}

/** All secrets of a file that came and went together share their places, and so their exposure. */
function groupByPlaces(drafts: readonly Draft[]): Group[] {
  const groups = new Map<string, Group>();
  for (const draft of drafts) {
    const places = [...new Set(draft.lineage.map(({ place }) => place))].toSorted((a, b) => a - b);
    const key = places.join(' ');
    const known = groups.get(key);
    if (known) known.drafts.push(draft);
    else groups.set(key, { places, drafts: [draft] });
  }
  return [...groups.values()];
}

function thingsByPlace(groups: readonly Group[], size: number): CompressedRows {
  return compressRows(size, (onPair) => {
    for (const [thing, { places }] of groups.entries()) for (const place of places) onPair(place, thing);
  });
}

/** The default branch, local before remote, then the others by name. */
function orderedBranches(graph: ObjectGraph, refs: readonly Ref[]): { branches: Ref[]; preferred: number } {
  const line = branchesOf(defaultBranch(graph, refs));
  const names = new Set(line.map(({ name }) => name));
  const others = branchesOf(refs).filter(({ name }) => !names.has(name));
  const byName = (a: Ref, b: Ref): number => (a.name < b.name ? -1 : 1);
  return { branches: [...line, ...others.toSorted(byName)], preferred: line.length };
}

function tooManyChanges(): Problem {
  return {
    code: 'history-damaged',
    severity: 'warning',
    message:
      'The trees and branches spell out more changes than were followed: from when till when a branch held a finding is not listed',
  };
}
