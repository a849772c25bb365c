/** Elements and texts of the page. Text of others goes in through here alone: as text, with what cannot be seen made visible. */
import { visibleText } from '../report/text/visible-text.ts';

export type Child = Node | string | null;
/** Never `style` (the page's policy refuses it) and never a handler. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** `true` writes an empty attribute, `false` none. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.flatMap(nodeOf));
  return made;
}

export function replaceChildren(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren(...children.flatMap(nodeOf));
}

/** @throws where page.html has no such element */
export function byId(id: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`#${id}`);
  if (!found) throw new Error(`page.html has no #${id}`);
  return found;
}

/** A link that opens elsewhere and tells nobody where it was. @param url null: text alone */
export function outerLink(url: string | null, ...children: readonly Child[]): HTMLElement {
  if (url === null) return element('span', {}, ...children);
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/** Terms and what they say; entries with nothing to say are left out. */
export function definitions(entries: readonly (readonly [term: string, said: Child])[]): HTMLElement {
  const told = entries.filter(([, said]) => said !== null && said !== '');
  const parts = told.map(([term, said]) =>
    element('div', {}, element('dt', {}, term), element('dd', {}, said)),
  );
  return element('dl', {}, ...parts);
}

function nodeOf(child: Child): (Node | string)[] {
  if (child === null) return [];
  return [typeof child === 'string' ? visibleText(child) : child];
}
