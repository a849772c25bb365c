/** Holds an answer to the shape that the forge's documentation promises. */
import * as v from 'valibot';
import { ForgeError } from './forge-error.ts';
import { misshapen } from './text-from-outside.ts';

/** @param what the answer is, in words. @throws {ForgeError} `bad-answer` */
export function readShape<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw badAnswer(`${what} is ${misshapen(parsed.issues)}`);
}

export function badAnswer(reason: string): ForgeError {
  return new ForgeError({ kind: 'bad-answer', status: 200, method: 'GET', path: '', reason });
}
