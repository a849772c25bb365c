/** One finding in full, in a dialog: what it is, where, since when, who may read it, what to do. */
import { readerWords } from '../exposure/reader-words.ts';
import { CONFIDENCES, LEVELS, SEVERITIES } from '../core/severity.ts';
import {
  PAGE_REACHES,
  type PageReason,
  type PageScope,
  type PageTables,
} from '../exposure/page/page-data.ts';
import { type Child, definitions, element, outerLink, replaceChildren } from './dom.ts';
import { commitLink, fileLink } from './links.ts';
import { authorOf, detectorOf, type Found, labelOf, pathWords, repositoryOf } from './page-model.ts';
import type { View } from './view.ts';
import { countWords, dayWords, momentWords } from './words.ts';

const SHORT = 12;
/** Names that are told of one list. */
const MOST_NAMED = 30;
const REACH_WORDS = [
  'in the newest commit of a branch',
  'in the history, which every clone holds',
  'on what was not merged',
  'no ref leads to it, only its name',
  'not known',
];

export class Detail {
  readonly #view: View;
  readonly #dialog: HTMLDialogElement;
  readonly #onClose: (index: number) => void;
  #index = 0;

  /** @param onClose with the how-manieth of those shown was told last */
  constructor(view: View, dialog: HTMLDialogElement, onClose: (index: number) => void) {
    this.#view = view;
    this.#dialog = dialog;
    this.#onClose = onClose;
    dialog.addEventListener('close', () => this.#onClose(this.#index));
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowRight') this.#show(this.#index + 1);
      if (key === 'ArrowLeft') this.#show(this.#index - 1);
    });
  }

  open(index: number): void {
    this.#show(index);
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
  }

  #show(index: number): void {
    const found = this.#view.shown[index];
    if (!found) return;
    this.#index = index;
    const { model } = this.#view;
    replaceChildren(
      this.#dialog,
      this.#bar(),
      element('h2', { id: 'detail-title' }, detectorOf(model, found).title),
      element(
        'p',
        { class: 'marks' },
        element('span', { class: `mark level-${found.level}` }, LEVELS[found.level] ?? ''),
        element('span', {}, labelOf(model, found)),
        element('span', {}, `severity ${SEVERITIES[found.severity]}`),
        element('span', {}, `confidence ${CONFIDENCES[found.confidence]}`),
      ),
      element('p', { class: 'masked' }, element('code', {}, found.masked)),
      ...this.#parts(found),
    );
  }

  #bar(): HTMLElement {
    const button = (words: string, target: number): HTMLElement => {
      const isOff = target < 0 || target >= this.#view.shown.length;
      const made = element('button', { type: 'button', class: 'plain', disabled: isOff }, words);
      made.addEventListener('click', () => {
        this.#show(target);
        this.#dialog.querySelector<HTMLElement>('.close')?.focus();
      });
      return made;
    };
    const close = element('button', { type: 'button', class: 'close', autofocus: true }, 'Close');
    close.addEventListener('click', () => this.#dialog.close());
    const place = element('span', {}, `${this.#index + 1} of ${this.#view.shown.length}`);
    return element(
      'div',
      { class: 'bar' },
      button('Previous', this.#index - 1),
      place,
      button('Next', this.#index + 1),
      close,
    );
  }

  #parts(found: Found): HTMLElement[] {
    const { model } = this.#view;
    const { exposes, revoke, references, id, issuer } = detectorOf(model, found);
    const { value } = found;
    return [
      part('What to do', [
        ['Still works?', found.verified],
        ['Exposes', exposes],
        ['Revoke', revoke],
        [
          'See',
          references.length === 0 ? null : list(references.map((one) => outerLink(webAddress(one), one))),
        ],
      ]),
      part('Where', whereOf(found, this.#view)),
      part('Since when', sinceOf(found, this.#view)),
      part('Who may read', readersOf(found, this.#view)),
      part(`Why ${value.points} points`, [
        ['Reasons', list(value.reasons.map((number) => reasonWords(model.tables.reasons[number])))],
        [
          'The value lies at',
          `${countWords(value.places, 'place')} in ${countWords(value.repositories, 'repository', 'repositories')}`,
        ],
        ['Notes', found.notes.length === 0 ? null : list(found.notes)],
        ['Detector', issuer === '' ? id : `${id} (${issuer})`],
        ['Fingerprint', element('code', {}, found.fingerprint)],
        ['Value, by its keyed hash', element('code', {}, value.secretId)],
      ]),
    ];
  }
}

function reasonWords([words, points]: PageReason = ['', 0]): string {
  return `${words}: ${points}`;
}

type Entries = readonly (readonly [string, Child])[];

function part(title: string, entries: Entries): HTMLElement {
  return element('section', {}, element('h3', {}, title), definitions(entries));
}

function list(children: readonly Child[]): HTMLElement {
  return element('ul', {}, ...children.map((child) => element('li', {}, child)));
}

function webAddress(text: string): string | null {
  if (!URL.canParse(text)) return null;
  return /^https?:$/.test(new URL(text).protocol) ? text : null;
}

function whereOf(found: Found, { model }: View): Entries {
  const { url, name, project, visibility } = repositoryOf(model, found);
  const { line, column, commit, count, encoding, kind, linked, otherPaths, furtherPaths, versions } = found;
  const more = furtherPaths > 0 ? [`and ${countWords(furtherPaths, 'more path')}`] : [];
  const others = otherPaths.map(([path, at]) =>
    outerLink(fileLink(url, { ...found, path, commit: at, inside: ['elsewhere'] }), path),
  );
  return [
    ['Repository', `${name} (${project === null ? '' : `project ${project}, `}${visibility})`],
    ['Place', outerLink(fileLink(url, found), element('code', {}, `${pathWords(found)}:${line}:${column}`))],
    ['Kind', kind === 'blob' ? '' : kind],
    [
      'Commit',
      commit === null
        ? null
        : outerLink(commitLink(url, commit), element('code', {}, commit.slice(0, SHORT))),
    ],
    ['Author', authorOf(model, found)],
    ['Stands for', count > 1 ? countWords(count, 'record') : ''],
    ['Written as', encoding.join(', in ')],
    ['Pair with', linked.length === 0 ? null : list(linked.map(([title, at]) => `${title}, line ${at}`))],
    ['Also at', others.length === 0 ? null : list([...others, ...more])],
    ['Versions of the file', versions > 1 ? String(versions) : ''],
  ];
}

function sinceOf(found: Found, { model }: View): Entries {
  const { url } = repositoryOf(model, found);
  const { at, date, reach, isGone, tips, intervals, furtherIntervals } = found;
  const link = (commit: string | null, words: string): HTMLElement =>
    outerLink(commitLink(url, commit), words);
  const stretches = intervals.map(([branch, cameIn, cameInCommit, left, leftCommit]) =>
    element(
      'span',
      {},
      `${branch}: `,
      link(cameInCommit, dayWords(cameIn)),
      ' to ',
      left === null ? 'now' : link(leftCommit, dayWords(left)),
    ),
  );
  const more =
    furtherIntervals > 0 ? [`and ${countWords(furtherIntervals, 'more stretch', 'more stretches')}`] : [];
  return [
    ['Came in', at === null ? 'not known' : momentWords(new Date(at).toISOString())],
    ['Committed', date ?? ''],
    [
      'Now',
      isGone
        ? 'gone from the repository: rewritten, deleted, or no longer looked for'
        : `${PAGE_REACHES[reach]}: ${REACH_WORDS[reach]}`,
    ],
    ['Newest commit of', tips.join(', ')],
    ['In a branch', stretches.length === 0 ? null : list([...stretches, ...more])],
  ];
}

function readersOf(found: Found, { model }: View): Entries {
  const { tables } = model;
  const { readers, scopes } = repositoryOf(model, found);
  const told = scopes.flatMap((number) => tables.scopes[number] ?? []);
  const grants = told.flatMap((scope) => grantWords(scope, tables));
  const unseen = [...new Set(told.flatMap((scope) => [...scope.unseen, ...scope.unseenKeys]))];
  return [
    ['In all', readerWords(readers)],
    ['Through', grants.length === 0 ? null : list(grants)],
    ['Not visible', unseen.length === 0 ? null : list(unseen)],
  ];
}

function grantWords(
  { name, anonymous, authenticated, named, groups }: PageScope,
  tables: PageTables,
): string[] {
  const nameOf = (number: number): string => tables.subjects[number]?.name ?? '';
  const people = named.slice(0, MOST_NAMED).map(nameOf);
  const rest = named.length - people.length;
  const lines = [
    anonymous ? 'anyone' : '',
    authenticated && !anonymous ? 'whoever is logged in' : '',
    people.join(', ') + (rest > 0 ? ` and ${rest} more` : ''),
    ...groups.map(
      ({ subject, members }) =>
        `group ${nameOf(subject)} (${members === null ? 'members not known' : countWords(members.length, 'member')})`,
    ),
  ];
  return lines.filter((line) => line !== '').map((line) => `${name}: ${line}`);
}
