/** Sentences of an answer about exposure, the same in every form for people. */
import type {
  Amount,
  Clocked,
  ExposureAnswer,
  RankedValue,
  SmallAmount,
  WindowAnswer,
  ZoneBreak,
} from '../../exposure/exposure-answer.ts';
import { shortReaders } from '../../exposure/reader-words.ts';
import { countOf } from '../../report/console/quantities.ts';
import { verifiedWords } from '../../report/text/verified-words.ts';

type Asked = Pick<ExposureAnswer, 'run' | 'scanned' | 'as' | 'repositoriesAsked'> & {
  readonly window: Pick<WindowAnswer, 'from' | 'to'> | null;
};

/** What was asked, in one line. */
export function questionWords({ run, scanned, as, window, repositoriesAsked }: Asked): string {
  const repositories = repositoriesWords(repositoriesAsked);
  const day = (run.finishedAt ?? run.startedAt).slice(0, 10);
  const parts = [
    scanned === null ? `run ${run.number} of ${day}` : `scan of ${scanned}, ${day}`,
    scanned === null ? repositories : '',
    as === null ? '' : `what ${as} may read`,
    window === null ? '' : `from ${window.from} to ${window.to}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function repositoriesWords(count: number): string {
  return count === 1 ? '1 repository' : `${count} repositories`;
}

/** The answer in one sentence. */
export function headlineWords({ total, as, scanned, repositoriesAsked }: ExposureAnswer): string {
  const where = scanned === null ? repositoriesWords(repositoriesAsked) : 'the repository';
  if (total.values === 0) return `Nothing is exposed that was found in ${where}.`;
  const who = as === null ? 'A reader' : `Whoever has ${as}`;
  const held = scanned === null ? ` in ${total.repositories} of ${where}` : '';
  const tip = total.reach.tip === 0 ? 'none of them' : `${total.reach.tip} of them`;
  return `${who} could take ${countOf(total.values, 'value')}${held}; ${tip} still in the newest commit of a branch.`;
}

/** `1 value in 3 places`. */
function smallWords({ values, findings }: SmallAmount): string {
  return `${countOf(values, 'value')} in ${countOf(findings, 'place')}`;
}

const CLOCKS = { push: 'by push', commit: 'by commit date', audit: 'by the audit that saw it' } as const;

/** `3 values in 5 places (4 by push, 1 by commit date)`. */
function clockedWords({ by, ...amount }: Clocked): string {
  const clocks = (['push', 'commit', 'audit'] as const).filter((clock) => by[clock] > 0);
  const dated = clocks.map((clock) => `${by[clock]} ${CLOCKS[clock]}`).join(', ');
  return dated === '' ? smallWords(amount) : `${smallWords(amount)} (${dated})`;
}

function doubtWords(doubtful: SmallAmount): [label: string, words: string][] {
  if (doubtful.findings === 0) return [];
  const words = `${smallWords(doubtful)}: dated by a commit later than the audit that saw it, or earlier than one that did not see it: the date was forged, the commit was pushed late, or the detector is new`;
  return [['doubtful', words]];
}

/** What moved in the window, a line each. */
export function windowWords({
  cameIn,
  leftTip,
  held,
  ended,
  undated,
  doubtful,
}: WindowAnswer): [label: string, words: string][] {
  return [
    ['could be had', clockedWords(held)],
    ['came in', clockedWords(cameIn)],
    ['left a tip', `${smallWords(leftTip)}; the history keeps them`],
    ['ended', `${smallWords(ended)}: gone from the repository since, by a rewrite or with it`],
    ['undated', `${smallWords(undated)}; counted as being there`],
    ...doubtWords(doubtful),
  ];
}

/** `acme/web:src/a.yml!b.txt:12 and 3 more places in 2 repositories`. */
export function placeOfValue({
  repository,
  path,
  inside,
  line,
  places,
  repositories,
}: Pick<RankedValue, 'repository' | 'path' | 'inside' | 'line' | 'places' | 'repositories'>): string {
  const place = `${repository}:${[path, ...inside].join('!')}:${line}`;
  if (places === 1) return place;
  const more = countOf(places - 1, 'more place');
  return repositories > 1 ? `${place} and ${more}, in ${repositories} repositories` : `${place} and ${more}`;
}

export function reasonWords({ reasons, points }: RankedValue): string {
  return `${points} points: ${reasons.map(({ words, points: own }) => `${words} (${own})`).join(', ')}`;
}

export function dayOf(moment: string | null): string {
  return moment?.slice(0, 10) ?? '-';
}

/** `Issuers say: 3 values work, 5 do not, of 2 it is unknown.`; empty where nobody asked. */
export function verifiedSentence({ verified }: Pick<ExposureAnswer, 'verified'>): string {
  if (verified === null) return '';
  const { active, inactive, unknown } = verified;
  return `Issuers were asked about ${countOf(active + inactive + unknown, 'value')}: ${active} active, ${inactive} inactive, ${unknown} unknown.`;
}

/** What its issuer said of one value; empty where nobody asked. */
export function saidOf({ verification }: RankedValue): string {
  return verifiedWords(verification === null ? {} : { verification });
}

export function verdictWords({ complete, scanned }: Pick<ExposureAnswer, 'complete' | 'scanned'>): string {
  return complete
    ? 'All that was asked for had been scanned.'
    : `INCOMPLETE: the ${scanned === null ? 'audit' : 'scan'} could not cover something, so more may be exposed than stands here.`;
}

/** `RESTRICTED credential/saas acme/web:src/a.yml:12, tip, fingerprint 0123…`. */
export function breakWords({ level, label, repository, path, line, reach, fingerprint }: ZoneBreak): string {
  return `${level} ${label} ${repository}:${path}:${line}, ${reach ?? 'unknown'}, fingerprint ${fingerprint}`;
}

/** Values, records, places, repositories, those at a tip, in the history, unmerged and unreachable, the oldest, who may read. */
export function amountCells({
  values,
  records,
  findings,
  repositories,
  reach,
  oldest,
  readers,
}: Amount): string[] {
  const { tip, history, unmerged, unreachable } = reach;
  const numbers = [values, records, findings, repositories, tip, history, unmerged, unreachable];
  return [...numbers.map(String), dayOf(oldest), shortReaders(readers)];
}
