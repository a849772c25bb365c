/** What the token sees of a Bitbucket, scope by scope, and how much it may ask: by a few requests that change nothing. */
import { CREDENTIAL_VARIABLES } from '../../bitbucket/credential/read-credential.ts';
import type { Access, AccessFact } from '../../bitbucket/forge.ts';
import { ForgeError } from '../../bitbucket/forge-error.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { connect, scopeIn } from '../audit/connect.ts';
import type { AuditOptions } from '../audit/audit-options.ts';
import { type Diagnosis, ok, warning, wrong } from './diagnosis.ts';

interface ForgeRequest {
  readonly options: AuditOptions;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface CheckedForge {
  readonly diagnoses: readonly Diagnosis[];
  /** It could not be asked at all. */
  readonly isOut: boolean;
}

/** Nobody named a Bitbucket: only what is said of one. */
export function checkCredential(env: ForgeRequest['env']): Diagnosis[] {
  const set = Object.values(CREDENTIAL_VARIABLES).filter((name) => (env[name] ?? '') !== '');
  if (set.length === 0) return [];
  const advice = 'To try it: bitsieve doctor --cloud, or --url ADDRESS.';
  return [{ ...ok('credential', `${set.join(', ')}: set, not tried`), advice }];
}

export async function checkForge({ options, env, signal }: ForgeRequest): Promise<CheckedForge> {
  try {
    const { forge, credential, name } = await connect({ options, env, signal });
    const access = await forge.access(scopeIn(options));
    const diagnoses = [
      identityOf(access, name, credential !== null),
      ...access.facts.map(diagnosisOf),
      limitsOf(options, credential !== null),
    ];
    const isOut = access.facts.every(({ visible }) => visible === 'no' || visible === 'unknown');
    return { diagnoses, isOut };
  } catch (error) {
    if (error instanceof ForgeError)
      return { diagnoses: [wrong('Bitbucket', error.message, error.hint ?? null)], isOut: true };
    if (!(error instanceof ScannerError) || error.code === 'internal') throw error;
    return { diagnoses: [wrong('credential', error.message, error.hint ?? null)], isOut: false };
  }
}

function identityOf({ identity, version }: Access, name: string, hasCredential: boolean): Diagnosis {
  const what = version === null ? name : `${name}, version ${version}`;
  const { token } = CREDENTIAL_VARIABLES;
  if (!hasCredential)
    return warning('Bitbucket', `${what}, asked as nobody`, `Set ${token}: see docs/credentials.md.`);
  return ok('Bitbucket', `${what}, asked as ${identity ?? 'somebody whom it does not name'}`);
}

function diagnosisOf({ subject, visible, needs, why }: AccessFact): Diagnosis {
  if (visible === 'yes') return ok('access', `${subject}: ${why}`);
  const seen = visible === 'part' ? 'in part' : visible === 'no' ? 'not visible' : 'could not be asked';
  return warning('access', `${subject}: ${seen} (${why})`, needs === '' ? null : `Needs ${needs}.`);
}

/** https://support.atlassian.com/bitbucket-cloud/docs/api-request-limits/ */
function limitsOf({ cloud }: AuditOptions, hasCredential: boolean): Diagnosis {
  if (cloud !== true) return ok('limits', "the instance's own; an audit waits where it says 429");
  const limit = hasCredential
    ? '1,000 requests an hour for repositories, 60,000 for git'
    : '60 requests an hour';
  return ok('limits', `${limit}; an audit keeps to that by itself`);
}
