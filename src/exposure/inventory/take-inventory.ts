/** What the store knows of files and findings -> the inventory of the eight kinds. */
import type { InventoryLine } from '../../core/inventory.ts';
import type { AuditReader, KnownPlace, Run, RunNumber } from '../../store/audit/audit-store.ts';
import { placeKey } from '../reader-index.ts';
import type { TimeWindow } from '../window.ts';
import { FileSums } from './file-sums.ts';
import { type FoundKinds, foundKinds, foundOf, type PlacedAt } from './found-kinds.ts';
import type { InventoryAnswer, KindRow, RepositoryKinds } from './inventory-answer.ts';
import { KINDS } from './kinds.ts';

interface Asked {
  readonly asked: ReadonlyMap<string, KnownPlace>;
  readonly findings: Iterable<PlacedAt>;
  readonly run: Run;
  /** All of the store, newest first. */
  readonly runs: readonly Run[];
  readonly window: TimeWindow | null;
}

interface PlaceFiles {
  readonly place: KnownPlace;
  readonly isKnown: boolean;
  readonly lines: readonly InventoryLine[];
}

export async function takeInventory(reader: AuditReader, asked: Asked): Promise<InventoryAnswer> {
  const { run, runs, window, findings } = asked;
  const filesOfRun = runOfFiles(runs, run, window);
  const files = await filesIn(reader, asked, filesOfRun);
  const found = foundKinds(findings);
  const sized = files.flatMap(({ place }) => place.sizeBytes ?? []);
  return {
    kinds: KINDS.map((_, number) => kindRow(number, files, found)),
    others: othersIn(files),
    sizes: { bytes: sized.reduce((sum, bytes) => sum + bytes, 0), repositories: sized.length },
    notKnown: files.filter(({ isKnown }) => !isKnown).length,
    filesOfRun,
    repositories: files.map((one) => repositoryRow(one, found)).toSorted(compareRepositories),
  };
}

/** The first run that began after the window: what is older than its end was there to be seen. */
function runOfFiles(runs: readonly Run[], run: Run, window: TimeWindow | null): RunNumber {
  if (window === null) return run.number;
  const after = runs.filter(
    ({ number, startedAt, finishedAt }) =>
      number <= run.number && finishedAt !== null && Date.parse(startedAt) >= window.to,
  );
  return after.reduce((first, { number }) => Math.min(first, number), run.number);
}

async function filesIn(
  reader: AuditReader,
  { asked, run, window }: Asked,
  filesOfRun: RunNumber,
): Promise<PlaceFiles[]> {
  const visits = await reader.visits(run.number);
  const scanned = new Set(visits.flatMap(({ place, summary }) => (summary ? [placeKey(place)] : [])));
  const files: PlaceFiles[] = [];
  for (const [key, place] of asked) {
    const then = await reader.inventory(filesOfRun, place);
    // It may have been scanned only later.
    const lines = then.length > 0 ? then : await reader.inventory(run.number, place);
    const there = lines.filter(({ since }) => window === null || since === null || isBefore(since, window));
    files.push({ place, lines: there, isKnown: lines.length > 0 || scanned.has(key) });
  }
  return files;
}

function isBefore(since: string, { to }: TimeWindow): boolean {
  return Date.parse(since) < to;
}

function kindRow(number: number, files: readonly PlaceFiles[], found: FoundKinds): KindRow {
  const { kind, title, files: labels } = KINDS[number] ?? NO_KIND;
  const sums = new FileSums();
  for (const { place, lines } of files) sums.add(familyOf(place), linesOf(lines, labels));
  const amount = labels.length > 0 ? sums.amount() : null;
  const values = foundOf(number, found.all[number]);
  const isThere = (amount?.contents ?? 0) + (values?.findings ?? 0) > 0;
  return { kind, title, isThere, files: amount, found: values };
}

const NO_KIND = { kind: 'source-code', title: '', files: [] } as const;

function familyOf({ forge, family }: KnownPlace): string {
  return JSON.stringify([forge, family]);
}

function linesOf(lines: readonly InventoryLine[], labels: readonly string[]): InventoryLine[] {
  return lines.filter(({ label, contents }) => labels.includes(label) && contents > 0);
}

/** Labels of files that make none of the eight. */
function othersIn(files: readonly PlaceFiles[]): InventoryAnswer['others'] {
  const known = new Set(KINDS.flatMap(({ files: labels }) => labels));
  const others = new Map<string, { title: string; sums: FileSums }>();
  for (const { place, lines } of files) {
    for (const line of lines) {
      if (known.has(line.label) || line.contents === 0) continue;
      const other = others.get(line.label) ?? { title: line.title, sums: new FileSums() };
      others.set(line.label, other);
      other.sums.add(familyOf(place), [line]);
    }
  }
  const rows = [...others].map(([label, { title, sums }]) => ({ label, title, ...sums.amount() }));
  return rows.toSorted((a, b) => b.contents - a.contents || (a.label < b.label ? -1 : 1));
}

function repositoryRow({ place, isKnown, lines }: PlaceFiles, found: FoundKinds): RepositoryKinds {
  const { fullName: repository, visibility, sizeBytes, family } = place;
  const own = found.repositories.get(placeKey(place));
  const kinds = KINDS.flatMap(({ kind, files: labels }, number) => {
    const sums = new FileSums();
    sums.add(family, linesOf(lines, labels));
    const { contents, bytes, repositories, atTip, since } = sums.amount();
    const files = contents === 0 ? null : { contents, bytes, repositories, atTip, since };
    const values = own?.get(number)?.amount() ?? null;
    return files === null && values === null ? [] : [{ kind, files, found: values }];
  });
  return { repository, visibility, sizeBytes, isKnown, kinds };
}

function compareRepositories(a: RepositoryKinds, b: RepositoryKinds): number {
  return bytesOf(b) - bytesOf(a) || (a.repository < b.repository ? -1 : 1);
}

/** A file counts under every kind that its name fits. */
function bytesOf({ kinds }: RepositoryKinds): number {
  return kinds.reduce((sum, { files }) => sum + (files?.bytes ?? 0), 0);
}
