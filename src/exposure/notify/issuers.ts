/** Who issued the credentials that were found, and whose markings documents bear: each may have to be told, or to act. */
import type { StoredFinding } from '../../core/stored-finding.ts';
import type { Passing } from '../tally.ts';
import type { IssuerNotice } from './notify-answer.ts';
import type { Partner } from './partner.ts';
import { byWeight, Share } from './share.ts';

interface Gathered {
  readonly issuer: string;
  readonly role: IssuerNotice['role'];
  readonly titles: Set<string>;
  readonly share: Share;
}

const ROLES: ReadonlyMap<string, IssuerNotice['role']> = new Map([
  ['credential', 'issuer'],
  ['key', 'issuer'],
  ['marking', 'originator'],
]);
/**
 * What detectors name where anybody could have issued the value, or where it is made at home: forms of files and of keys, software that one
 * runs oneself. Whoever is told to write to an RFC at night stops reading.
 */
const NOBODY: ReadonlySet<string> = new Set([
  '',
  'Any issuer',
  'Command lines',
  'Configuration of systems',
  'Credential files',
  'Cryptocurrency wallets',
  'JOSE (RFC 7519), unsigned',
  'JSON Web Key (RFC 7517)',
  'JSON Web Token (RFC 7519)',
  'Java Database Connectivity',
  'Java and Android key stores',
  'Microsoft SQL Server',
  'MySQL',
  'Network devices',
  'OpenPGP',
  'OpenSSH',
  'OpenVPN',
  'Oracle Database',
  'PEM (RFC 7468, RFC 1421)',
  'PEM, cut short',
  'Password hashes',
  'PostgreSQL',
  'PuTTY',
  'SQLAlchemy',
  'Web frameworks',
  'WireGuard',
  'age',
  'curl',
]);
const MOST_TITLES = 5;

export class IssuerList {
  readonly #gathered = new Map<string, Gathered>();
  readonly #nobody = new Share();
  readonly #partners: readonly Partner[];

  constructor(partners: readonly Partner[]) {
    this.#partners = partners;
  }

  add(passing: Passing, regimes: readonly string[]): void {
    const role = roleOf(passing.finding);
    if (role === undefined) return;
    const { issuer, title } = passing.finding;
    if (NOBODY.has(issuer) && this.#partnerFor(issuer) === undefined) {
      this.#nobody.add(passing, regimes);
      return;
    }
    const key = `${role} ${issuer}`;
    const one = this.#gathered.get(key) ?? { issuer, role, titles: new Set<string>(), share: new Share() };
    this.#gathered.set(key, one);
    if (one.titles.size < MOST_TITLES) one.titles.add(title);
    one.share.add(passing, regimes);
  }

  /** Distinct values that name nobody who issued them. */
  values(): number {
    return this.#nobody.tally.amount().values;
  }

  /** Those of partners first. */
  notices(): IssuerNotice[] {
    const notices = [...this.#gathered.values()].map(({ issuer, role, titles, share }) => {
      const partner = this.#partnerFor(issuer);
      return {
        issuer,
        role,
        partner: partner?.name ?? null,
        contact: partner?.contact ?? '',
        titles: [...titles].toSorted(),
        level: share.level,
        ...share.tally.amount(),
      };
    });
    const order = byWeight<IssuerNotice>(
      ({ values }) => values,
      ({ issuer }) => issuer,
    );
    return notices.toSorted((a, b) => Number(b.partner !== null) - Number(a.partner !== null) || order(a, b));
  }

  #partnerFor(issuer: string): Partner | undefined {
    return this.#partners.find(({ issuers }) => issuers.includes(issuer));
  }
}

function roleOf({ label }: StoredFinding): IssuerNotice['role'] | undefined {
  const [family = ''] = label.split('/');
  return ROLES.get(family);
}
