/** The only file that uses the network: one fetch, redirects not followed. */

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export const networkFetch: Fetch = (url, init) => fetch(url, init);
