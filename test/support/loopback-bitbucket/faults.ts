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
  /** Of git alone: the answer ends, or stops, half-way. */
  | { readonly kind: 'cut'; readonly half: 'dies' | 'stalls' }
  /** Of git alone: no answer before that. */
  | { readonly kind: 'held'; readonly until: Promise<void> }
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

/** The fault that is planned for this request; it is counted. */
export function faultOn(target: string, faults: readonly PlannedFault[]): Fault | undefined {
  const planned = faults.find(({ on, times = 1 }) => on.test(target) && times > 0);
  if (planned?.times !== undefined) planned.times--;
  return planned?.fault;
}

/** Answers with the fault. @param document what the answer would have been; git has none */
export function applyFault(fault: Fault, response: ServerResponse, document?: unknown): void {
  const text = JSON.stringify(document ?? null);
  switch (fault.kind) {
    case 'status':
      sendStatus(fault, response);
      return;
    case 'truncated':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(text.slice(0, text.length / 2));
      return;
    case 'stalled':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(text.slice(0, 5));
      return;
    case 'empty':
      response.writeHead(204);
      response.end();
      return;
    case 'json':
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(fault.change(document)));
      return;
    case 'reset':
    case 'cut':
    case 'held':
      response.destroy();
  }
}

function sendStatus(
  { status, type = 'application/json', body, headers }: Extract<Fault, { kind: 'status' }>,
  response: ServerResponse,
): void {
  response.writeHead(status, { ...(body !== undefined && { 'content-type': type }), ...headers });
  response.end(body);
}
