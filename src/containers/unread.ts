/** Archives that are not opened, so that it is said: xz, Zstandard, LZ4, 7-Zip, RAR, Cabinet. */
import type { Container } from './container.ts';

/** What they begin with, latin1. */
const MAGICS = [
  '\xfd7zXZ\0',
  '\x28\xb5\x2f\xfd',
  '\x04\x22\x4d\x18',
  '7z\xbc\xaf\x27\x1c',
  'Rar!\x1a\x07',
  'MSCF\0\0\0\0',
].map((magic) => Buffer.from(magic, 'latin1'));
const FIRSTS = new Set(MAGICS.map((magic) => magic[0]));

export const unread: Container = {
  opens: (bytes) =>
    FIRSTS.has(bytes[0]) && MAGICS.some((magic) => bytes.subarray(0, magic.length).equals(magic)),
  members(_, { onTrouble }) {
    onTrouble('unsupported', '');
    return [];
  },
};
