/** A gzip file: one deflated file, or several one behind the other (https://www.rfc-editor.org/rfc/rfc1952). */
import type { Container } from './container.ts';
import { inflate } from './inflate.ts';

const MAGIC = 0x1f8b08;
const HEADER_BYTES = 10;
const HAS_EXTRA = 4;
const HAS_NAME = 8;

export const gzip: Container = {
  opens: (bytes) => bytes.length > HEADER_BYTES && bytes.readUIntBE(0, 3) === MAGIC,
  *members(bytes, means) {
    const name = nameIn(bytes) || 'gunzipped';
    const content = inflate({ bytes, way: 'gzip', name }, means);
    if (content) yield { name, bytes: content };
  },
  isWrapping: true,
};

/** The name that the file had before, where it is kept. */
function nameIn(bytes: Buffer): string {
  const flags = bytes.readUInt8(3);
  if ((flags & HAS_NAME) === 0) return '';
  const from = HEADER_BYTES + ((flags & HAS_EXTRA) === 0 ? 0 : 2 + bytes.readUInt16LE(HEADER_BYTES));
  return bytes.toString('latin1', from, Math.max(from, bytes.indexOf(0, from)));
}
