/** `--project` and `--repo` of what is asked of the store: which repositories are meant. */
import { compileGlob } from '../../allow/globs.ts';
import type { KnownPlace } from '../../store/audit/audit-store.ts';

interface Narrowed {
  readonly project?: readonly string[];
  readonly repo?: readonly string[];
}

/** All of them where neither is given. @throws {RangeError} for a glob that is none */
export function wantedBy({ project = [], repo = [] }: Narrowed): (place: KnownPlace) => boolean {
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
