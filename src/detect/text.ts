/** A blob as text: UTF-16 becomes UTF-8, everything else stays as it is. Says whether it looks binary. */

export interface Text {
  /** What is scanned. Offsets of candidates count in these bytes. */
  readonly bytes: Buffer;
  readonly encoding: 'bytes' | 'utf-16le' | 'utf-16be';
  /** NUL bytes in the first 8,000, as git judges it. */
  readonly isBinary: boolean;
}

/** git looks at so many bytes to tell binary from text (buffer_is_binary in xdiff-interface.c). */
const SNIFFED = 8000;
const FEWEST_PAIRS = 8;

export function textOf(blob: Buffer): Text {
  const encoding = utf16Encoding(blob);
  if (encoding === 'bytes') return { bytes: blob, encoding, isBinary: hasNul(blob) };
  const even = blob.subarray(0, blob.length & ~1);
  // swap16 works in place, and the blob is not ours to change.
  const little = encoding === 'utf-16le' ? even : Buffer.from(even).swap16();
  const text = little.toString('utf16le');
  return {
    bytes: Buffer.from(text.startsWith('\ufeff') ? text.slice(1) : text, 'utf8'),
    encoding,
    isBinary: false,
  };
}

function hasNul(blob: Buffer): boolean {
  return blob.subarray(0, SNIFFED).includes(0);
}

function utf16Encoding(blob: Buffer): Text['encoding'] {
  if (blob[0] === 0xff && blob[1] === 0xfe) return 'utf-16le';
  if (blob[0] === 0xfe && blob[1] === 0xff) return 'utf-16be';
  return hasNul(blob) ? utf16WithoutMark(blob) : 'bytes';
}

/** Mostly-Latin UTF-16 has a zero in (nearly) every other byte and none in the others. */
function utf16WithoutMark(blob: Buffer): Text['encoding'] {
  const length = Math.min(blob.length, SNIFFED) & ~1;
  let zeroEven = 0;
  let zeroOdd = 0;
  for (let at = 0; at < length; at += 2) {
    if (blob[at] === 0) zeroEven++;
    if (blob[at + 1] === 0) zeroOdd++;
  }
  const pairs = length / 2;
  if (pairs < FEWEST_PAIRS) return 'bytes';
  if (zeroEven === 0 && zeroOdd > pairs * 0.7) return 'utf-16le';
  if (zeroOdd === 0 && zeroEven > pairs * 0.7) return 'utf-16be';
  return 'bytes';
}
