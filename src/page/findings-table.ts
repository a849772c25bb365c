/** The list of findings: any number of them, of which only those in sight are in the document. Arrow keys walk, Enter opens. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { shortReaders } from '../exposure/reader-words.ts';
import { LEVELS } from '../core/severity.ts';
import { PAGE_REACHES } from '../exposure/page/page-data.ts';
import { byId, element, replaceChildren } from './dom.ts';
import type { SortKey } from './order.ts';
import { detectorOf, type Found, labelOf, pathWords, repositoryOf } from './page-model.ts';
import type { View } from './view.ts';
import { dayWords } from './words.ts';

const COLUMNS: readonly (readonly [key: SortKey, head: string])[] = [
  ['points', 'Points'],
  ['level', 'Level'],
  ['title', 'What'],
  ['place', 'Where'],
  ['at', 'Since'],
  ['reach', 'Reach'],
  ['readers', 'Readers'],
];
/** As page.css has it, for wide screens and for narrow ones. */
const ROW_HEIGHT = 52;
const CARD_HEIGHT = 112;
const NARROW = '(max-width: 760px)';

export class FindingsTable {
  readonly #view: View;
  readonly #open: (index: number) => void;
  readonly #heads: HTMLElement;
  readonly #space = element('div', { class: 'space', role: 'rowgroup' });
  readonly #grid: HTMLElement;
  readonly #narrow = matchMedia(NARROW);
  readonly #rows: Virtualizer<HTMLElement, HTMLElement>;
  #active = 0;

  /** @param open the how-manieth of those shown is to be told in full */
  constructor(view: View, open: (index: number) => void) {
    this.#view = view;
    this.#open = open;
    this.#heads = element(
      'div',
      { role: 'row', class: 'row heads', 'aria-rowindex': 1 },
      ...this.#headCells(),
    );
    this.#grid = element(
      'div',
      { id: 'grid', role: 'grid', tabindex: 0, 'aria-label': 'Findings', 'aria-colcount': COLUMNS.length },
      element('div', { role: 'rowgroup', class: 'heads-group' }, this.#heads),
      this.#space,
    );
    this.#rows = new Virtualizer(this.#options());
    replaceChildren(
      byId('table'),
      this.#grid,
      element('p', { id: 'no-findings', hidden: true }, 'No finding is like that.'),
    );
    this.#rows._didMount();
    this.#grid.addEventListener('keydown', (event) => this.#key(event));
    this.#space.addEventListener('click', (event) => this.#click(event));
    this.#narrow.addEventListener('change', () => this.#rows.measure());
    view.onChange(() => this.#reset());
    this.#reset();
  }

  /** Puts the how-manieth of those shown in sight. */
  focus(index: number): void {
    this.#move(index);
    this.#grid.focus({ preventScroll: true });
  }

  #options(): ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0] {
    return {
      count: this.#view.shown.length,
      getScrollElement: () => this.#grid,
      estimateSize: () => (this.#narrow.matches ? CARD_HEIGHT : ROW_HEIGHT),
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      overscan: 8,
      onChange: () => this.#draw(),
    };
  }

  #reset(): void {
    this.#active = 0;
    this.#rows.setOptions(this.#options());
    this.#rows._willUpdate();
    this.#rows.measure();
    this.#rows.scrollToOffset(0);
    this.#grid.setAttribute('aria-rowcount', String(this.#view.shown.length + 1));
    byId('no-findings').hidden = this.#view.shown.length > 0;
    this.#sayOrder();
    this.#draw();
  }

  #draw(): void {
    const shown = this.#rows.getVirtualItems();
    this.#space.style.height = `${this.#rows.getTotalSize()}px`;
    const rows = shown.flatMap(({ index, start, size }) => {
      const found = this.#view.shown[index];
      if (!found) return [];
      const row = this.#row(found, index);
      row.style.transform = `translateY(${start}px)`;
      row.style.height = `${size}px`;
      return [row];
    });
    this.#space.replaceChildren(...rows);
    const isDrawn = shown.some(({ index }) => index === this.#active);
    if (isDrawn) this.#grid.setAttribute('aria-activedescendant', `row-${this.#active}`);
    else this.#grid.removeAttribute('aria-activedescendant');
  }

  #row(found: Found, index: number): HTMLElement {
    const { model } = this.#view;
    const { level, reach, value, at, masked, line, isGone } = found;
    const { name, readers } = repositoryOf(model, found);
    const cells = [
      cell('points', String(value.points)),
      cell('level', element('span', { class: `mark level-${level}` }, LEVELS[level] ?? '')),
      cell(
        'title',
        element('b', {}, detectorOf(model, found).title),
        element('code', {}, masked),
        element('small', {}, labelOf(model, found)),
      ),
      cell('place', element('span', {}, name), element('code', {}, `${pathWords(found)}:${line}`)),
      cell('at', dayWords(at)),
      cell('reach', isGone ? 'gone since' : (PAGE_REACHES[reach] ?? '')),
      cell('readers', shortReaders(readers)),
    ];
    const attributes = {
      role: 'row',
      id: `row-${index}`,
      class: 'row',
      'data-index': index,
      'aria-rowindex': index + 2,
    };
    return element('div', { ...attributes, 'aria-selected': String(index === this.#active) }, ...cells);
  }

  #headCells(): HTMLElement[] {
    return COLUMNS.map(([key, head]) => {
      const button = element('button', { type: 'button', 'data-sort': key }, head);
      button.addEventListener('click', () => this.#view.sortBy(key));
      return element('div', { role: 'columnheader', class: key }, button);
    });
  }

  #sayOrder(): void {
    const { key, isReversed } = this.#view.order;
    for (const [index, [column]] of COLUMNS.entries()) {
      const order = isReversed ? 'descending' : 'ascending';
      this.#heads.children[index]?.setAttribute('aria-sort', column === key ? order : 'none');
    }
  }

  #click(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    if (!row) return;
    this.#move(Number(row.dataset['index']));
    this.#open(this.#active);
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.#grid) return;
    const page = Math.max(
      1,
      Math.floor(this.#grid.clientHeight / (this.#narrow.matches ? CARD_HEIGHT : ROW_HEIGHT)) - 2,
    );
    const last = this.#view.shown.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target !== undefined) this.#move(target);
    else if (event.key === 'Enter' && last >= 0) this.#open(this.#active);
    else return;
    event.preventDefault();
  }

  #move(index: number): void {
    this.#active = Math.max(0, Math.min(this.#view.shown.length - 1, index));
    this.#rows.scrollToIndex(this.#active, { align: 'auto' });
    this.#draw();
  }
}

function cell(name: string, ...children: readonly (Node | string)[]): HTMLElement {
  return element('div', { role: 'gridcell', class: name }, ...children);
}
