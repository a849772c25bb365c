/** What is shown of the findings: a filter, an order, and who wants to know when either changes. */
import { type Filter, filterTest, FoundTexts, NO_FILTER } from './filter.ts';
import { type Order, sorted, WORST_FIRST } from './order.ts';
import type { Found, PageModel } from './page-model.ts';

export class View {
  readonly model: PageModel;
  readonly #texts: FoundTexts;
  readonly #listeners: (() => void)[] = [];
  #filter: Filter = NO_FILTER;
  #order: Order = WORST_FIRST;
  #all: readonly Found[];
  #shown: readonly Found[];

  constructor(model: PageModel) {
    this.model = model;
    this.#texts = new FoundTexts(model);
    this.#all = sorted(model.findings, this.#order, model);
    this.#shown = this.#all;
  }

  get filter(): Filter {
    return this.#filter;
  }

  get order(): Order {
    return this.#order;
  }

  /** Filtered and in order. */
  get shown(): readonly Found[] {
    return this.#shown;
  }

  narrow(part: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...part };
    this.#show();
  }

  /** By the same column again: the other way round. */
  sortBy(key: Order['key']): void {
    const isSame = this.#order.key === key;
    this.#order = { key, isReversed: isSame && !this.#order.isReversed };
    this.#all = sorted(this.model.findings, this.#order, this.model);
    this.#show();
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  #show(): void {
    this.#shown = this.#all.filter(filterTest(this.#filter, this.model, this.#texts));
    for (const listener of this.#listeners) listener();
  }
}
