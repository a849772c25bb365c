/** The zip family: zip, jar, war, apk, docx, xlsx, pptx, odt, epub, wheels and many more are one format. */
import type { Container, Member, OpeningMeans, TroubleKind } from './container.ts';
import { inflate } from './inflate.ts';
import { SheetRows } from './sheet-rows.ts';
import {
  dataAt,
  directoryOf,
  listedEntries,
  LOCAL_HEADER,
  strungEntries,
  type ZipEntry,
} from './zip-entries.ts';

const STORED = 0;
const DEFLATED = 8;
/** An archive that was written in one go may begin with this mark of a split one. */
const SPLIT_MARK = 0x08074b50;

export const zip: Container = {
  opens(bytes) {
    if (bytes.length < 30) return false;
    const first = bytes.readUInt32LE(0);
    return first === LOCAL_HEADER || (first === SPLIT_MARK && bytes.readUInt32LE(4) === LOCAL_HEADER);
  },
  *members(bytes, means) {
    const directory = directoryOf(bytes);
    const onDamage = (): void => means.onTrouble('damaged', '');
    if (directory === undefined) onDamage();
    const entries =
      directory === undefined ? strungEntries(bytes) : listedEntries(bytes, directory, onDamage);
    const sheets = new SheetRows();
    for (const entry of entries) {
      const member = memberOf(bytes, entry, means);
      if (member) sheets.note(member, means);
      if (member) yield member;
      if (!means.budget.isSpent) continue;
      means.onTrouble('limit', entry.name);
      return;
    }
    yield* sheets.members(means);
  },
};

function memberOf(bytes: Buffer, entry: ZipEntry, means: OpeningMeans): Member | undefined {
  const { name, at, method, packedSize, size } = entry;
  const { budget, onTrouble } = means;
  // A folder; deflated, nothing has two bytes.
  if (name.endsWith('/') && packedSize <= 2) return undefined;
  const kind = refusalOf(entry, budget.largest);
  const from = kind ? 0 : placeOf(bytes, at);
  if (kind || from < 0 || from + packedSize > bytes.length) {
    onTrouble(kind ?? 'damaged', name);
    return undefined;
  }
  const packed = bytes.subarray(from, from + packedSize);
  if (method === STORED) {
    budget.spendBytes(packed.length);
    return { name, bytes: packed };
  }
  const content = inflate({ bytes: packed, way: 'raw', name, claimed: size }, means);
  return content && { name, bytes: content };
}

function placeOf(bytes: Buffer, at: number): number {
  const isThere = at + 30 <= bytes.length && bytes.readUInt32LE(at) === LOCAL_HEADER;
  return isThere ? dataAt(bytes, at) : -1;
}

function refusalOf(
  { isEncrypted, method, size, packedSize }: ZipEntry,
  largest: number,
): TroubleKind | undefined {
  if (isEncrypted) return 'encrypted';
  if (method !== STORED && method !== DEFLATED) return 'unsupported';
  return Math.max(size, packedSize) > largest ? 'limit' : undefined;
}
