/** Who is asking: each kind of credential is accepted where Bitbucket accepts it, and nowhere else. */
import type { Model, ModelAccount } from './model.ts';

export type Door = 'cloud-rest' | 'cloud-git' | 'data-center';

/** How each kind logs in at each door: the user of Basic, or null for Bearer. */
function ways(account: ModelAccount, door: Door): ReadonlyArray<string | null> {
  switch (account.kind) {
    case 'api-token':
      if (door === 'cloud-git') return ['x-bitbucket-api-token-auth'];
      return door === 'cloud-rest' ? [account.user] : [];
    case 'access-token':
    case 'oauth':
      if (door === 'cloud-git') return ['x-token-auth'];
      return door === 'cloud-rest' ? [null] : [];
    case 'http-token':
      return door === 'data-center' ? [account.user, null] : [];
    case 'project-token':
      return door === 'data-center' ? [null] : [];
  }
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
        (account.kind === 'oauth' || account.secret === secret) && ways(account, door).includes(user),
    );
}

export function partsOf(authorization: string): { readonly user: string | null; readonly secret: string } {
  const [scheme = '', value = ''] = authorization.split(' ');
  if (scheme !== 'Basic') return { user: null, secret: value };
  const text = Buffer.from(value, 'base64').toString('utf8');
  return { user: text.slice(0, text.indexOf(':')), secret: text.slice(text.indexOf(':') + 1) };
}
