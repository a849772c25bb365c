/** What could not be known: gaps of the audit, what the token could not see, what the page leaves out, what dates are worth. */
import { byId, element, replaceChildren } from './dom.ts';
import { grouped } from './grouped.ts';
import type { PageModel } from './page-model.ts';
import { countWords } from './words.ts';

/** Problems of one code that are told; the rest is counted. */
const MOST_TOLD = 50;

export function showUnknown({ answer, tables }: PageModel): void {
  const { problems, notKnown, window } = answer;
  const codes = [
    ...grouped(problems, ({ code, severity }) => `${severity === 'error' ? 'Gap' : 'Note'}: ${code}`),
  ];
  const groups = codes
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, own]) => problemGroup(title, own));
  const sentences = [...tables.limits, ...notKnown, ...(window?.clock ?? [])];
  const nothing = sentences.length + groups.length === 0;
  replaceChildren(
    byId('unknown-parts'),
    nothing ? element('p', {}, 'Nothing that this audit knows of.') : null,
    sentences.length > 0 ? element('ul', {}, ...sentences.map((one) => element('li', {}, one))) : null,
    ...groups,
  );
}

type Problems = PageModel['answer']['problems'];

function problemGroup(title: string, problems: Problems): HTMLElement {
  const told = problems
    .slice(0, MOST_TOLD)
    .map(({ message, path }) =>
      element('li', {}, path === undefined || message.includes(path) ? message : `${path}: ${message}`),
    );
  const rest = problems.length - told.length;
  return element(
    'details',
    { open: title.startsWith('Gap') },
    element('summary', {}, `${title} (${countWords(problems.length, 'time')})`),
    element('ul', {}, ...told, rest > 0 ? element('li', {}, `and ${rest} more`) : null),
  );
}
