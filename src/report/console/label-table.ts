/** The closing table: how much of each label and level there is, and how much of it is still in the newest code. */
import { LEVELS, compareOn } from '../../core/severity.ts';
import type { FindingRecord } from '../disclosure/finding-record.ts';
import { visibleText } from '../text/visible-text.ts';
import type { Canvas } from './flow.ts';
import { tableLines } from './table-lines.ts';

type Row = readonly [string, string, string, string, string];
const HEADER: Row = ['label', 'level', 'secrets', 'places', 'at tip'];

interface Tally {
  secrets: number;
  /** Distinct secrets with a place at a tip. */
  atTip: number;
  places: number;
  /** Counted last: places of one secret come together. */
  last: string;
  lastAtTip: string;
}

/** Counts findings as they come, all places of a secret together. What is gone does not count. */
export class LabelTable {
  readonly #tallies = new Map<string, Tally>();
  readonly #total = newTally();

  count(finding: FindingRecord): void {
    if (finding.change === 'gone') return;
    const key = `${finding.label}\0${finding.level}`;
    const tally = this.#tallies.get(key) ?? newTally();
    this.#tallies.set(key, tally);
    count(tally, finding);
    count(this.#total, finding);
  }

  /** Empty when nothing was found. */
  lines(canvas: Canvas): string[] {
    if (this.#tallies.size === 0) return [];
    const rows = [...this.#tallies].map(([key, tally]) => toRow(key, tally)).toSorted(compareRows);
    const total = toRow('total\0', this.#total);
    return tableLines([HEADER, ...rows, total], { words: 2, hasTotal: true }, canvas);
  }
}

function newTally(): Tally {
  return { secrets: 0, atTip: 0, places: 0, last: '', lastAtTip: '' };
}

function count(tally: Tally, { secretId, atTip }: FindingRecord): void {
  tally.places += 1;
  if (tally.last !== secretId) tally.secrets += 1;
  tally.last = secretId;
  if (atTip !== true || tally.lastAtTip === secretId) return;
  tally.atTip += 1;
  tally.lastAtTip = secretId;
}

function toRow(key: string, { secrets, places, atTip }: Tally): Row {
  const [label = '', level = ''] = key.split('\0');
  return [visibleText(label), level, String(secrets), String(places), String(atTip)];
}

function compareRows(a: Row, b: Row): number {
  return compareOn<string>(LEVELS, b[1], a[1]) || Number(b[2]) - Number(a[2]) || (a[0] < b[0] ? -1 : 1);
}
