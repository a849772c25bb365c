/** Which proxy the environment names, by curl's conventions, so that REST and git go the same way. https://curl.se/docs/manpage.html#ENVIRONMENT */
import { ScannerError } from '../../core/scanner-error.ts';

export interface Proxies {
  /** For addresses of each kind; null where there is none. They may hold a user and a password. */
  readonly http: string | null;
  readonly https: string | null;
  /** Hosts that are asked without one, as the environment lists them. */
  readonly except: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {ScannerError} `config`, for one that is no HTTP proxy; the message names the variable, never its value */
export function proxiesIn(env: Environment): Proxies {
  return {
    http: proxyIn(env, ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']),
    https: proxyIn(env, ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY']),
    except: env['no_proxy'] ?? env['NO_PROXY'] ?? '',
  };
}

function proxyIn(env: Environment, names: readonly string[]): string | null {
  const name = names.find((one) => (env[one] ?? '') !== '');
  if (name === undefined) return null;
  const text = env[name] ?? '';
  const address = text.includes('://') ? text : `http://${text}`;
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return address;
  throw new ScannerError('config', `${name} is no address of an HTTP proxy`, {
    hint: 'Write http://HOST:PORT, or http://USER:PASSWORD@HOST:PORT; SOCKS is not supported.',
  });
}
