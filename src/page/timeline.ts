/** Since when: values that could be fetched over time, and the stretches of the worst of those shown; a window is shaded. */
import { areaY, axisX, axisY, barX, type Markish, rect, ruleX, ruleY, text } from '@observablehq/plot';
import { LEVELS } from '../core/severity.ts';
import { visibleText } from '../report/text/visible-text.ts';
import type { PageAnswer } from '../exposure/page/page-data.ts';
import { chart, LEVEL_COLOURS, LEVEL_EDGES, legend, marginFor, onWidth, widthIn } from './chart.ts';
import { byId, element, replaceChildren } from './dom.ts';
import { type Span, spansOf, startOf, stepsOf, tipStretches } from './exposed-over-time.ts';
import { detectorOf, pathWords, repositoryOf } from './page-model.ts';
import type { View } from './view.ts';
import { countWords, dayWords, numberWords } from './words.ts';

/** Stretches that are drawn. */
const MOST = 20;
const ROW_HEIGHT = 26;
const LONGEST = 40;
const LONGEST_ON_PHONE = 16;
const PHONE = 560;
const TOP = 30;
const MARGIN_RIGHT = 16;
const WORST_FIRST = LEVELS.toReversed();

export function showTimeline(view: View, open: (index: number) => void): void {
  const place = byId('timeline');
  const draw = (): void => {
    const spans = spansOf(view.shown);
    if (spans.length === 0) {
      replaceChildren(place, element('p', { class: 'empty' }, 'Nothing to be drawn.'));
      return;
    }
    const worst = spans.toSorted((a, b) => b.found.value.points - a.found.value.points).slice(0, MOST);
    const sizes = { width: widthIn(place), from: startOf(spans, view.model.answer.now) };
    replaceChildren(
      place,
      element('h3', {}, `${countWords(spans.length, 'value')}, by when they came in`),
      legend(),
      areas(spans, view, sizes),
      element('h3', {}, `The ${numberWords(worst.length)} that matter most of those`),
      element(
        'p',
        { class: 'note' },
        'Filled: in the newest commit of a branch. Line: kept by the history, which every clone holds.',
      ),
      stretches(worst, view, { ...sizes, from: startOf(worst, view.model.answer.now), open }),
    );
  };
  view.onChange(draw);
  onWidth(place, draw);
}

interface Sizes {
  readonly width: number;
  readonly from: number;
}

function areas(spans: readonly Span[], view: View, { width, from }: Sizes): Element {
  const { now } = view.model.answer;
  const steps = stepsOf(spans, now);
  const words = `Values that could be fetched, from ${dayWords(from)} to ${dayWords(now)}, where ${countWords(spans.length, 'value')} could be`;
  return chart(words, {
    width,
    height: 190,
    marginLeft: 46,
    marginRight: MARGIN_RIGHT,
    marginTop: 18,
    color: LEVEL_COLOURS,
    x: { type: 'utc', domain: [new Date(from), new Date(now)], label: null },
    y: { label: null, grid: true, nice: true },
    marks: [
      axisX({ ticks: Math.max(2, Math.floor(width / 130)), tickSize: 3 }),
      axisY({ ticks: 4, tickSize: 0 }),
      areaY(steps, {
        x: 'at',
        y: 'values',
        fill: 'level',
        curve: 'step-after',
        order: [...WORST_FIRST],
      }),
      ruleY([0]),
      ...shade(view.model.answer, true),
    ],
  });
}

/** The breach window, as far as it lies before the end. */
function shade({ now, window }: PageAnswer, isNamed: boolean): Markish[] {
  if (window === null) return [];
  const ends = { from: new Date(window.from), to: new Date(Math.min(now, Date.parse(window.to))) };
  if (ends.from >= ends.to) return [];
  return [
    rect([ends], { x1: 'from', x2: 'to', fill: 'var(--window)', fillOpacity: 0.22 }),
    ruleX([ends.from, ends.to], { stroke: 'var(--window)', strokeWidth: 1.5 }),
    text(isNamed ? [ends] : [], {
      x: 'from',
      frameAnchor: 'top',
      text: () => 'the window',
      textAnchor: 'end',
      dx: -5,
      dy: -12,
      fill: 'var(--window)',
      fontWeight: 600,
    }),
  ];
}

interface Stretch {
  readonly row: string;
  readonly from: Date;
  readonly to: Date;
  readonly level: number;
}

function stretches(
  worst: readonly Span[],
  view: View,
  { width, from, open }: Sizes & { open: (index: number) => void },
): Element {
  const { now } = view.model.answer;
  const longest = width < PHONE ? LONGEST_ON_PHONE : LONGEST;
  const words = new Map(worst.map((span, nth) => [String(nth), nameOf(span, view, longest)]));
  const told = `Since when the ${worst.length} values that matter most of those shown could be fetched`;
  const drawn = chart(told, {
    width,
    height: worst.length * ROW_HEIGHT + TOP + 6,
    marginLeft: marginFor([...words.values()], longest),
    marginRight: MARGIN_RIGHT,
    marginTop: TOP,
    marginBottom: 6,
    x: { type: 'utc', domain: [new Date(from), new Date(now)], label: null },
    y: {
      domain: [...words.keys()],
      label: null,
      tickFormat: (row: string) => words.get(row) ?? '',
      tickSize: 0,
      type: 'band',
    },
    marks: [
      axisX({ anchor: 'top', ticks: Math.max(2, Math.floor(width / 160)), tickSize: 0 }),
      ...shade(view.model.answer, false),
      ...stretchMarks(worst, from, now),
    ],
  });
  const buttons = worst.map((span) => rowButton(span, view, open));
  return element('div', { class: 'bars' }, drawn, element('div', { class: 'bar-buttons' }, ...buttons));
}

/** A line for as long as it could be fetched, and bars where the newest commit of a branch showed it. */
function stretchMarks(worst: readonly Span[], start: number, now: number): Markish[] {
  const lines = worst.map(({ from, found: { level } }, nth): Stretch => {
    return { row: String(nth), from: new Date(from ?? start), to: new Date(now), level };
  });
  const tips = worst.flatMap(({ found }, nth) =>
    tipStretches(found, now).map(([from, to]): Stretch => {
      return {
        row: String(nth),
        from: new Date(Math.max(from, start)),
        to: new Date(to),
        level: found.level,
      };
    }),
  );
  const edge = ({ level }: Stretch): string => LEVEL_EDGES[level] ?? '';
  const fill = ({ level }: Stretch): string => `var(--level-${level})`;
  const ends = { x1: 'from', x2: 'to', y: 'row' };
  return [
    barX(lines, { ...ends, fill: edge, insetTop: 11, insetBottom: 11 }),
    barX(tips, { ...ends, fill, stroke: edge, insetTop: 5, insetBottom: 5 }),
  ];
}

/** `web: Private key`; a name that is too long loses its end, as the repository comes first. */
function nameOf({ found }: Span, { model }: View, most: number): string {
  const repository = repositoryOf(model, found).name.split('/').at(-1) ?? '';
  const name = visibleText(`${repository}: ${detectorOf(model, found).title}`);
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}

function rowButton({ found, index, from }: Span, view: View, open: (index: number) => void): HTMLElement {
  const { model } = view;
  const words = `${detectorOf(model, found).title} at ${repositoryOf(model, found).name} ${pathWords(found)}, since ${dayWords(from)}`;
  const button = element('button', { type: 'button', 'aria-label': visibleText(words) });
  button.addEventListener('click', () => open(index));
  return button;
}
