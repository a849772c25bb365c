/** What narrows the list: words, choices, names, and a way back to everything. */
import { LEVELS } from '../core/severity.ts';
import { PAGE_REACHES } from '../exposure/page/page-data.ts';
import { byId, element, replaceChildren } from './dom.ts';
import { ANYONE, type Filter, LOGGED_IN, NO_FILTER, subjectWords } from './filter.ts';
import type { View } from './view.ts';
import { numberWords } from './words.ts';

/** Names that are offered while somebody types; any other can be typed. */
const MOST_OFFERED = 300;
/** Somebody still types. */
const PAUSE_MS = 120;

type Key = keyof Filter;

export function showFilters(view: View): void {
  const controls = controlsOf(view);
  const reset = element('button', { type: 'reset', class: 'plain' }, 'Show all');
  const count = element('p', { id: 'count', role: 'status' });
  const form = element('form', { class: 'filters', role: 'search', 'aria-label': 'Findings' });
  form.append(...controls.map(({ field }) => field), reset);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault();
    view.narrow(NO_FILTER);
  });
  replaceChildren(byId('filters'), form, count);
  const show = (): void => {
    for (const control of controls) keepShown(control, view.filter);
    const all = view.model.findings.length;
    reset.disabled = view.shown.length === all;
    count.textContent = `${numberWords(view.shown.length)} of ${numberWords(all)} findings`;
  };
  view.onChange(show);
  show();
}

/** What somebody is typing stays as it is. */
function keepShown({ input, shows }: FieldControl, filter: Filter): void {
  const wanted = shows(filter);
  const isTyped = document.activeElement === input && wanted !== '';
  if (input.value !== wanted && !isTyped) input.value = wanted;
}

function controlsOf(view: View): FieldControl[] {
  const { repositories, subjects, labels, authors } = view.model.tables;
  const levels = LEVELS.map((level, index): Choice => [String(index), level]).toReversed();
  const reaches = PAGE_REACHES.map((reach, index): Choice => [String(index), reach]);
  const sortedLabels = labels.toSorted().map((label): Choice => [label, label]);
  const names = repositories.map(({ name }) => name);
  const readers = [ANYONE, LOGGED_IN, ...subjects.map(subjectWords)];
  return [
    textControl(view, 'search', 'Search', [{ type: 'search', placeholder: 'Path, commit, title, author…' }]),
    choiceControl(view, 'label', 'Label', sortedLabels),
    choiceControl(view, 'level', 'Level', levels),
    choiceControl(view, 'reach', 'Reach', reaches),
    textControl(view, 'repository', 'Repository', [{}, names]),
    textControl(view, 'reader', 'Reader', [{}, readers]),
    textControl(view, 'author', 'Author', [{}, authors]),
  ];
}

type Choice = readonly [value: string, words: string];

interface FieldControl {
  readonly field: HTMLElement;
  readonly input: HTMLInputElement | HTMLSelectElement;
  readonly shows: (filter: Filter) => string;
}

function textControl(
  view: View,
  key: Exclude<Key, 'level' | 'reach'>,
  label: string,
  [attributes, offered = []]: readonly [Readonly<Record<string, string>>, (readonly string[])?],
): FieldControl {
  const input = element('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...attributes });
  const list = element('datalist', { id: `offered-${key}` });
  if (offered.length > 0) {
    list.append(...offered.slice(0, MOST_OFFERED).map((name) => element('option', { value: name })));
    input.setAttribute('list', list.id);
  }
  let waiting: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => view.narrow({ [key]: input.value.trim() }), PAUSE_MS);
  });
  const field = fieldOf(key, label, input, list);
  return { field, input, shows: (filter) => filter[key] };
}

function choiceControl(
  view: View,
  key: 'label' | 'level' | 'reach',
  label: string,
  choices: readonly Choice[],
): FieldControl {
  const options = choices.map(([value, words]) => element('option', { value }, words));
  const input = element('select', {}, element('option', { value: '' }, 'all'), ...options);
  input.addEventListener('change', () => {
    const { value } = input;
    if (key === 'label') view.narrow({ label: value });
    else view.narrow({ [key]: value === '' ? null : Number(value) });
  });
  const field = fieldOf(key, label, input);
  return { field, input, shows: (filter) => String(filter[key] ?? '') };
}

function fieldOf(key: Key, label: string, input: HTMLElement, ...rest: HTMLElement[]): HTMLElement {
  input.id = `filter-${key}`;
  return element(
    'div',
    { class: `field ${key}` },
    element('label', { for: input.id }, label),
    input,
    ...rest,
  );
}
