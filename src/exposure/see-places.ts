/** Which repositories an answer is about, who may read them, and what of that is not known. */
import type { AuditReader, FindingList, KnownPlace, Run, RunNumber } from '../store/audit/audit-store.ts';
import { type AskedSubject, SubjectEyes, subjectWords } from './asked-subject.ts';
import { placesAsked } from './places-asked.ts';
import { placeKey, ReaderIndex } from './reader-index.ts';

interface Asked {
  readonly run: Run;
  readonly runs: readonly Run[];
  readonly isWanted: (place: KnownPlace) => boolean;
  readonly as: AskedSubject | null;
}

export interface SeenPlaces {
  /** By `placeKey`. */
  readonly asked: ReadonlyMap<string, KnownPlace>;
  readonly index: ReaderIndex;
  /** In sentences. */
  readonly notKnown: readonly string[];
}

/** Sentences on what is not visible; more are only counted. */
const MOST_UNSEEN = 10;

/** @param from null: none that are gone; else also those that were there at the end of this run or later */
export async function seePlaces(
  reader: AuditReader,
  { run, runs, isWanted, as }: Asked,
  from: RunNumber | null,
): Promise<SeenPlaces> {
  const known = await placesAsked(reader, runs, run.number, from);
  const wanted = new Map([...known].filter(([, place]) => isWanted(place)));
  const index = await ReaderIndex.load(reader, run.number, wanted.values());
  const hidden = hiddenIn(index, wanted.values());
  if (as === null)
    return { asked: wanted, index, notKnown: [...unknownGroups(index, wanted.values()), ...hidden] };
  const eyes = new SubjectEyes(index, as);
  const { asked, doubtful } = seenBy(eyes, wanted, index);
  return { asked, index, notKnown: [...eyes.sentences(), ...doubts(as, doubtful), ...hidden] };
}

/** All that was found in these places, however doubtful. @param from as above: also what was held at the end of this run or later */
export function listIn(
  reader: AuditReader,
  run: Run,
  { asked, from }: { readonly asked: SeenPlaces['asked']; readonly from: RunNumber | null },
): Promise<FindingList> {
  return reader.list({
    run: run.number,
    since: null,
    ...(from !== null && { heldFrom: from }),
    isWanted: (place) => asked.has(placeKey(place)),
    minSeverity: 'info',
    minConfidence: 'low',
  });
}

/** Those that the one who is asked about may read for sure, and how many perhaps. */
function seenBy(
  eyes: SubjectEyes,
  wanted: ReadonlyMap<string, KnownPlace>,
  index: ReaderIndex,
): { asked: Map<string, KnownPlace>; doubtful: number } {
  const asked = new Map<string, KnownPlace>();
  let doubtful = 0;
  for (const [key, place] of wanted) {
    const mayRead = eyes.mayRead(index.of(place));
    if (mayRead === 'yes') asked.set(key, place);
    if (mayRead === 'unknown') doubtful += 1;
  }
  return { asked, doubtful };
}

function doubts(as: AskedSubject, doubtful: number): string[] {
  if (doubtful === 0) return [];
  const repositories = doubtful === 1 ? '1 more repository' : `${doubtful} more repositories`;
  return [
    `Whether ${subjectWords(as)} may read ${repositories} is not known: a part of the permissions, or the members of a group, is not.`,
  ];
}

function unknownGroups(index: ReaderIndex, places: Iterable<KnownPlace>): string[] {
  const groups = [...places].flatMap((place) => index.of(place).flatMap((scope) => scope.groups));
  const unknown = new Set(groups.filter(({ members }) => members === null).map(({ subject }) => subject));
  if (unknown.size === 0) return [];
  const names = [...unknown].slice(0, MOST_UNSEEN).map((subject) => index.subjects[subject]?.name ?? '');
  const more = unknown.size > names.length ? ` and ${unknown.size - names.length} more` : '';
  return [`Who is in ${unknown.size === 1 ? 'group' : 'groups'} ${names.join(', ')}${more} is not known.`];
}

function hiddenIn(index: ReaderIndex, places: Iterable<KnownPlace>): string[] {
  const sentences = new Set<string>();
  for (const place of places)
    for (const { unseen, unseenKeys } of index.of(place))
      for (const sentence of [...unseen, ...unseenKeys]) sentences.add(sentence);
  const all = [...sentences];
  const rest = all.length - MOST_UNSEEN;
  return rest > 0 ? [...all.slice(0, MOST_UNSEEN), `And so of ${rest} more.`] : all;
}
