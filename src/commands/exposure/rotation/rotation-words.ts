/** Sentences of a rotation list, the same in every form for people. */
import type {
  GoneBecause,
  RotationAnswer,
  RotationEntry,
} from '../../../exposure/rotation/rotation-answer.ts';
import { countOf } from '../../../report/console/quantities.ts';
import { dayOf, placeOfValue } from '../answer-words.ts';

/** Why something is no longer found, and what that is worth. */
const GONE: Readonly<Record<GoneBecause, string>> = {
  'not-looked-for': 'the detectors, the options or the version changed since: it may still be there',
  'not-wholly-scanned': 'not everything could be read: it may still be there',
  rewritten: 'the history was rewritten or a branch deleted; whoever has a copy has it',
  'repository-gone': 'the repository is no longer listed; whoever has a copy has it',
};

/** What was asked, in one line. */
export function listWords({ run, scanned, repositoriesAsked, as, window, progress }: RotationAnswer): string {
  const parts = [
    `${scanned === null ? `run ${run.number}` : `scan of ${scanned}`} of ${dayOf(run.finishedAt ?? run.startedAt)}`,
    scanned === null ? repositoryWords(repositoriesAsked) : '',
    as === null ? '' : `what ${as} may read`,
    window === null ? '' : `from ${window.from} to ${window.to}`,
    progress === null ? '' : `since run ${progress.since.number} of ${dayOf(progress.since.startedAt)}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function repositoryWords(count: number): string {
  return count === 1 ? '1 repository' : `${count} repositories`;
}

/** Numbers of the whole list, a line each. */
export function countWords({ counts, progress }: RotationAnswer): [label: string, words: string][] {
  const { listed, held, places, repositories, atTip, active, inactive } = counts;
  const all: [string, string] = [
    'to rotate',
    `${countOf(listed - inactive, 'value')}; ${held} of ${listed} held, in ${countOf(places, 'place')} of ${repositoryWords(repositories)}, ${atTip} at the tip of a branch`,
  ];
  const verified: [string, string] = [
    'verified',
    `${active} still work, ${inactive} no longer do, as their issuers say; of ${listed - active - inactive} it is not known`,
  ];
  if (progress === null) return [all, verified];
  const { statuses, gone } = progress;
  return [
    all,
    verified,
    ['rotated', `${statuses.rotated}: their issuers say that they no longer work`],
    ['new', `${statuses.new}: not known at the earlier run`],
    ['left the tip', `${statuses['left-tip']}: the history keeps them, rotate them all the same`],
    ['open', `${statuses.open}: as they were`],
    ['not seen', `${statuses.unseen}: their repositories were not looked at since; nothing is known of them`],
    ['gone', `${statuses.gone}: no longer found, which is no rotation`],
    ...Object.entries(gone)
      .filter(([, count]) => count > 0)
      .map(([because, count]): [string, string] => ['', `${count}: ${goneWords(because)}`]),
  ];
}

function goneWords(because: string): string {
  return Object.entries(GONE).find(([name]) => name === because)?.[1] ?? because;
}

/** What became of it; empty where nothing is compared and it is held. */
export function statusWords({ status, goneBecause, unseenRepositories }: RotationEntry): string {
  const parts = [
    status === null || status === 'open' || status === 'unseen' ? '' : status.replace('-', ' the '),
    goneBecause === null ? '' : `no longer found: ${GONE[goneBecause]}`,
    unseenRepositories === 0
      ? ''
      : `${unseenRepositories === 1 ? '1 repository that holds it was' : `${unseenRepositories} repositories that hold it were`} not looked at this time`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

export function whereWords(entry: RotationEntry): string {
  return placeOfValue(entry);
}

/** `since 2021-03-04 · its issuer says that it works`. */
export function sinceWords({
  introduced,
  isDoubtful,
  verified,
  verifiedAt,
  together,
}: RotationEntry): string {
  const parts = [
    introduced === null ? 'since when is not known' : `since ${dayOf(introduced)}`,
    isDoubtful ? 'a commit of a doubtful date says so' : '',
    verified === null ? '' : `${VERIFIED[verified]}, ${dayOf(verifiedAt)}`,
    together.length === 0 ? '' : `together with ${together.join(', ')}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

const VERIFIED = {
  active: 'its issuer says that it works',
  inactive: 'its issuer says that it no longer works',
  unknown: 'its issuer was asked, and whether it works is not known',
} as const;

export function blastWords({ points, reasons }: RotationEntry): string {
  const counted = reasons.filter(({ points: own }) => own > 0);
  return `${points} points: ${counted.map(({ words, points: own }) => `${words} (${own})`).join(', ')}`;
}

/** Where a form lists no more than so many of them. */
export function restWords(answer: RotationAnswer, most: number): string {
  const rest = answer.counts.listed - most;
  return rest > 0 ? `And ${rest} more: all of them with --verbose, or with -f csv or -f json.` : '';
}

/** The first so many entries. */
export function* firstOf(answer: RotationAnswer, most: number): Generator<RotationEntry> {
  for (const entry of answer.entries) {
    if (entry.rank > most) return;
    yield entry;
  }
}
