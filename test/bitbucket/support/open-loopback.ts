/** A forge of ours in front of a loopback Bitbucket, with a clock that does not wait. */
import { randomBytes } from 'node:crypto';
import { openForge, type ForgeOptions, type OpenForge } from '../../../src/bitbucket/open-forge.ts';
import type { CredentialParts } from '../../../src/bitbucket/credential/read-credential.ts';
import type { ForgeScope } from '../../../src/bitbucket/forge.ts';
import type { Model } from '../../support/loopback-bitbucket/model.ts';
import {
  type LoopbackBitbucket,
  type LoopbackOptions,
  startLoopbackBitbucket,
} from '../../support/loopback-bitbucket/start.ts';
import { FakeClock } from './fake-clock.ts';

export interface Opened extends OpenForge {
  readonly loopback: LoopbackBitbucket;
  readonly clock: FakeClock;
}

export async function openLoopback(
  server: LoopbackOptions,
  credential: CredentialParts | null = null,
  more: Partial<ForgeOptions> = {},
): Promise<Opened> {
  const loopback = await startLoopbackBitbucket(server);
  const clock = new FakeClock();
  const opened = openForge({
    kind: server.face,
    url: loopback.url,
    ...(server.face === 'cloud' && { apiUrl: loopback.apiUrl }),
    credential,
    clock,
    random: () => 0.5,
    timeoutMs: 5000,
    ...more,
  });
  return { ...opened, loopback, clock };
}

/** Made up for each run: nothing in the repository looks like a token. */
export function madeUpSecret(prefix = ''): string {
  return `${prefix}${randomBytes(24).toString('hex')}`;
}

export const EVERYTHING: ForgeScope = { workspaces: [], projects: [], repositories: [] };

export async function listAll<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** Paths asked for, without the queries. */
export function pathsAsked({ requests }: LoopbackBitbucket): string[] {
  return requests.map(({ path }) => path.replace(/\?.*/, ''));
}

export function openModel(model: Partial<Model>): Model {
  return { workspaces: ['acme'], repositories: [], grants: [], accounts: [], isOpen: true, ...model };
}
