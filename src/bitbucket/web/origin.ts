/** Which addresses a credential may be sent to: those of one origin, below one path, and not in clear over a wire. */
import { plainText } from '../../core/plain-text.ts';
import { ScannerError } from '../../core/scanner-error.ts';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address of a forge as the user gave it.
 *
 * @param allowHttp lets the credential travel unencrypted to another machine
 * @throws {ScannerError} `config`
 */
export function forgeUrl(text: string, allowHttp: boolean): URL {
  const shown = JSON.stringify(plainText(text.replace(/\/\/[^/@]*@/, '//'), 120));
  if (!URL.canParse(text)) {
    throw new ScannerError('config', `${shown} is no address`, {
      hint: 'Write https://bitbucket.example.com',
    });
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new ScannerError('config', `the address ${shown} holds a user name or password`, {
      hint: 'Credentials come from the environment or a credential helper.',
    });
  }
  const isSafe = url.protocol === 'https:' || LOOPBACK.test(url.hostname) || allowHttp;
  if (!isSafe || !/^https?:$/.test(url.protocol)) {
    throw new ScannerError('config', `${shown} would send the credential unencrypted`, {
      hint: 'Use https.',
    });
  }
  url.hash = '';
  url.search = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** @returns the address, whole; null where it leads elsewhere than below `base`, or is none */
export function addressBelow(base: URL, text: string): URL | null {
  if (!URL.canParse(text, base.href)) return null;
  const url = new URL(text, base.href);
  const isInside =
    url.origin === base.origin &&
    url.username === '' &&
    url.password === '' &&
    `${url.pathname}/`.startsWith(`${base.pathname.replace(/\/$/, '')}/`);
  return isInside ? url : null;
}
