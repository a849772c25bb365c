/** What every chart has in common: drawn by Plot, coloured by the style sheet, and told in words to who cannot see it. */
import { plot, type PlotOptions } from '@observablehq/plot';
import { LEVELS } from '../core/severity.ts';
import { element } from './dom.ts';

/** As page.css says them. */
export const LEVEL_COLOURS = {
  domain: [...LEVELS],
  range: LEVELS.map((_, index) => `var(--level-${index})`),
};
export const LEVEL_EDGES: readonly string[] = LEVELS.map((_, index) => `var(--edge-${index})`);

const TEXT_WIDTH = 7.2;
const NARROWEST = 300;

/** @param words what it shows, in a sentence */
export function chart(words: string, options: PlotOptions): SVGElement | HTMLElement {
  const drawn = plot({ ariaLabel: words, ...options });
  // The page's policy refuses styles of others; page.css has what is needed of these.
  for (const style of drawn.querySelectorAll('style')) style.remove();
  // An image is told as a whole; the marks in it have nothing to add.
  drawn.setAttribute('role', 'img');
  for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  return drawn;
}

/** Which colour is which level, the worst first, as the charts stack them. */
export function legend(): HTMLElement {
  const marks = LEVELS.map((level, index) => element('span', { class: `mark level-${index}` }, level));
  return element('p', { class: 'legend' }, ...marks.toReversed());
}

/** Pixels for a chart in this place. */
export function widthIn(place: Element): number {
  return Math.max(NARROWEST, place.clientWidth);
}

/** Pixels for the longest of some texts, at most so many characters. */
export function marginFor(texts: readonly string[], most: number): number {
  return (
    Math.ceil(
      texts.reduce((longest, text) => Math.max(longest, Math.min(most, text.length)), 0) * TEXT_WIDTH,
    ) + 12
  );
}

/** Long names keep their end, which tells them apart. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `…${text.slice(1 - most)}`;
}

/** Draws now, and again when there is another width for it. */
export function onWidth(place: Element, draw: () => void): void {
  let width = -1;
  new ResizeObserver(() => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    draw();
  }).observe(place);
}
