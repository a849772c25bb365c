/** The values that matter most, each with the reasons for its rank and what to do about it. */
import type { RankedValue } from '../exposure/exposure-answer.ts';
import { LEVELS } from '../core/severity.ts';
import { byId, element, replaceChildren } from './dom.ts';
import type { View } from './view.ts';
import { countWords, dayWords, numberWords } from './words.ts';

export function showMost(view: View): void {
  const { findings } = view.model.answer;
  byId('most-part').hidden = findings.length === 0;
  replaceChildren(
    byId('most'),
    element('ol', { class: 'most' }, ...findings.map((value) => card(value, view))),
  );
}

function card(value: RankedValue, view: View): HTMLElement {
  const { title, masked, label, level, points, revoke, introduced } = value;
  return element(
    'li',
    {},
    element('span', { class: 'rank' }, numberWords(points), element('small', {}, 'points')),
    element(
      'div',
      {},
      element(
        'p',
        { class: 'what' },
        element('b', {}, title),
        element('span', { class: `mark level-${LEVELS.indexOf(level)}` }, level),
        element('span', { class: 'note' }, label),
      ),
      element(
        'p',
        {},
        element('code', {}, masked),
        ` since ${dayWords(introduced)}, at `,
        placesButton(value, view),
      ),
      element(
        'p',
        { class: 'note' },
        value.reasons.map(({ words, points: own }) => `${words} (${own})`).join(' · '),
      ),
      revoke === '' ? null : element('p', {}, element('b', {}, 'Revoke: '), revoke),
    ),
  );
}

function placesButton(
  { repository, path, inside, line, places, secretId }: RankedValue,
  view: View,
): HTMLElement {
  const more = places > 1 ? `, and ${countWords(places - 1, 'more place')}` : '';
  const button = element(
    'button',
    { type: 'button', class: 'link' },
    `${repository}:${[path, ...inside].join('!')}:${line}${more}`,
  );
  button.addEventListener('click', () => {
    view.narrow({ search: secretId });
    byId('findings').scrollIntoView();
    byId('grid').focus({ preventScroll: true });
  });
  return button;
}
