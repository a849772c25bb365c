/** The closing table: how much of each label and level there is, and how much of it is still in the newest code. */
import type { Finding } from '../../core/finding.ts';
import { LEVELS, compareOn } from '../../core/severity.ts';
import { visibleText } from '../text/visible-text.ts';
import type { Canvas } from './flow.ts';
import { tableLines } from './table-lines.ts';

type Row = readonly [string, string, string, string, string];
const HEADER: Row = ['label', 'level', 'secrets', 'places', 'at tip'];

interface Tally {
  readonly secrets: Set<string>;
  /** Distinct secrets with a place at a tip. */
  readonly atTip: Set<string>;
  places: number;
}

/** Empty when nothing was found. */
export function labelTable(findings: readonly Finding[], canvas: Canvas): string[] {
  if (findings.length === 0) return [];
  const tallies = new Map<string, Tally>();
  const total = newTally();
  for (const finding of findings) {
    const key = `${finding.label}\0${finding.level}`;
    const tally = tallies.get(key) ?? newTally();
    tallies.set(key, tally);
    count(tally, finding);
    count(total, finding);
  }
  const rows = [...tallies].map(([key, tally]) => toRow(key, tally)).toSorted(compareRows);
  return tableLines([HEADER, ...rows, toRow('total\0', total)], { words: 2, hasTotal: true }, canvas);
}

function newTally(): Tally {
  return { secrets: new Set(), atTip: new Set(), places: 0 };
}

function count(tally: Tally, finding: Finding): void {
  tally.places += 1;
  tally.secrets.add(finding.secretId);
  if (finding.atTip === true) tally.atTip.add(finding.secretId);
}

function toRow(key: string, { secrets, places, atTip }: Tally): Row {
  const [label = '', level = ''] = key.split('\0');
  return [visibleText(label), level, String(secrets.size), String(places), String(atTip.size)];
}

function compareRows(a: Row, b: Row): number {
  return compareOn<string>(LEVELS, b[1], a[1]) || Number(b[2]) - Number(a[2]) || (a[0] < b[0] ? -1 : 1);
}
