/** Repositories by what they expose: a bar each, by level, the worst first. A bar narrows the list of findings to its repository. */
import { axisX, barX, text } from '@observablehq/plot';
import type { RepositoryRow } from '../exposure/exposure-answer.ts';
import { type Level, LEVELS } from '../core/severity.ts';
import { visibleText } from '../report/text/visible-text.ts';
import {
  chart,
  LEVEL_COLOURS,
  LEVEL_EDGES,
  legend,
  marginFor,
  onWidth,
  shortened,
  widthIn,
} from './chart.ts';
import { byId, element, replaceChildren } from './dom.ts';
import type { View } from './view.ts';
import { countWords, numberWords } from './words.ts';

/** At first, and at once. */
const FEW = 15;
const MANY = 200;
const BAR_HEIGHT = 26;
const LONGEST_NAME = 34;
const LONGEST_ON_PHONE = 18;
const PHONE = 560;
const WORST_LEFT = LEVELS.toReversed();

export function showRepositories(view: View): void {
  const rows = view.model.answer.repositories;
  const place = byId('repositories');
  let most = FEW;
  const more = element('button', { type: 'button', class: 'plain' });
  const draw = (): void => {
    const shown = rows.slice(0, most);
    const rest = rows.length - shown.length;
    more.hidden = rest === 0 || most >= MANY;
    more.textContent = `Show ${numberWords(Math.min(rows.length, MANY))} repositories`;
    const told =
      rest > 0
        ? `The ${numberWords(shown.length)} that expose the most, of ${numberWords(rows.length)}. ${TWICE}`
        : TWICE;
    replaceChildren(
      place,
      rows.length === 0 ? null : element('p', { class: 'note' }, told),
      rows.length === 0 ? null : legend(),
      rows.length === 0
        ? element('p', { class: 'empty' }, 'No repository holds a finding.')
        : bars(shown, place, view),
      more,
    );
  };
  more.addEventListener('click', () => {
    most = MANY;
    draw();
  });
  onWidth(place, draw);
}

/** Why a bar may be longer than its number says. */
const TWICE = 'A value with labels of two levels is in both parts of a bar; the number counts it once.';

interface Bar {
  readonly name: string;
  readonly level: Level;
  readonly values: number;
}

function bars(rows: readonly RepositoryRow[], place: Element, view: View): Element {
  const width = widthIn(place);
  const longest = width < PHONE ? LONGEST_ON_PHONE : LONGEST_NAME;
  const names = rows.map(({ repository }) => repository);
  const words = new Map(names.map((name) => [name, shortened(visibleText(name), longest)]));
  const drawn = chart(
    `Distinct values by level in ${countWords(rows.length, 'repository', 'repositories')}`,
    {
      width,
      height: rows.length * BAR_HEIGHT + 44,
      marginLeft: marginFor([...words.values()], longest),
      marginRight: 46,
      marginTop: 30,
      marginBottom: 6,
      color: LEVEL_COLOURS,
      x: { label: null },
      y: { domain: names, label: null, tickFormat: (name: string) => words.get(name) ?? '', tickSize: 0 },
      marks: [
        axisX({ anchor: 'top', ticks: Math.max(2, Math.floor(width / 160)), label: null, tickSize: 0 }),
        levelBars(rows),
        text(rows, { x: ends, y: 'repository', text: total, dx: 6, textAnchor: 'start' }),
      ],
    },
  );
  const buttons = rows.map((row) => rowButton(row, view));
  return element('div', { class: 'bars' }, drawn, element('div', { class: 'bar-buttons' }, ...buttons));
}

/** A value of two levels is drawn in both. */
function ends({ levels }: RepositoryRow): number {
  return LEVELS.reduce((sum, level) => sum + levels[level], 0);
}

function total({ values }: RepositoryRow): string {
  return numberWords(values);
}

function levelBars(rows: readonly RepositoryRow[]): ReturnType<typeof barX> {
  const parts = rows.flatMap(({ repository: name, levels }) =>
    WORST_LEFT.map((level): Bar => ({ name, level, values: levels[level] })).filter(
      ({ values }) => values > 0,
    ),
  );
  return barX(parts, {
    x: 'values',
    y: 'name',
    fill: 'level',
    stroke: ({ level }: Bar) => LEVEL_EDGES[LEVELS.indexOf(level)],
    insetTop: 3,
    insetBottom: 3,
    insetRight: 1,
    order: [...WORST_LEFT],
  });
}

/** Lies over its bar, so that mouse, finger and keyboard find it alike. */
function rowButton({ repository, levels, values }: RepositoryRow, view: View): HTMLElement {
  const parts = WORST_LEFT.filter((level) => levels[level] > 0).map(
    (level) => `${numberWords(levels[level])} ${level}`,
  );
  const button = element('button', {
    type: 'button',
    'aria-label': `${visibleText(repository)}: ${countWords(values, 'value')}, ${parts.join(', ')}`,
    'aria-pressed': String(view.filter.repository === repository),
  });
  button.addEventListener('click', () => {
    const isOn = view.filter.repository === repository;
    view.narrow({ repository: isOn ? '' : repository });
  });
  view.onChange(() => button.setAttribute('aria-pressed', String(view.filter.repository === repository)));
  return button;
}
