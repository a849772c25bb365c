/** The table `[credential]` of a `.scannerrc` -> where an audit finds its credential. It holds names, never values. */
import { resolve } from 'node:path';
import * as v from 'valibot';
import type { CredentialReference } from '../bitbucket/credential/read-credential.ts';
import { type Mistake, unknownWord } from './mistake.ts';

const name = v.pipe(v.string('is no text'), v.nonEmpty('is empty'), v.maxLength(1024, 'is too long'));
const entries = {
  from: v.picklist(['environment', 'file', 'git'], 'is none of "environment", "file", "git"'),
  variable: v.optional(v.pipe(name, v.regex(/^[A-Za-z_]\w*$/, 'is no name of an environment variable'))),
  path: v.optional(name),
  email: v.optional(name),
  user: v.optional(name),
};
const shape = v.object(entries);

interface CheckedCredential {
  readonly credential: CredentialReference | null;
  readonly mistakes: readonly Mistake[];
}

/**
 * No message repeats a value: somebody may have written the token itself.
 *
 * @param folder a relative path starts there
 */
export function checkCredential(
  table: Readonly<Record<string, unknown>> | undefined,
  folder: string,
): CheckedCredential {
  if (table === undefined) return { credential: null, mistakes: [] };
  const known = Object.keys(entries);
  const unknown = Object.keys(table)
    .filter((key) => !known.includes(key))
    .map((key) => unknownWord(`credential.${key}`, key, 'key', known));
  const parsed = v.safeParse(shape, { from: null, ...table });
  if (!parsed.success) {
    const wrong = parsed.issues.map(({ path, message }) => ({ at: `credential.${keyIn(path)}`, message }));
    return { credential: null, mistakes: [...unknown, ...wrong] };
  }
  const { variable, path, email, user, from } = parsed.output;
  const credential = {
    from,
    ...(variable !== undefined && { variable }),
    ...(path !== undefined && { path: resolve(folder, path) }),
    ...(email !== undefined && { email }),
    ...(user !== undefined && { user }),
  };
  return { credential, mistakes: [...unknown, ...misplaced(parsed.output)] };
}

function keyIn(path: readonly { readonly key: unknown }[] | undefined): string {
  const [first] = path ?? [];
  return typeof first?.key === 'string' ? first.key : '';
}

/** Keys that go with another `from`, or are missing with this one. */
function misplaced({ from, variable, path }: v.InferOutput<typeof shape>): Mistake[] {
  const mistakes: Mistake[] = [];
  if (variable !== undefined && from !== 'environment')
    mistakes.push({ at: 'credential.variable', message: 'goes with from = "environment"' });
  if (path !== undefined && from !== 'file')
    mistakes.push({ at: 'credential.path', message: 'goes with from = "file"' });
  if (from === 'file' && path === undefined)
    mistakes.push({ at: 'credential', message: 'has no path of the file' });
  return mistakes;
}
