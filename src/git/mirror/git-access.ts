/** Credentials on their way to git: in the environment of one process, bound to one host, and nowhere else. */

export type GitAccess =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/**
 * Not GIT_ASKPASS, which needs a script on disk, a first answer of 401 and knows no Bearer.
 *
 * @param origin scheme, host and port; the header is sent there alone
 */
export function accessEnvironment(access: GitAccess, origin: string): Record<string, string> {
  const value = headerOf(access);
  if (value === '' || !/^https?:/.test(origin)) return {};
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: ${value}`,
  };
}

/** Takes the credentials out of a text: a server may say back what it was sent. */
export function withoutAccess(text: string, access: GitAccess): string {
  if (access.kind === 'none') return text;
  const secret = access.kind === 'basic' ? access.password : access.token;
  const forms = [headerOf(access).replace(/^\w+ /, ''), secret, encodeURIComponent(secret)];
  return forms.filter((form) => form !== '').reduce((left, form) => left.replaceAll(form, '********'), text);
}

/** The value of the header `Authorization`; empty where there is none. */
export function headerOf(access: GitAccess): string {
  if (access.kind === 'none') return '';
  if (access.kind === 'bearer') return `Bearer ${checked(access.token)}`;
  return `Basic ${Buffer.from(`${access.user}:${access.password}`).toString('base64')}`;
}

/** A line break would begin another header. */
function checked(token: string): string {
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Error('a token has characters that no token has');
  return token;
}
