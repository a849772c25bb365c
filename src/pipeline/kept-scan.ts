/** What is kept of a scan for the next one, as bytes and back. It holds secrets: only ever written sealed. */
import type { Trouble } from '../containers/expand.ts';
import type { Problem } from '../core/problem.ts';
import type { Hit } from '../detect/scan-text.ts';
import { decodeHistory, encodeHistory, type KeptHistory } from './kept-history.ts';
import type { LocatedHit } from './located-hit.ts';
import { cutSections, joinSections, jsonBytes, parseJson as parse } from './sections.ts';
import type { Scanned } from './scanned.ts';

/** What the result of a scan follows from, each as a hash. */
export interface ScanInputs {
  /** The options that matter. */
  readonly options: string;
  readonly maxArchiveDepth: number;
  readonly refs: string;
  /** What is stored. */
  readonly store: string;
  /** Digests of the detectors, by their index. */
  readonly detectors: readonly string[];
}

/** Verdicts on blobs, each by all detectors. */
export interface BlobVerdicts {
  /** Bytes of an object's name. */
  readonly width: number;
  /** One after the other. */
  readonly names: Buffer;
  /** Bytes of each blob. */
  readonly sizes: readonly number[] | Uint32Array;
  /** By the blob's place among the names, overlaps not settled. */
  readonly hits: ReadonlyMap<number, readonly Hit[]>;
  /** What could not be opened of containers, by the blob's place. */
  readonly troubles: ReadonlyMap<number, readonly Trouble[]>;
}

/** Secrets that a report hides though they are no findings, and the hash of what they were looked for in. */
export interface Mentioned {
  readonly texts: string;
  readonly secrets: readonly string[];
}

export interface KeptScan {
  readonly inputs: ScanInputs;
  readonly verdicts: BlobVerdicts;
  /** What the scan returned; null when something could not be scanned, for that is to be tried again. */
  readonly outcome: Scanned | null;
  /** The history as far as it is needed when something is added to it; null where more than additions has to be read. */
  readonly history: KeptHistory | null;
  readonly mentioned: Mentioned | null;
}

interface Head {
  readonly inputs: ScanInputs;
  readonly width: number;
  readonly counts: Scanned['counts'] | null;
  readonly problems: readonly Problem[];
  readonly artefacts: Scanned['artefacts'];
  readonly mentioned: Mentioned | null;
  readonly troubles: ReadonlyArray<readonly [place: number, troubles: readonly Trouble[]]>;
}

/** Hits in columns: so many numbers each, and the texts that they share. */
interface HitColumns {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

const HIT_NUMBERS = 14;

export function encodeKept({ inputs, verdicts, outcome, mentioned, history }: KeptScan): Buffer[] {
  const problems = outcome?.problems ?? [];
  const { counts = null, artefacts = null } = outcome ?? {};
  const troubles = [...verdicts.troubles];
  const head: Head = { inputs, width: verdicts.width, counts, problems, artefacts, mentioned, troubles };
  return joinSections([
    jsonBytes(head),
    jsonBytes(outcome?.located ?? []),
    jsonBytes(columnsOf(verdicts.hits)),
    Buffer.from(Uint32Array.from(verdicts.sizes).buffer),
    verdicts.names,
    history ? Buffer.concat(encodeHistory(history)) : Buffer.alloc(0),
  ]);
}

/** Reads of it only what is asked for. @throws when the bytes are no such thing */
export function decodeKept(bytes: Buffer): KeptScan {
  const [first, located, hits, sizes, names, history] = cutSections(bytes, 6);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sealed: nobody but this program of this version wrote it
  const head = parse(first) as Head;
  const empty = Buffer.alloc(0);
  let verdicts: BlobVerdicts | undefined;
  let outcome: Scanned | null | undefined;
  let decoded: KeptHistory | null | undefined;
  return {
    inputs: head.inputs,
    mentioned: head.mentioned,
    get verdicts() {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      const columns = (): HitColumns => parse(hits) as HitColumns;
      const { width } = head;
      verdicts ??= {
        width,
        names: names ?? empty,
        sizes: numbersOf(sizes ?? empty),
        hits: hitsOf(columns()),
        troubles: new Map(head.troubles),
      };
      return verdicts;
    },
    get outcome() {
      return (outcome ??= outcomeOf(head, located));
    },
    get history() {
      return (decoded ??= history && history.length > 0 ? decodeHistory(history) : null);
    },
  };
}

function outcomeOf({ counts, problems, artefacts }: Head, located: Buffer | undefined): Scanned | null {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return counts && { counts, problems, artefacts, located: parse(located) as LocatedHit[] };
}

/** A copy, because the bytes need not lie where 32-bit numbers may. */
function numbersOf(bytes: Buffer): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

function columnsOf(hits: BlobVerdicts['hits']): HitColumns {
  const texts = new Map<string, number>();
  const textAt = (text: string): number => {
    const at = texts.get(text) ?? texts.size;
    texts.set(text, at);
    return at;
  };
  const numbers: number[] = [];
  for (const [place, own] of hits) {
    for (const hit of own) {
      numbers.push(place, hit.detector, hit.start, hit.end, hit.line, hit.column, hit.endLine, hit.endColumn);
      numbers.push(textAt(hit.raw), textAt(hit.lines), Number(hit.allowed), hit.count ?? 0);
      numbers.push(textAt(listText(hit.encoding)), textAt(listText(hit.inside)));
    }
  }
  return { numbers, texts: [...texts.keys()] };
}

/** An empty text where there is no list, which no list is written as. */
function listText(list: readonly string[] | undefined): string {
  return list ? JSON.stringify(list) : '';
}

function listOf(text: string | undefined): readonly string[] | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by listText
  return text ? (JSON.parse(text) as readonly string[]) : undefined;
}

function hitsOf({ numbers, texts }: HitColumns): Map<number, Hit[]> {
  const hits = new Map<number, Hit[]>();
  for (let at = 0; at < numbers.length; at += HIT_NUMBERS) {
    const number = (column: number): number => numbers[at + column] ?? 0;
    const count = number(11);
    const encoding = listOf(texts[number(12)]);
    const inside = listOf(texts[number(13)]);
    const hit: Hit = {
      detector: number(1),
      start: number(2),
      end: number(3),
      line: number(4),
      column: number(5),
      endLine: number(6),
      endColumn: number(7),
      raw: texts[number(8)] ?? '',
      lines: texts[number(9)] ?? '',
      allowed: number(10) === 1,
      ...(count > 0 && { count }),
      ...(encoding && { encoding }),
      ...(inside && { inside }),
    };
    const known = hits.get(number(0));
    if (known) known.push(hit);
    else hits.set(number(0), [hit]);
  }
  return hits;
}
