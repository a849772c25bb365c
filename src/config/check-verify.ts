/** The table `[verify]` of a configuration: own hosts in place of those that detectors declare. */
import * as v from 'valibot';
import { isMetadataAddress } from '../verify/address-guard.ts';
import type { Mistake } from './mistake.ts';
import { parseTable } from './parse-table.ts';

interface CheckedVerify {
  /** Own addresses, by the host that a detector declares. */
  readonly hosts: ReadonlyMap<string, string>;
  readonly mistakes: readonly Mistake[];
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const entries = { hosts: v.optional(v.record(v.string(), v.unknown(), 'is no table'), {}) };

export function checkVerify(table: Readonly<Record<string, unknown>> | undefined): CheckedVerify {
  const mistakes: Mistake[] = [];
  const { hosts } = parseTable(table ?? {}, { entries, at: 'verify', noun: 'key' }, mistakes);
  const checked = new Map<string, string>();
  for (const [declared, own] of Object.entries(hosts)) {
    const at = `verify.hosts.${declared}`;
    if (!/^[a-z0-9.-]+$/.test(declared)) mistakes.push({ at, message: 'is no host in lower case' });
    const mistake = addressMistake(own);
    if (mistake === undefined) checked.set(declared, String(own));
    else mistakes.push({ at, message: mistake });
  }
  return { hosts: checked, mistakes };
}

function addressMistake(text: unknown): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return 'is no address: write https://git.example.org';
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  // Nothing of it is repeated: somebody may have written a password there.
  if (username + password !== '') return 'holds a user name or password';
  if (search + hash !== '') return 'holds more than a host and a path';
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname)))
    return 'would send secrets unencrypted: write https';
  return isMetadata(hostname) ? 'is where a machine is told its own credentials' : undefined;
}

/** Names are looked up, and looked at, when they are asked. */
function isMetadata(hostname: string): boolean {
  return /^[\d.]+$|^\[/.test(hostname) && isMetadataAddress(hostname.replaceAll(/[[\]]/g, ''));
}
