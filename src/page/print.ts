/** On paper nobody scrolls: while the page is printed, the list of findings is a plain table. */
import { shortReaders } from '../exposure/reader-words.ts';
import { LEVELS } from '../core/severity.ts';
import { PAGE_REACHES } from '../exposure/page/page-data.ts';
import { byId, element, replaceChildren } from './dom.ts';
import { detectorOf, type Found, pathWords, repositoryOf } from './page-model.ts';
import type { View } from './view.ts';
import { countWords, dayWords, numberWords } from './words.ts';

/** Some fifty sheets. */
const MOST_PRINTED = 1000;
const HEADS = ['Points', 'Level', 'What', 'Where', 'Since', 'Reach', 'Readers'];

export function preparePrint(view: View): void {
  const paper = matchMedia('print');
  paper.addEventListener('change', () => {
    if (paper.matches) replaceChildren(byId('printed'), ...printed(view));
    else replaceChildren(byId('printed'));
  });
}

function printed(view: View): HTMLElement[] {
  const shown = view.shown.slice(0, MOST_PRINTED);
  const of = countWords(view.shown.length, 'finding');
  const words = shown.length < view.shown.length ? `The first ${numberWords(shown.length)} of ${of}` : of;
  const heads = HEADS.map((head) => element('th', { scope: 'col' }, head));
  return [
    element(
      'table',
      {},
      element('caption', {}, words),
      element('thead', {}, element('tr', {}, ...heads)),
      element('tbody', {}, ...shown.map((found) => row(found, view))),
    ),
  ];
}

function row(found: Found, { model }: View): HTMLElement {
  const { value, level, masked, line, at, reach } = found;
  const { name, readers } = repositoryOf(model, found);
  const cells = [
    String(value.points),
    LEVELS[level] ?? '',
    `${detectorOf(model, found).title} ${masked}`,
    `${name} ${pathWords(found)}:${line}`,
    dayWords(at),
    PAGE_REACHES[reach] ?? '',
    shortReaders(readers),
  ];
  return element('tr', {}, ...cells.map((cell) => element('td', {}, cell)));
}
