/** An answer about exposure as Markdown, for an incident ticket. Text of others is escaped: it makes no markup and no link. */
import type { ExposureAnswer, RankedValue } from '../../exposure/exposure-answer.ts';
import { readerWords } from '../../exposure/reader-words.ts';
import { markdownList, markdownTable, plain } from '../../report/text/markdown-text.ts';
import {
  amountCells,
  breakWords,
  placeOfValue,
  headlineWords,
  questionWords,
  reasonWords,
  saidOf,
  verdictWords,
  verifiedSentence,
  windowWords,
} from './answer-words.ts';
import { inventoryMarkdown } from './inventory-forms.ts';

const AMOUNTS = [
  'Values',
  'Records',
  'Places',
  'Repositories',
  'Tip',
  'History',
  'Unmerged',
  'Unreachable',
  'Oldest',
  'Readers',
];
const MOST_REPOSITORIES = 50;

export function* exposureMarkdown(answer: ExposureAnswer): Generator<string> {
  const { labels, total, findings, repositories, notKnown, problems } = answer;
  const opening = [headlineWords(answer), questionWords(answer)].map(plain);
  yield `# What a breach would expose\n\n${opening.join('\n\n')}\n\n${verdictWords(answer)}\n\n`;
  yield* windowPart(answer);
  yield* zonesPart(answer);
  yield* inventoryMarkdown(answer.inventory);
  yield '## By label\n\n';
  const labelRows = labels.map(({ label, level, ...amount }) => [label, level, ...amountCells(amount)]);
  yield* markdownTable(['Label', 'Level', ...AMOUNTS], [...labelRows, ['total', '', ...amountCells(total)]]);
  const said = verifiedSentence(answer);
  if (said !== '') yield `\n${said}\n`;
  yield `\n## The ${findings.length} that matter most\n\n`;
  for (const value of findings) yield valueItem(value);
  yield '\n## By repository\n\n';
  const shown = repositories.slice(0, MOST_REPOSITORIES);
  const rows = shown.map(({ repository, level, ...amount }) => [repository, level, ...amountCells(amount)]);
  yield* markdownTable(['Repository', 'Worst level', ...AMOUNTS], rows);
  if (shown.length < repositories.length) yield `\nAnd ${repositories.length - shown.length} more.\n`;
  yield* readersPart(answer);
  yield* markdownList('What is not known', [
    ...notKnown,
    ...problems.map(
      ({ code, message, path }) =>
        `${code}: ${path === undefined || message.includes(path) ? message : `${path}: ${message}`}`,
    ),
  ]);
}

function* zonesPart({ zones }: ExposureAnswer): Generator<string> {
  if (zones === null) return;
  yield '## Zones\n\n';
  const rows = zones.map(({ zone, verdict, ceiling, repositories, why, owners }) => [
    zone,
    verdict,
    ceiling,
    String(repositories),
    why,
    owners.join(', '),
  ]);
  yield* markdownTable(['Zone', 'Verdict', 'Ceiling', 'Repositories', 'Why', 'Owners'], rows);
  for (const { zone, breaks } of zones)
    yield* markdownList(`What breaks ${plain(zone)}`, breaks.map(breakWords));
  yield '\n';
}

function* readersPart({ readers }: ExposureAnswer): Generator<string> {
  if (readers === null) return;
  const shown = readers.repositories.slice(0, MOST_REPOSITORIES);
  yield '\n## Who may read\n\n';
  const rows = shown.map(({ repository, readers: count, through }) => [
    repository,
    readerWords(count),
    through.join('; '),
  ]);
  yield* markdownTable(['Repository', 'Readers', 'Through'], rows);
}

function* windowPart({ window }: ExposureAnswer): Generator<string> {
  if (window === null) return;
  const moved = windowWords(window).map(([label, words]) => `${label}: ${words}`);
  yield* markdownList('The window', [...moved, ...window.clock]);
  yield '\n';
}

function valueItem(value: RankedValue): string {
  const { rank, title, masked, label, revoke } = value;
  const lines = [
    `${rank}. **${plain(title)}** ${plain(masked)} (${plain(label)})`,
    plain(placeOfValue(value)),
    plain(reasonWords(value)),
    plain(saidOf(value)),
    revoke === '' ? '' : `Revoke: ${plain(revoke)}`,
  ];
  return `${lines.filter((line) => line !== '').join('  \n   ')}\n`;
}
