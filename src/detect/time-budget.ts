/**
 * An expression that somebody else wrote, on a time budget. JavaScript cannot stop an expression while it runs; but its window is
 * bounded, and once it has taken too long it is not tried again.
 */

/** One try on one window that takes longer than this is the last. */
const MOST_MS_ONCE = 1000;
/** All tries of one thread together, and no more than a part of the time that it has been at work. */
const MOST_MS_IN_ALL = 5000;
const MOST_SHARE = 0.25;

export class BudgetedExpression extends RegExp {
  #spentMs = 0;
  #startedAt = 0;
  #isOver = false;
  #isTold = false;

  /** Did it take too much since this was last asked? From then on it matches nothing any more. */
  takeIsOver(): boolean {
    const isNews = this.#isOver && !this.#isTold;
    this.#isTold ||= isNews;
    return isNews;
  }

  override exec(text: string): RegExpExecArray | null {
    if (this.#isOver) return null;
    const start = performance.now();
    if (this.#startedAt === 0) this.#startedAt = start;
    const found = super.exec(text);
    this.#note(performance.now() - start);
    return found;
  }

  #note(ms: number): void {
    this.#spentMs += ms;
    const isMuch = this.#spentMs > MOST_MS_IN_ALL;
    const share = isMuch ? this.#spentMs / (performance.now() - this.#startedAt) : 0;
    if (ms > MOST_MS_ONCE || share > MOST_SHARE) this.#isOver = true;
  }
}
