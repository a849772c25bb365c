/** Which organisations have to do with what was found: whose people brought it in, whose it is, who may read it. By e-mail domain. */
import type { PathTest } from '../../allow/allow-entry.ts';
import type { KnownPlace } from '../../store/audit/audit-store.ts';
import type { Subject } from '../reader-index.ts';
import type { Passing } from '../tally.ts';
import { holds, holdsPath } from '../zone.ts';
import { type NoticeClock, stepsOf } from './deadlines.ts';
import type { OrganisationNotice } from './notify-answer.ts';
import { domainOf, type Partner, partnerOf } from './partner.ts';
import { byWeight, Share } from './share.ts';

interface Gathered {
  readonly name: string;
  readonly partner: Partner | null;
  /** Null of a partner: it may have several. */
  readonly domain: string | null;
  readonly share: Share;
  readonly authors: Set<string>;
  readonly readers: Set<number>;
  held: number;
}

/** Commits can be made up by the million, each with a domain and an author of its own. */
const MOST_ORGANISATIONS = 10_000;
const MOST_AUTHORS = 100_000;

export class OrganisationList {
  readonly #partners: readonly Partner[];
  /** By name of a partner or by domain. */
  readonly #gathered = new Map<string, Gathered>();
  readonly #ofDomain = new Map<string, Gathered>();
  /** By partner and number of the repository. */
  readonly #held = new Map<string, boolean>();
  #authors = 0;
  #withoutAddress = 0;
  #isFull = false;

  constructor(partners: readonly Partner[]) {
    this.#partners = partners;
  }

  /** Not all were kept. */
  get isFull(): boolean {
    return this.#isFull;
  }

  add(passing: Passing, place: KnownPlace, regimes: readonly string[]): void {
    const told = new Set<Gathered>();
    const { author } = passing.finding;
    const own = author === null ? undefined : this.#ofAddress(author.email);
    if (author !== null && own) {
      told.add(own);
      this.#addAuthor(own, author.email.toLowerCase());
    }
    for (const partner of this.#partners) {
      if (partner.holds === null || !this.#isHeld(partner, passing, place)) continue;
      const holder = this.#ofPartner(partner);
      holder.held += 1;
      told.add(holder);
    }
    for (const one of told) one.share.add(passing, regimes);
  }

  /** @param number of somebody who may read a repository in which something was found */
  addReader({ email }: Subject, number: number): void {
    if (email === null) this.#withoutAddress += 1;
    else this.#ofAddress(email)?.readers.add(number);
  }

  /** People who may read, and whose address the forge does not show. */
  get withoutAddress(): number {
    return this.#withoutAddress;
  }

  /** Partners first. @param domains globs over those that are inside; null: not asked */
  notices(domains: readonly PathTest[] | null, clock: NoticeClock | null): OrganisationNotice[] {
    const notices = [...this.#gathered.values()].map((one) => noticeOf(one, domains, clock));
    const order = byWeight<OrganisationNotice>(
      ({ amount }) => amount?.findings ?? 0,
      ({ organisation }) => organisation,
    );
    return notices.toSorted((a, b) => Number(b.isPartner) - Number(a.isPartner) || order(a, b));
  }

  #addAuthor({ authors }: Gathered, address: string): void {
    if (authors.has(address)) return;
    if (this.#authors >= MOST_AUTHORS) this.#isFull = true;
    else {
      this.#authors += 1;
      authors.add(address);
    }
  }

  #isHeld(partner: Partner, { place: number, finding }: Passing, place: KnownPlace): boolean {
    if (partner.holds === null) return false;
    const key = `${number} ${partner.name}`;
    const isHeld = this.#held.get(key) ?? holds(partner.holds, place);
    this.#held.set(key, isHeld);
    return isHeld && holdsPath(partner.holds, finding);
  }

  #ofAddress(address: string): Gathered | undefined {
    const domain = domainOf(address);
    if (domain === null) return undefined;
    const known = this.#ofDomain.get(domain);
    if (known) return known;
    if (this.#ofDomain.size >= MOST_ORGANISATIONS) {
      this.#isFull = true;
      return undefined;
    }
    const partner = partnerOf(domain, this.#partners);
    const one = partner ? this.#ofPartner(partner) : this.#gather(domain, { partner: null, domain });
    this.#ofDomain.set(domain, one);
    return one;
  }

  #ofPartner(partner: Partner): Gathered {
    return this.#gather(`partner ${partner.name}`, { partner, domain: null });
  }

  #gather(key: string, { partner, domain }: Pick<Gathered, 'partner' | 'domain'>): Gathered {
    const one = this.#gathered.get(key) ?? {
      name: partner?.name ?? domain ?? '',
      partner,
      domain,
      share: new Share(),
      authors: new Set<string>(),
      readers: new Set<number>(),
      held: 0,
    };
    this.#gathered.set(key, one);
    return one;
  }
}

function noticeOf(
  one: Gathered,
  domains: readonly PathTest[] | null,
  clock: NoticeClock | null,
): OrganisationNotice {
  const { name, partner, domain, share, authors, readers } = one;
  const isEmpty = share.findings === 0;
  const [step = null] = partner?.step ? stepsOf(name, [partner.step], clock) : [];
  return {
    organisation: name,
    isPartner: partner !== null,
    contact: partner?.contact ?? '',
    isInside: isInside(domain, domains),
    because: becauseOf(one),
    authors: authors.size,
    readers: readers.size,
    amount: isEmpty ? null : share.tally.amount(),
    level: isEmpty ? null : share.level,
    regimes: [...share.regimes].toSorted(),
    step,
  };
}

function isInside(domain: string | null, domains: readonly PathTest[] | null): boolean | null {
  return domain === null || domains === null ? null : domains.some((glob) => glob.test(domain));
}

function becauseOf({ authors, readers, held }: Gathered): string[] {
  return [
    ...(held > 0 ? ['what lies there is held for it'] : []),
    ...(authors.size > 0 ? ['its people brought something in'] : []),
    ...(readers.size > 0 ? ['its people may read it'] : []),
  ];
}
