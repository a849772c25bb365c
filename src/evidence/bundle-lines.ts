/** Bytes of a file in a bundle -> its lines, each held to the one form that it can have. */
import { canonicalJson } from '../core/canonical-json.ts';
import { BundleFault } from './bundle-fault.ts';
import { type EvidenceLine, LINE_FILES, type LineFile, MAX_LINE_BYTES } from './bundle-format.ts';

const LINE_END = 10;

/** Without their ends. @throws {BundleFault} for a line that has none, or is too long */
export function* linesIn(pieces: Iterable<Buffer>, name: string): Generator<Buffer> {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  for (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(LINE_END); end >= 0; end = piece.indexOf(LINE_END, from)) {
      const own = piece.subarray(from, end);
      yield keptBytes === 0 ? own : Buffer.concat([...kept, own]);
      [kept, keptBytes] = [[], 0];
      from = end + 1;
    }
    if (from < piece.length) kept.push(piece.subarray(from));
    keptBytes += piece.length - from;
    if (keptBytes > MAX_LINE_BYTES) throw new BundleFault(`${name}: a line has over ${MAX_LINE_BYTES} bytes`);
  }
  if (keptBytes > 0) throw new BundleFault(`${name}: its last line has no end`);
}

/** @throws {BundleFault} unless it is an object in canonical form */
export function objectIn(line: Buffer, where: string): EvidenceLine {
  const value = parsed(line);
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && isCanonical(value, line))
    return { ...value };
  throw new BundleFault(`${where}: is no object in the form of RFC 8785`);
}

/** @throws {BundleFault} unless what it is known by can be compared */
export function recordIn(line: Buffer, file: LineFile, number: number): EvidenceLine {
  const where = `${file}, line ${number}`;
  const record = objectIn(line, where);
  for (const name of LINE_FILES[file]) {
    const value = record[name] ?? '';
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new BundleFault(`${where}: ${name} is neither text nor number`);
  }
  return record;
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return null;
  }
}

/** Bytes are compared: what is not UTF-8 reads as if it were. */
function isCanonical(value: object, line: Buffer): boolean {
  try {
    return Buffer.from(canonicalJson(value), 'utf8').equals(line);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
