/** What the store knows at the end of a run -> who may have to be told of it, and by when. Findings stream by; sums are kept. */
import type { PathTest } from '../../allow/allow-entry.ts';
import type { AuditReader, KnownPlace, ListedFinding } from '../../store/audit/audit-store.ts';
import { subjectWords } from '../asked-subject.ts';
import { domainGlobs, ReaderCounter, readersIn } from '../count-readers.ts';
import { Dater, isoOf } from '../introduced-at.ts';
import type { ExposureRequest } from '../measure-exposure.ts';
import { placeKey, type ReaderIndex } from '../reader-index.ts';
import { listIn, seePlaces } from '../see-places.ts';
import type { Passing } from '../tally.ts';
import { namedIn } from '../tell-readers.ts';
import { heldFrom, type TimeWindow, wasThere } from '../window.ts';
import type { Zone } from '../zone.ts';
import type { NoticeClock } from './deadlines.ts';
import { IssuerList } from './issuers.ts';
import { type ListedRegime, RegimeChoice } from './listed-regime.ts';
import type { NotifyAnswer } from './notify-answer.ts';
import { OrganisationList } from './organisations.ts';
import { OwnerList } from './owners.ts';
import type { Partner } from './partner.ts';
import { RegimeSums } from './regime-sums.ts';
import { Share } from './share.ts';
import { notKnownOf } from './not-known.ts';
import { ZoneOwners } from './zone-owners.ts';

export interface NoticeRequest extends Pick<
  ExposureRequest,
  'run' | 'runs' | 'covered' | 'isWanted' | 'window' | 'as' | 'domains' | 'scanned'
> {
  readonly regimes: readonly ListedRegime[];
  /** Of each label, the regimes that it names. */
  readonly regimesOf: ReadonlyMap<string, readonly string[]>;
  readonly partners: readonly Partner[];
  readonly zones: readonly Zone[];
  /** Null: deadlines are not counted. */
  readonly clock: NoticeClock | null;
}

export async function listNotices(reader: AuditReader, request: NoticeRequest): Promise<NotifyAnswer> {
  const { run, runs, covered, window, as, clock, domains } = request;
  const from = window === null ? null : heldFrom(runs, window, run);
  const { asked, index, notKnown } = await seePlaces(reader, request, from);
  const list = await listIn(reader, run, { asked, from });
  const sums = new NoticeSums(request);
  sums.walk(list.findings);
  const globs = domainGlobs(domains);
  sums.addReaders(index);
  const { number, startedAt, finishedAt, outcome, target } = run;
  return {
    tool: covered.tool,
    run: { number, startedAt, finishedAt, outcome, target },
    complete: covered.scan.complete,
    scanned: request.scanned ?? null,
    repositoriesAsked: asked.size,
    as: as && subjectWords(as),
    window: window && windowText(window),
    awareAt: clock && isoOf(clock.awareAt.at),
    now: clock && isoOf(clock.now),
    ...(await sums.notices(reader, index, globs)),
    notKnown: [...notKnownOf(sums, request), ...notKnown],
    problems: covered.problems,
  };
}

function windowText({ from, to }: TimeWindow): NotifyAnswer['window'] {
  return { from: isoOf(from) ?? '', to: isoOf(to) ?? '' };
}

/** All sums of a list, in one walk over findings that come value by value. */
class NoticeSums {
  readonly regimes: RegimeSums = new RegimeSums();
  readonly issuers: IssuerList;
  readonly organisations: OrganisationList;
  readonly #zones: ZoneOwners;
  readonly #request: NoticeRequest;
  readonly #choice: RegimeChoice;
  readonly #places: KnownPlace[] = [];
  readonly #numbers = new Map<string, number>();
  /** By number of the repository. */
  readonly #shares: Share[] = [];

  constructor(request: NoticeRequest) {
    this.#request = request;
    this.#choice = new RegimeChoice(request.regimes, request.regimesOf);
    this.issuers = new IssuerList(request.partners);
    this.organisations = new OrganisationList(request.partners);
    this.#zones = new ZoneOwners(request.zones);
  }

  walk(findings: Iterable<ListedFinding>): void {
    const { window, runs } = this.#request;
    const dater = new Dater(runs);
    for (const listed of findings) {
      const dated = dater.date(listed);
      if (window !== null && !wasThere(dated.at, window)) continue;
      const { place, finding } = listed;
      this.#add({ finding, place: this.#numberOf(place), ...dated }, place);
    }
  }

  /** Who may read where something was found. */
  addReaders(index: ReaderIndex): void {
    const numbers = new Set(this.#places.flatMap((place) => [...namedIn(index.of(place))]));
    for (const number of numbers) {
      const subject = index.subjects[number];
      if (subject?.kind === 'user') this.organisations.addReader(subject, number);
    }
  }

  async notices(
    reader: AuditReader,
    index: ReaderIndex,
    domains: readonly PathTest[] | null,
  ): Promise<Pick<NotifyAnswer, 'regimes' | 'owners' | 'organisations' | 'issuers'>> {
    const { run, regimes, clock } = this.#request;
    const readersOf = readersIn(this.#places, {
      index,
      counter: new ReaderCounter(index, domains && [...domains]),
    });
    const placeOf = (number: number): KnownPlace | undefined => this.#places[number];
    const owners = new OwnerList(reader, run.number);
    for (const [number, share] of this.#shares.entries()) {
      const place = placeOf(number);
      if (place) await owners.addPlace({ place, share });
    }
    for (const share of this.#zones.shares(this.#places)) owners.addZoneOwner(share);
    return {
      regimes: this.regimes.notices(regimes, { placeOf, readersOf, clock }),
      owners: owners.notices(),
      organisations: this.organisations.notices(domains, clock),
      issuers: this.issuers.notices(),
    };
  }

  #add(passing: Passing, place: KnownPlace): void {
    const regimes = this.#choice.of(passing.finding);
    this.regimes.add(passing, regimes);
    this.issuers.add(passing, regimes);
    this.organisations.add(passing, place, regimes);
    this.#zones.add(passing, place, regimes);
    this.#shares[passing.place]?.add(passing, regimes);
  }

  #numberOf(place: KnownPlace): number {
    const key = placeKey(place);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#places.length);
    this.#places.push(place);
    this.#shares.push(new Share());
    return this.#places.length - 1;
  }
}
