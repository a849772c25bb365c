/** Zones: what may live where, as a claim that passes or fails. */
import type { PathTest } from '../allow/allow-entry.ts';
import { LEVELS, type Level } from '../core/severity.ts';
import type { StoredFinding } from '../core/stored-finding.ts';
import type { KnownPlace, KnownVisit } from '../store/audit/audit-store.ts';
import type { ZoneBreak, ZoneVerdict } from './exposure-answer.ts';
import { placeKey } from './reader-index.ts';
import { type Passing, Tally } from './tally.ts';

/** As the configuration says it, checked. */
export interface Zone {
  readonly name: string;
  /** Nothing above this level may live in it. */
  readonly ceiling: Level;
  readonly owners: readonly string[];
  /** Over keys of projects, `CORE` or `acme/CORE`. */
  readonly projects: readonly PathTest[];
  /** Over full names of repositories. */
  readonly repositories: readonly PathTest[];
  /** Over paths in these repositories (of all, where neither is given); empty: all paths. */
  readonly paths: readonly PathTest[];
}

/** Findings that are listed of a zone, the worst first; the rest are counted. */
const MOST_BREAKS = 1000;

/** One zone, while findings stream by. */
export class ZoneCheck {
  readonly #zone: Zone;
  /** By number, is the repository part of it? */
  readonly #held = new Map<number, boolean>();
  readonly #above = new Tally();
  readonly #breaks: ZoneBreak[] = [];

  constructor(zone: Zone) {
    this.#zone = zone;
  }

  add(passing: Passing, place: KnownPlace): void {
    const { finding, place: number } = passing;
    if (LEVELS.indexOf(finding.level) <= LEVELS.indexOf(this.#zone.ceiling)) return;
    const isHeld = this.#held.get(number) ?? holds(this.#zone, place);
    this.#held.set(number, isHeld);
    if (!isHeld || !holdsPath(this.#zone, finding)) return;
    this.#above.add(passing);
    if (this.#breaks.length < MOST_BREAKS) this.#breaks.push(breakOf(finding, place));
  }

  /** @param places all that the answer is about @param whole keys of those that were scanned to the last byte */
  verdict(places: Iterable<KnownPlace>, whole: ReadonlySet<string>): ZoneVerdict {
    const held = [...places].filter((place) => holds(this.#zone, place));
    const partly = held.filter((place) => !whole.has(placeKey(place)));
    const above = this.#above.small();
    const { name: zone, ceiling, owners } = this.#zone;
    const said = judged(above.findings, held.length, partly, ceiling);
    return { zone, ceiling, owners, ...said, repositories: held.length, above, breaks: this.#breaks };
  }
}

/** Keys of the repositories of which everything was read, in this run or by a scan that still holds. */
export function whollyScanned(visits: readonly KnownVisit[]): Set<string> {
  const whole = visits.filter(
    ({ outcome, summary, problems }) =>
      outcome !== 'failed' && summary !== null && problems.every(({ severity }) => severity === 'warning'),
  );
  return new Set(whole.map(({ place }) => placeKey(place)));
}

function judged(
  above: number,
  held: number,
  partly: readonly KnownPlace[],
  ceiling: Level,
): Pick<ZoneVerdict, 'verdict' | 'why'> {
  if (above > 0)
    return { verdict: 'FAIL', why: `${above} ${above === 1 ? 'finding' : 'findings'} above ${ceiling}.` };
  const [first] = partly;
  if (held === 0) return { verdict: 'UNPROVEN', why: 'No repository that the audit saw is part of it.' };
  if (first) {
    const more = partly.length > 1 ? ` and ${partly.length - 1} more` : '';
    return { verdict: 'UNPROVEN', why: `Not wholly scanned: ${first.fullName}${more}.` };
  }
  return { verdict: 'PASS', why: `Nothing above ${ceiling} was found.` };
}

export function holds(
  { projects, repositories }: Pick<Zone, 'projects' | 'repositories'>,
  { fullName, project }: KnownPlace,
): boolean {
  if (projects.length + repositories.length === 0) return true;
  const [owner = ''] = fullName.split('/');
  const keys = project === null ? [] : [project, `${owner}/${project}`];
  return (
    repositories.some((glob) => glob.test(fullName)) ||
    projects.some((glob) => keys.some((key) => glob.test(key)))
  );
}

/** A value lies also where else it lay: another path of the same finding counts. */
export function holdsPath({ paths }: Pick<Zone, 'paths'>, { path, otherPaths }: StoredFinding): boolean {
  if (paths.length === 0) return true;
  const all = [path, ...otherPaths.map((other) => other.path)];
  return paths.some((glob) => all.some((one) => glob.test(one)));
}

function breakOf(finding: StoredFinding, { fullName }: KnownPlace): ZoneBreak {
  const { fingerprint, label, level, path, line, reach } = finding;
  return { fingerprint, label, level, repository: fullName, path, line, reach };
}
