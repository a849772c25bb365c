/** What a list of notices cannot know, in sentences. */
import type { IssuerList } from './issuers.ts';
import type { ListedRegime } from './listed-regime.ts';
import type { OrganisationList } from './organisations.ts';
import type { RegimeSums } from './regime-sums.ts';
import type { NoticeClock } from './deadlines.ts';

interface Summed {
  readonly regimes: RegimeSums;
  readonly issuers: IssuerList;
  readonly organisations: OrganisationList;
}

interface Asked {
  readonly regimes: readonly ListedRegime[];
  readonly clock: NoticeClock | null;
}

export const NO_ADVICE =
  'Candidates, worked out from what was found. Not legal advice: whether a duty exists, for whom and since when, is for counsel and the data protection officer to say. Nothing was sent.';

const PERSONS =
  'Whose data it is, is not known: the store holds no values. A record is not a person, and what a credential opens was not looked at.';

export function notKnownOf(
  { regimes, issuers, organisations }: Summed,
  { regimes: known, clock }: Asked,
): string[] {
  const called = regimes.called();
  return [
    ...(called.length > 0 ? [PERSONS] : []),
    ...called.flatMap((id) =>
      regimeWords(
        id,
        known.find((one) => one.id === id),
      ),
    ),
    ...issuerWords(issuers.values()),
    ...organisationWords(organisations),
    ...(clock === null ? [] : futureWords(clock)),
  ];
}

/** What is called done, or open, only because somebody's clock or year is wrong. */
function futureWords({ awareAt, now, told }: NoticeClock): string[] {
  const early = [...told].filter(([, { at }]) => at > now).map(([step]) => step);
  return [
    ...(awareAt.at > now ? ['The moment of awareness lies in the future.'] : []),
    ...early.map((step) => `${step} was told at a moment that lies in the future, and counts as done.`),
  ];
}

function regimeWords(id: string, regime: ListedRegime | undefined): string[] {
  if (regime === undefined)
    return [`Nothing says what ${id} asks for: describe it as [[regime]] in .scannerrc.`];
  return regime.listed ? [] : [`${id} is left out, as the configuration says.`];
}

function issuerWords(values: number): string[] {
  if (values === 0) return [];
  const words = values === 1 ? 'distinct value names' : 'distinct values name';
  return [`${values} ${words} nobody who issued it: find out what it opens.`];
}

function organisationWords({ isFull, withoutAddress }: OrganisationList): string[] {
  const people = withoutAddress === 1 ? '1 person who' : `${withoutAddress} people who`;
  return [
    ...(withoutAddress > 0
      ? [`The organisations of ${people} may read are not known: the forge does not show their addresses.`]
      : []),
    ...(isFull ? ['There are more organisations and authors than were counted here.'] : []),
  ];
}
