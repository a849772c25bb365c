/** The table of labels by levels. Darker: more values. Each cell narrows the list of findings to what it counts. */
import { shortReaders } from '../exposure/reader-words.ts';
import type { LabelRow } from '../exposure/exposure-answer.ts';
import { LEVELS } from '../core/severity.ts';
import { byId, element, replaceChildren } from './dom.ts';
import { grouped } from './grouped.ts';
import type { View } from './view.ts';
import { countWords, dayWords, numberWords } from './words.ts';

/** Values below so many have one shade; those with more the darkest. */
const STEPS = [3, 10, 30, 100];
const WORST_LEFT = LEVELS.toReversed();
const HEADS = ['Places', 'Repositories', 'At a tip', 'Oldest'];

export function showMatrix(view: View): void {
  const { labels } = view.model.answer;
  const byLabel = grouped(labels, ({ label }) => label);
  const rows = [...byLabel].map(([label, cells]) => labelRow(label, cells, view));
  if (rows.length === 0) {
    replaceChildren(byId('matrix'), element('p', { class: 'empty' }, 'No finding has a label here.'));
    return;
  }
  const heads = [
    element('th', { scope: 'col' }, 'Label'),
    ...WORST_LEFT.map((level) => element('th', { scope: 'col', class: 'number' }, level)),
    ...HEADS.map((head) => element('th', { scope: 'col', class: 'number' }, head)),
    element('th', { scope: 'col', class: 'readers' }, 'Readers'),
  ];
  replaceChildren(
    byId('matrix'),
    element(
      'table',
      { class: 'matrix' },
      element(
        'caption',
        {},
        'Distinct values by label and level; one that bears several labels counts in each of them',
      ),
      element('thead', {}, element('tr', {}, ...heads)),
      element('tbody', {}, ...rows),
    ),
  );
}

function labelRow(label: string, cells: readonly LabelRow[], view: View): HTMLElement {
  const levels = WORST_LEFT.map((level) => {
    const cell = cells.find((one) => one.level === level);
    return element(
      'td',
      { class: 'number' },
      cell ? cellButton(cell, view) : element('span', { class: 'none' }, '·'),
    );
  });
  const sum = (of: (row: LabelRow) => number): string =>
    numberWords(cells.reduce((all, row) => all + of(row), 0));
  const [oldest = null] = cells.flatMap((cell) => cell.oldest ?? []).toSorted();
  // A label has more than one level only where a configuration says so.
  const most = cells.reduce((a, b) => (b.repositories > a.repositories ? b : a));
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, label),
    ...levels,
    element(
      'td',
      { class: 'number' },
      sum(({ findings }) => findings),
    ),
    element('td', { class: 'number' }, numberWords(most.repositories)),
    element(
      'td',
      { class: 'number' },
      sum(({ reach }) => reach.tip),
    ),
    element('td', { class: 'number' }, dayWords(oldest)),
    element('td', { class: 'readers' }, shortReaders(most.readers)),
  );
}

function cellButton({ label, level, values, findings }: LabelRow, view: View): HTMLElement {
  const number = LEVELS.indexOf(level);
  const button = element(
    'button',
    {
      type: 'button',
      class: `cell level-${number} shade-${shadeOf(values)}`,
      'aria-pressed': 'false',
      'aria-label': `${label}, ${level}: ${countWords(values, 'value')} in ${countWords(findings, 'place')}`,
    },
    numberWords(values),
  );
  const isOn = (): boolean => view.filter.label === label && view.filter.level === number;
  button.addEventListener('click', () =>
    view.narrow(isOn() ? { label: '', level: null } : { label, level: number }),
  );
  view.onChange(() => button.setAttribute('aria-pressed', String(isOn())));
  return button;
}

function shadeOf(values: number): number {
  return STEPS.filter((step) => values >= step).length + 1;
}
