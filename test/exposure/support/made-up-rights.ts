/** Rights that are made up, and who may read by them, counted by asking of each name at each place. */
import type { ReaderCount } from '../../../src/exposure/exposure-answer.ts';
import type { ModelGrant, ModelGroup, ModelRepository } from '../../support/loopback-bitbucket/model.ts';

export const GROUPS: readonly ModelGroup[] = [
  { name: 'operators', members: ['olga', 'ada'] },
  { name: 'developers', members: ['ada', 'bob', 'cyd'] },
  { name: 'partners', members: ['eve', 'finn'] },
];

export const EMAILS: Readonly<Record<string, string>> = {
  ada: 'ada@agency.example',
  bob: 'bob@agency.example',
  cyd: 'cyd@Agency.Example',
  olga: 'olga@agency.example',
  eve: 'eve@partner.example',
  finn: 'finn@partner.example',
  bo: 'bo@agency.example.net',
};

export const GRANTS: readonly ModelGrant[] = [
  { on: '', kind: 'group', name: 'operators', level: 'admin' },
  { on: 'CORE', kind: 'user', name: 'ada', level: 'admin' },
  { on: 'CORE', kind: 'group', name: 'developers', level: 'write' },
  { on: 'CORE', kind: 'access-key', name: 'build', level: 'read' },
  { on: 'CORE/web', kind: 'group', name: 'partners', level: 'read' },
  { on: 'CORE/web', kind: 'access-key', name: 'deploy', level: 'read' },
  { on: 'CORE/web', kind: 'access-key', name: 'build', level: 'read' },
  { on: 'OPS', kind: 'default', name: '', level: 'read' },
  { on: 'OPS/api', kind: 'access-key', name: 'deploy', level: 'read' },
  { on: 'OPS/api', kind: 'user', name: 'finn', level: 'read' },
  { on: '~bo/fork', kind: 'user', name: 'bo', level: 'admin' },
];

type Spot = Pick<ModelRepository, 'project' | 'slug' | 'isPublic'>;

function grantsAt({ project, slug }: Spot): ModelGrant[] {
  return GRANTS.filter(({ on }) => ['', project, `${project}/${slug}`].includes(on));
}

function membersOf(name: string): readonly string[] {
  return GROUPS.find((group) => group.name === name)?.members ?? [];
}

/** @param as in the form of `--as` */
export function mayRead(spot: Spot, as: string): boolean {
  if (spot.isPublic === true) return true;
  const [kind, name = ''] = as.split(':');
  return grantsAt(spot).some((grant) => {
    if (grant.kind === 'default') return kind !== 'anonymous' && kind !== 'key';
    if (kind === 'key') return grant.kind === 'access-key' && grant.name === name;
    if (kind === 'group') return grant.kind === 'group' && grant.name === name;
    if (kind !== 'user' || grant.kind === 'access-key') return false;
    return grant.kind === 'user' ? grant.name === name : membersOf(grant.name).includes(name);
  });
}

/** Whoever has a right by name or by group; that everybody may read besides is another number. */
export function slowReaders(spots: readonly Spot[]): Partial<ReaderCount> {
  const isNamed = (name: string): boolean =>
    spots.some((spot) =>
      grantsAt(spot).some(
        (grant) =>
          (grant.kind === 'user' && grant.name === name) ||
          (grant.kind === 'group' && membersOf(grant.name).includes(name)),
      ),
    );
  const people = Object.keys(EMAILS).filter(isNamed);
  const keys = spots.flatMap((spot) => grantsAt(spot).filter(({ kind }) => kind === 'access-key'));
  return {
    anonymous: spots.some((spot) => mayRead(spot, 'anonymous')),
    authenticated: spots.some((spot) => mayRead(spot, 'authenticated')),
    people: people.length,
    groups: 0,
    keys: new Set(keys.map(({ name }) => name)).size,
    outside: people.filter((name) => !/@agency\.example$/i.test(EMAILS[name] ?? '')).length,
    withoutAddress: 0,
    unseen: 0,
  };
}
