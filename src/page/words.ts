/** Numbers, days and counts as the page writes them. */
const NUMBER = new Intl.NumberFormat('en-GB');

export function numberWords(count: number): string {
  return NUMBER.format(count);
}

/** `1 value`, `1,204 values`. */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${numberWords(count)} ${count === 1 ? one : many}`;
}

/** `2026-11-22`; a dash where nothing is known. */
export function dayWords(moment: number | string | null): string {
  if (moment === null) return '–';
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? '–' : date.toISOString().slice(0, 10);
}

/** `2026-11-22 09:30 UTC`. */
export function momentWords(moment: string | null): string {
  if (moment === null) return '–';
  const date = new Date(moment);
  return Number.isNaN(date.getTime()) ? '–' : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
