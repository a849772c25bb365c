/** Organisations that one works with: how the configuration describes them, and whose an e-mail address is. */
import { domainToASCII } from 'node:url';
import type { PathTest } from '../../allow/allow-entry.ts';
import type { RegimeStep } from '../../catalogue/regime-file.ts';
import type { Zone } from '../zone.ts';

export interface Partner {
  readonly name: string;
  /** Globs over domains in lower case. */
  readonly domains: readonly PathTest[];
  readonly contact: string;
  /** What lies here is its own, or of joint work; null: nothing is said. */
  readonly holds: Pick<Zone, 'projects' | 'repositories' | 'paths'> | null;
  /** Issuers, as detectors name them, whose credentials it has to replace. */
  readonly issuers: readonly string[];
  /** What the agreement with it asks for; null: nothing that is known here. */
  readonly step: RegimeStep | null;
}

const DOMAIN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/;
const MAX_DOMAIN = 253;

/** In lower case and ASCII; null for an address that has none. It may be hostile: commits hold whatever somebody typed. */
export function domainOf(address: string): string | null {
  const at = address.lastIndexOf('@');
  const given = address.slice(at + 1);
  if (at < 0 || given.length > MAX_DOMAIN) return null;
  const domain = domainToASCII(given.toLowerCase());
  return DOMAIN.test(domain) ? domain : null;
}

export function partnerOf(domain: string, partners: readonly Partner[]): Partner | undefined {
  return partners.find(({ domains }) => domains.some((glob) => glob.test(domain)));
}
