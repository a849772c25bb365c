/** The only file that uses the network: one fetch, redirects not followed. */

export type Send = (url: string, init: RequestInit) => Promise<Response>;

export const send: Send = (url, init) => fetch(url, init);
