/** `--project` and `--repo` of what is asked of the store: which repositories are meant. */
import { compileGlob } from '../../allow/globs.ts';
import { quote } from '../../core/quote.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import type { AuditReader, KnownPlace, RunNumber } from '../../store/audit/audit-store.ts';

interface Narrowed {
  readonly project?: readonly string[];
  readonly repo?: readonly string[];
}

/**
 * As {@link wantedBy}. A name that nothing bears is refused: an answer about no repository would read like good news.
 *
 * @param runs at whose ends the repositories may have been there
 * @throws {ScannerError} `usage`
 */
export async function wantedIn(
  reader: Pick<AuditReader, 'places'>,
  runs: readonly RunNumber[],
  narrowed: Narrowed,
): Promise<(place: KnownPlace) => boolean> {
  const places = (await Promise.all(runs.map((run) => reader.places(run)))).flat();
  const parts = [
    ...(narrowed.project ?? []).map((glob) => ({ flag: '--project', glob, only: { project: [glob] } })),
    ...(narrowed.repo ?? []).map((glob) => ({ flag: '--repo', glob, only: { repo: [glob] } })),
  ];
  const isWanted = wantedBy(narrowed);
  if (parts.length === 0) return isWanted;
  const idle = parts.find(({ only }) => !places.some(wantedBy(only)));
  if (idle) throw noneFits(`${idle.flag} ${quote(idle.glob)}`, places);
  if (!places.some(isWanted)) throw noneFits('both --project and --repo', places);
  return isWanted;
}

function noneFits(what: string, places: readonly KnownPlace[]): ScannerError {
  const [example] = places;
  return new ScannerError('usage', `no repository that the store knew then fits ${what}`, {
    hint: example ? `Names are written as ${example.fullName}; * stands for a part of one.` : 'It knew none.',
  });
}

/** All of them where neither is given. @throws {RangeError} for a glob that is none */
function wantedBy({ project = [], repo = [] }: Narrowed): (place: KnownPlace) => boolean {
  const projects = project.map(compileGlob);
  const repositories = repo.map(compileGlob);
  return ({ fullName, project: key }) => {
    const [owner = ''] = fullName.split('/');
    const names = key === null ? [] : [key, `${owner}/${key}`];
    const isInProject = projects.some((glob) => names.some((name) => glob.test(name)));
    return (
      (projects.length === 0 || isInProject) &&
      (repositories.length === 0 || repositories.some((glob) => glob.test(fullName)))
    );
  };
}
