/** Who is asking: each kind of credential is accepted where Bitbucket accepts it, and nowhere else. */
import type { Model, ModelAccount } from './model.ts';

export type Door = 'cloud-rest' | 'cloud-git' | 'data-center';

/** The user of Basic, of the account itself, or Bearer. */
type Way = { readonly user: string } | 'own-user' | 'bearer';

const WAYS: Readonly<Record<ModelAccount['kind'], Readonly<Record<Door, readonly Way[]>>>> = {
  'api-token': {
    'cloud-rest': ['own-user'],
    'cloud-git': [{ user: 'x-bitbucket-api-token-auth' }],
    'data-center': [],
  },
  'access-token': { 'cloud-rest': ['bearer'], 'cloud-git': [{ user: 'x-token-auth' }], 'data-center': [] },
  oauth: { 'cloud-rest': ['bearer'], 'cloud-git': [{ user: 'x-token-auth' }], 'data-center': [] },
  'http-token': { 'cloud-rest': [], 'cloud-git': [], 'data-center': ['own-user', 'bearer'] },
  'project-token': { 'cloud-rest': [], 'cloud-git': [], 'data-center': ['bearer'] },
};

function isWay(way: Way, user: string | null, account: ModelAccount): boolean {
  if (way === 'bearer') return user === null;
  return user === (way === 'own-user' ? account.user : way.user);
}

/** @param issued access tokens of consumers. @returns undefined for a credential that opens nothing, null for none */
export function logIn(
  model: Model,
  door: Door,
  authorization: string | undefined,
  issued: ReadonlyMap<string, ModelAccount>,
): ModelAccount | null | undefined {
  if (authorization === undefined) return null;
  const { user, secret } = partsOf(authorization);
  return model.accounts
    .filter((account) => account.kind !== 'oauth' || issued.get(secret) === account)
    .find(
      (account) =>
        (account.kind === 'oauth' || account.secret === secret) &&
        WAYS[account.kind][door].some((way) => isWay(way, user, account)),
    );
}

export function partsOf(authorization: string): { readonly user: string | null; readonly secret: string } {
  const [scheme = '', value = ''] = authorization.split(' ');
  if (scheme !== 'Basic') return { user: null, secret: value };
  const text = Buffer.from(value, 'base64').toString('utf8');
  return { user: text.slice(0, text.indexOf(':')), secret: text.slice(text.indexOf(':') + 1) };
}
