/** What was asked besides: the window of time, and whether each zone keeps what is claimed of it. */
import type { SmallAmount, WindowAnswer, ZoneVerdict } from '../exposure/exposure-answer.ts';
import { byId, definitions, element, replaceChildren } from './dom.ts';
import type { View } from './view.ts';
import { countWords, momentWords, numberWords } from './words.ts';

const VERDICTS = { PASS: 'sound', FAIL: 'short', UNPROVEN: 'open' } as const;
/** Of what breaks a zone; all of it is in the list of findings. */
const MOST_BREAKS = 20;

export function showClaims(view: View): void {
  const { window, zones } = view.model.answer;
  byId('window-part').hidden = window === null;
  byId('zones-part').hidden = zones === null;
  if (window) replaceChildren(byId('window'), ...windowParts(window));
  if (zones) replaceChildren(byId('zones'), ...zones.map((zone) => zonePart(zone, view)));
}

function windowParts({ from, to, cameIn, leftTip, ended, undated, clock }: WindowAnswer): Node[] {
  return [
    element(
      'p',
      {},
      `From ${momentWords(from)} to ${momentWords(to)}, whoever could read could fetch all that is told here.`,
    ),
    definitions([
      ['Came in during it', smallWords(cameIn)],
      ['Left the newest commit of a branch during it', `${smallWords(leftTip)}; the history keeps them`],
      ['Gone since, by a rewrite or with the repository', smallWords(ended)],
      ['Dated by nothing, counted as being there', smallWords(undated)],
    ]),
    ...clock.map((sentence) => element('p', { class: 'note' }, sentence)),
  ];
}

function smallWords({ values, findings }: SmallAmount): string {
  return `${countWords(values, 'value')} in ${countWords(findings, 'place')}`;
}

function zonePart(
  { zone, verdict, ceiling, why, owners, repositories, breaks }: ZoneVerdict,
  view: View,
): HTMLElement {
  const told = breaks.slice(0, MOST_BREAKS).map(({ repository, path, line, label, level, fingerprint }) => {
    const button = element('button', { type: 'button', class: 'link' }, `${repository}:${path}:${line}`);
    button.addEventListener('click', () => {
      view.narrow({ search: fingerprint });
      byId('findings').scrollIntoView();
    });
    return element('li', {}, `${level} ${label} `, button);
  });
  const rest = breaks.length - told.length;
  return element(
    'article',
    { class: 'zone' },
    element('h3', {}, element('span', { class: `badge ${VERDICTS[verdict]}` }, verdict), ` ${zone}`),
    element(
      'p',
      {},
      `Claim: nothing above ${ceiling} in ${countWords(repositories, 'repository', 'repositories')}. ${why}`,
    ),
    owners.length === 0 ? null : element('p', { class: 'note' }, `Owners: ${owners.join(', ')}`),
    told.length === 0
      ? null
      : element('ul', {}, ...told, rest > 0 ? element('li', {}, `and ${numberWords(rest)} more`) : null),
  );
}
