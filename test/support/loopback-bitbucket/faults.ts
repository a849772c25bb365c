/** What can go wrong on the way, switched on for the requests that a test names. */
import type { ServerResponse } from 'node:http';

export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly type?: string;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'stalled' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly change: (document: unknown) => unknown };

export interface PlannedFault {
  /** Of `/path?query`. */
  readonly on: RegExp;
  /** How often; for ever by default. */
  times?: number;
  readonly fault: Fault;
}

/** https://support.atlassian.com/bitbucket-cloud/docs/api-request-limits/: text, and no Retry-After. */
export const CLOUD_LIMITED: Fault = {
  kind: 'status',
  status: 429,
  type: 'text/plain',
  body: 'Rate limit for this resource has been exceeded',
};

/** As listing over all workspaces answers since April 2026. */
export const REMOVED: Fault = {
  kind: 'status',
  status: 410,
  body: JSON.stringify({
    type: 'error',
    error: { message: 'CHANGE-2770 - Functionality has been deprecated', detail: '', data: {} },
  }),
};

/** @returns whether there was a fault, and the answer is given */
export function applyFault(fault: Fault, response: ServerResponse, document: unknown): void {
  const text = JSON.stringify(document);
  switch (fault.kind) {
    case 'status': {
      const type = fault.type ?? 'application/json';
      response.writeHead(fault.status, {
        ...(fault.body !== undefined && { 'content-type': type }),
        ...fault.headers,
      });
      response.end(fault.body);
      return;
    }
    case 'truncated':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(text.slice(0, text.length / 2));
      return;
    case 'stalled':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(text.slice(0, 5));
      return;
    case 'reset':
      response.destroy();
      return;
    case 'empty':
      response.writeHead(204);
      response.end();
      return;
    case 'json':
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(fault.change(document)));
  }
}
