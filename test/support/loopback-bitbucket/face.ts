/** What both faces have in common: a request as they see it, and an answer before it is written. */
import type { Model, ModelAccount } from './model.ts';

export interface FaceRequest {
  /** Below the root of the interface. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of the server, with its context path. */
  readonly root: string;
  readonly account: ModelAccount | null;
  readonly model: Model;
}

export interface FaceAnswer {
  readonly status: number;
  readonly document: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(document: unknown): FaceAnswer {
  return { status: 200, document };
}
