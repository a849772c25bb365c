/** The network behind a proxy. The fetch of Node 20 knows none, that of the package `undici` does; it is loaded when one is needed. */
import type * as Undici from 'undici';
import { send, type Send } from './network.ts';
import type { Proxies } from './proxy.ts';

type Proxied = (
  url: string,
  init: Omit<RequestInit, 'dispatcher'> & { readonly dispatcher: unknown },
) => Promise<Response>;

export function sendThrough({ http, https, except }: Proxies): Send {
  const throughHttp = http === null ? send : sendBy(http, except);
  const throughHttps = https === null ? send : sendBy(https, except);
  return (url, init) => (url.startsWith('https:') ? throughHttps(url, init) : throughHttp(url, init));
}

function sendBy(proxy: string, noProxy: string): Send {
  return sendWith(({ EnvHttpProxyAgent }) => {
    return new EnvHttpProxyAgent({ httpProxy: proxy, httpsProxy: proxy, noProxy });
  });
}

/** For a proxy that reads what it passes on, and puts a credential to it: no tunnel, the address whole. */
export function sendVouched(proxy: string): Send {
  return sendWith(({ ProxyAgent }) => new ProxyAgent({ uri: proxy, proxyTunnel: false }));
}

function sendWith(dispatcherOf: (undici: typeof Undici) => unknown): Send {
  let loading: Promise<Send> | undefined;
  const load = async (): Promise<Send> => {
    const undici = await import('undici');
    const dispatcher = dispatcherOf(undici);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same function; Node's types are those of an older undici
    const proxied = undici.fetch as unknown as Proxied;
    return (url, init) => proxied(url, { ...init, dispatcher });
  };
  return async (url, init) => {
    loading ??= load();
    const proxied = await loading;
    return proxied(url, init);
  };
}
