/** The answer in one sentence, how bad it is, and whether it is the whole answer. */
import { readerWords } from '../exposure/reader-words.ts';
import type { LevelRow } from '../exposure/exposure-answer.ts';
import { LEVELS } from '../core/severity.ts';
import { byId, element, replaceChildren } from './dom.ts';
import type { PageModel } from './page-model.ts';
import type { View } from './view.ts';
import { countWords, dayWords, momentWords, numberWords } from './words.ts';

export function showHeadline(view: View): void {
  const { answer } = view.model;
  const { run, tool, total, as } = answer;
  replaceChildren(
    byId('about'),
    element('span', { class: 'brand' }, tool.name),
    element('span', {}, placeWords(run.target)),
    element('span', {}, `audit ${run.number}, ${momentWords(run.finishedAt ?? run.startedAt)}`),
    as === null ? null : element('span', { class: 'asked' }, `only what ${as} may read`),
  );
  replaceChildren(byId('headline'), ...sentence(view.model));
  replaceChildren(byId('verdict'), ...verdict(view.model));
  replaceChildren(byId('levels'), ...answer.levels.map((row) => tile(row, view)));
  replaceChildren(
    byId('gist'),
    ...(total.findings === 0 ? [] : facts(view.model).map(([words, said]) => fact(words, said))),
  );
}

/** Where the audit was; what it took in and left out stands behind that, for the store. */
function placeWords(target: string): string {
  return target.split(' {', 1)[0] ?? '';
}

function sentence({ answer: { total, repositoriesAsked, window, as } }: PageModel): (Node | string)[] {
  const of = `of ${countWords(repositoriesAsked, 'repository', 'repositories')}`;
  if (total.values === 0)
    return [
      `Nothing is exposed that the audit found, in ${countWords(repositoriesAsked, 'repository', 'repositories')}.`,
    ];
  const who = as === null ? 'A reader' : `Whoever has ${as}`;
  const values = element('strong', {}, countWords(total.values, 'value'));
  const where = ` in ${numberWords(total.repositories)} ${of}`;
  if (window === null) return [`${who} could take `, values, `${where}.`];
  return [
    `From ${dayWords(window.from)} to ${lastDay(window.to)} ${who.toLowerCase()} could take `,
    values,
    `${where}.`,
  ];
}

/** The end is the first moment after the window. */
function lastDay(to: string): string {
  return dayWords(Date.parse(to) - 1);
}

function verdict({ answer: { complete, problems, notKnown }, tables }: PageModel): Node[] {
  const gaps = problems.filter(({ severity }) => severity === 'error').length;
  const state = complete
    ? element('span', { class: 'badge sound' }, 'Complete')
    : element('span', { class: 'badge short' }, 'Incomplete');
  const said = complete
    ? 'All that was asked for had been scanned.'
    : `The audit could not cover something (${countWords(gaps, 'gap')}): more may be exposed than stands here.`;
  const open = notKnown.length + problems.length + tables.limits.length;
  const link = element('a', { href: '#unknown' }, `${countWords(open, 'thing')} not known`);
  return [state, element('span', {}, said), ...(open > 0 ? [link] : [])];
}

function tile(row: LevelRow, view: View): HTMLElement {
  const level = LEVELS.indexOf(row.level);
  const button = element(
    'button',
    { type: 'button', class: `tile level-${level}`, 'aria-pressed': 'false', disabled: row.findings === 0 },
    element('span', { class: 'name' }, row.level),
    element('span', { class: 'number' }, numberWords(row.values)),
    element(
      'span',
      { class: 'detail' },
      `${countWords(row.findings, 'place')}, ${numberWords(row.reach.tip)} at a tip`,
    ),
  );
  button.addEventListener('click', () => view.narrow({ level: view.filter.level === level ? null : level }));
  view.onChange(() => button.setAttribute('aria-pressed', String(view.filter.level === level)));
  return button;
}

function facts({ answer: { total } }: PageModel): [string, string][] {
  const { reach, records, values } = total;
  return [
    ['Still in the newest commit of a branch', `${numberWords(reach.tip)} of ${countWords(values, 'value')}`],
    ['Only in the history, which every clone holds', numberWords(reach.history)],
    ['Records, where a finding stands for many', records === values ? '' : numberWords(records)],
    ['The oldest came in', dayWords(total.oldest)],
    ['Who may read', readerWords(total.readers)],
  ];
}

function fact(term: string, said: string): Node {
  if (said === '') return document.createDocumentFragment();
  return element('div', {}, element('dt', {}, term), element('dd', {}, said));
}
