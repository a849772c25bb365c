/** Who owns the repositories in which something was found: their administrators, as the forge said, and the owners of zones. */
import type { AuditReader, Grant, KnownPlace, RunNumber, Scope } from '../../store/audit/audit-store.ts';
import type { Level } from '../../core/severity.ts';
import type { OwnerNotice } from './notify-answer.ts';
import { byWeight, type Share, worse } from './share.ts';

/** What was found in one repository. */
export interface PlaceShare {
  readonly place: KnownPlace;
  readonly share: Share;
}

/** What was found in the zones of one owner. */
export interface ZoneOwnerShare {
  readonly owner: string;
  readonly zones: ReadonlySet<string>;
  readonly share: Share;
  readonly repositories: readonly string[];
}

interface Gathered {
  readonly owner: string;
  readonly kind: OwnerNotice['kind'];
  readonly through: Set<string>;
  readonly repositories: Set<string>;
  readonly regimes: Set<string>;
  findings: number;
  level: Level;
}

export class OwnerList {
  readonly #reader: AuditReader;
  readonly #run: RunNumber;
  readonly #admins = new Map<string, Promise<readonly Grant[]>>();
  readonly #owners = new Map<string, Gathered>();

  constructor(reader: AuditReader, run: RunNumber) {
    this.#reader = reader;
    this.#run = run;
  }

  /** The administrators nearest to the repository: its own, else those of its project, else of its workspace. */
  async addPlace({ place, share }: PlaceShare): Promise<void> {
    for (const { scope, words } of scopesAround(place)) {
      const admins = await this.#adminsOf(place.forge, scope);
      for (const grant of admins) this.#add(ownerOf(place.forge, grant), words, [place.fullName], share);
      if (admins.length > 0) return;
    }
    const why = place.forge === '' ? 'no forge was asked' : 'no administrator is visible to the token';
    this.#add(NOBODY, why, [place.fullName], share);
  }

  addZoneOwner({ owner, zones, share, repositories }: ZoneOwnerShare): void {
    const words = `owner of zone ${[...zones].join(', ')}`;
    this.#add({ key: `zone ${owner}`, owner, kind: 'zone owner' }, words, repositories, share);
  }

  /** The worst level first. */
  notices(): OwnerNotice[] {
    const notices = [...this.#owners.values()].map(({ through, repositories, regimes, ...rest }) => ({
      ...rest,
      through: [...through],
      repositories: [...repositories].toSorted(),
      regimes: [...regimes].toSorted(),
    }));
    return notices.toSorted(
      byWeight(
        ({ findings }) => findings,
        ({ owner }) => owner,
      ),
    );
  }

  #add(
    { key, ...named }: Pick<Gathered, 'owner' | 'kind'> & { readonly key: string },
    through: string,
    repositories: readonly string[],
    share: Share,
  ): void {
    const known = this.#owners.get(key) ?? {
      ...named,
      through: new Set<string>(),
      repositories: new Set<string>(),
      regimes: new Set<string>(),
      findings: 0,
      level: share.level,
    };
    this.#owners.set(key, known);
    known.through.add(through);
    for (const repository of repositories) known.repositories.add(repository);
    for (const regime of share.regimes) known.regimes.add(regime);
    known.findings += share.findings;
    known.level = worse(known.level, share.level);
  }

  #adminsOf(forge: string, scope: Scope): Promise<readonly Grant[]> {
    const key = JSON.stringify([forge, scope.kind, scope.id]);
    const known = this.#admins.get(key);
    if (known) return known;
    const loading = this.#load(forge, scope);
    // Of a repository nobody asks twice.
    if (scope.kind !== 'repository') this.#admins.set(key, loading);
    return loading;
  }

  async #load(forge: string, scope: Scope): Promise<readonly Grant[]> {
    const list = await this.#reader.readerList(this.#run, forge, scope);
    return (list?.grants ?? []).filter(
      ({ level, subject }) => level === 'admin' && (subject === 'user' || subject === 'group'),
    );
  }
}

const NOBODY = { key: 'not known', owner: 'not known', kind: 'not known' } as const;

function ownerOf(
  forge: string,
  { subject, id, name }: Grant,
): Pick<Gathered, 'owner' | 'kind'> & { readonly key: string } {
  const kind = subject === 'group' ? 'group' : 'user';
  return { key: JSON.stringify([forge, kind, id]), owner: name === id ? id : `${name} (${id})`, kind };
}

/** Administrators of the instance own everything and nothing: they run it. */
function scopesAround({ id, fullName, project }: KnownPlace): { scope: Scope; words: string }[] {
  const [owner = ''] = fullName.split('/');
  const projects = project === null ? [] : [project, `${owner}/${project}`];
  return [
    { scope: { kind: 'repository', id }, words: `admin of repository ${fullName}` },
    ...projects.map((key) => ({
      scope: { kind: 'project', id: key } as const,
      words: `admin of project ${project}`,
    })),
    { scope: { kind: 'workspace', id: owner }, words: `admin of workspace ${owner}` },
  ];
}
