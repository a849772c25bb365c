/** The inventory of the eight kinds in rows, the same in every form for people. */
import type {
  FileAmount,
  FoundAmount,
  InventoryAnswer,
  KindRow,
  RepositoryKinds,
} from '../../exposure/inventory/inventory-answer.ts';
import { INVENTORY_KINDS } from '../../exposure/inventory/inventory-answer.ts';
import { bytesText, countOf } from '../../report/console/quantities.ts';
import { dayOf } from './answer-words.ts';

export const KIND_HEADER = ['kind', 'contents', 'size', 'values', 'places', 'repos', 'at a tip', 'oldest'];
export const REPOSITORY_HEADER = [
  'repository',
  'size',
  'source',
  'pipelines',
  'tokens',
  'documents',
  'config',
  'terraform',
  'sql',
  'credentials',
];

/** One row for the files of a kind, one for what was found in texts. */
export function kindRows({ kinds, others }: InventoryAnswer): string[][] {
  return [
    ...kinds.flatMap(rowsOf),
    ...others.map(({ title, ...files }) => fileRow(`not listed: ${title}`, files)),
  ];
}

function rowsOf({ title, files, found }: KindRow): string[][] {
  if (files === null) return found === null ? [] : [foundRow(title, found)];
  if (found === null) return [fileRow(title, files)];
  return [fileRow(`${title}: files`, files), foundRow(`${title}: found in texts`, found)];
}

function fileRow(title: string, { contents, bytes, repositories, atTip, since }: FileAmount): string[] {
  const tip = `${atTip} ${atTip === 1 ? 'repo' : 'repos'}`;
  return [title, String(contents), bytesText(bytes), '', '', String(repositories), tip, dayOf(since)];
}

function foundRow(title: string, { values, findings, repositories, atTip, since }: FoundAmount): string[] {
  const tip = countOf(atTip, 'value');
  return [title, '', '', String(values), String(findings), String(repositories), tip, dayOf(since)];
}

/** Contents of files, values of findings; of documents those with a marking behind a plus. */
export function repositoryRows({ repositories }: InventoryAnswer): string[][] {
  return repositories.map((row) => [
    row.repository,
    row.sizeBytes === null ? '' : bytesText(row.sizeBytes),
    ...INVENTORY_KINDS.map((kind) => (row.isKnown ? cellOf(row, kind) : 'not known')),
  ]);
}

function cellOf({ kinds }: RepositoryKinds, kind: string): string {
  const own = kinds.find((one) => one.kind === kind);
  if (!own) return '0';
  const { files, found } = own;
  if (files === null) return found === null ? '0' : String(found.values);
  return found === null ? String(files.contents) : `${files.contents} + ${found.values}`;
}

/** What the numbers are worth. */
export function inventorySentences({ kinds, sizes, notKnown, repositories }: InventoryAnswer): string[] {
  const there = kinds.filter(({ isThere }) => isThere).length;
  const size =
    sizes.repositories === 0
      ? 'The forge says no sizes.'
      : `The forge says ${bytesText(sizes.bytes)} for ${sizes.repositories} of ${repositories.length} repositories.`;
  return [
    `Of the eight kinds ${there} ${there === 1 ? 'is' : 'are'} there. ${size}`,
    ...(notKnown > 0 ? [`Of ${notKnown} no inventory is known: there may be anything in them.`] : []),
  ];
}
