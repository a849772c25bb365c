/** Who may have to be told of an exposure, and by when: all that any form of the list is made from. Nothing in it was sent. */
import type { Problem } from '../../core/problem.ts';
import type { Level } from '../../core/severity.ts';
import type { Amount, ExposureAnswer, ReaderCount } from '../exposure-answer.ts';

export type NoticeAmount = Omit<Amount, 'readers'>;

/** `done late`: told after the deadline. */
export type StepState = 'open' | 'overdue' | 'done' | 'done late';

/** One notice that a regime or an agreement asks for. */
export interface StepNotice {
  readonly step: string;
  readonly tell: string;
  readonly what: string;
  /** Empty: whenever the regime applies. */
  readonly condition: string;
  readonly article: string;
  readonly source: string;
  /** `72 hours`, or what the text says where it sets no period. */
  readonly within: string;
  /** What it is counted from: `awareness`, or an earlier step. */
  readonly after: string;
  /** ISO 8601, UTC; null without a clock, where there is no period, or where the earlier step has none and was not taken. */
  readonly due: string | null;
  /** The earlier step was not taken yet: this is counted from its deadline, and is sooner if that is taken sooner. */
  readonly isLatest: boolean;
  /** As `--told` says; ISO 8601, UTC. */
  readonly toldAt: string | null;
  /** Null without a clock. */
  readonly state: StepState | null;
}

export interface NoticeLabel extends NoticeAmount {
  readonly label: string;
  readonly level: Level;
}

export interface NoticeRepository extends NoticeAmount {
  readonly repository: string;
}

export interface RegimeNotice extends NoticeAmount {
  readonly regime: string;
  readonly title: string;
  readonly source: string;
  /** To whom, and when. */
  readonly applies: string;
  /** As the configuration says; empty: not known. */
  readonly contact: string;
  /** Values and records that are data of persons themselves; the rest only opens something. */
  readonly personal: Pick<NoticeAmount, 'values' | 'records'>;
  readonly labels: readonly NoticeLabel[];
  /** Those with the most records first. */
  readonly repositoriesHit: readonly NoticeRepository[];
  readonly readers: ReaderCount;
  readonly steps: readonly StepNotice[];
}

export interface OwnerNotice {
  readonly owner: string;
  readonly kind: 'user' | 'group' | 'zone owner' | 'not known';
  /** What makes it an owner: `admin of project CORE`, `zone external collaboration`. */
  readonly through: readonly string[];
  readonly repositories: readonly string[];
  readonly findings: number;
  readonly level: Level;
  readonly regimes: readonly string[];
}

export interface OrganisationNotice {
  /** The name of a partner, else the domain of e-mail addresses. */
  readonly organisation: string;
  readonly isPartner: boolean;
  readonly contact: string;
  /** In one of the domains of `--domain`; null where none were given. */
  readonly isInside: boolean | null;
  /** Why it is on the list, in words. */
  readonly because: readonly string[];
  /** Distinct addresses of authors whose commits brought something in. */
  readonly authors: number;
  /** People with an address in its domains who may read a repository in which something was found. */
  readonly readers: number;
  readonly amount: NoticeAmount | null;
  readonly level: Level | null;
  readonly regimes: readonly string[];
  /** Of a partner whose agreement sets one. */
  readonly step: StepNotice | null;
}

export interface IssuerNotice extends NoticeAmount {
  readonly issuer: string;
  /** Who issued credentials, or whose marking a document bears. */
  readonly role: 'issuer' | 'originator';
  readonly partner: string | null;
  readonly contact: string;
  readonly titles: readonly string[];
  readonly level: Level;
}

export interface NotifyAnswer extends Pick<
  ExposureAnswer,
  'tool' | 'run' | 'complete' | 'scanned' | 'repositoriesAsked' | 'as' | 'notKnown'
> {
  readonly window: { readonly from: string; readonly to: string } | null;
  /** ISO 8601, UTC; null: periods are not counted. */
  readonly awareAt: string | null;
  /** What is overdue is so at this moment. */
  readonly now: string | null;
  /** The next deadline first. */
  readonly regimes: readonly RegimeNotice[];
  readonly owners: readonly OwnerNotice[];
  readonly organisations: readonly OrganisationNotice[];
  readonly issuers: readonly IssuerNotice[];
  readonly problems: readonly Problem[];
}
