/**
 * A PDF document: the text of its pages, its objects as far as they are text, and files embedded in it (ISO 32000-1). It is read by its
 * streams, not by its table of objects: a damaged one gives what is left, and what was replaced by a later state is read too.
 */
import type { Container, Member, OpeningMeans } from './container.ts';
import { inflate } from './inflate.ts';
import { shownText } from './pdf-text.ts';

const MAGIC = '%PDF-';
/** Asked first: most blobs end here, and no text is made of them. */
const FIRST = 0x25;
const STREAM = 'stream';
const END = 'endstream';
const ENCRYPTED = '/Encrypt';
/** Of what stands in front of a stream so much is read. */
const MOST_DICTIONARY = 1024;
const DEFLATED = /\/(?:FlateDecode|Fl)\b/;
/** Pictures and fonts hold no text; other ways to pack a stream are old, or for pictures. */
const NO_TEXT =
  /\/Subtype\s*\/(?:Image|Type1C|CIDFontType0C|OpenType)\b|\/Length[123]\s|\/(?:DCT|CCITTFax|JBIG2|JPX|LZW|ASCII85|ASCIIHex|RunLength)Decode\b/;
/** Numbers are stored as differences there: nothing is to be read in them. */
const PREDICTED = /\/Type\s*\/XRef\b|\/Predictor\s+[2-9]/;
const EMBEDDED = /\/EmbeddedFile\b/;
const SNIFFED = 8000;

export const pdf: Container = {
  opens: (bytes) =>
    bytes[0] === FIRST && bytes.length > 16 && bytes.toString('latin1', 0, MAGIC.length) === MAGIC,
  members: membersOf,
};

function* membersOf(bytes: Buffer, means: OpeningMeans): Generator<Member> {
  if (bytes.includes(ENCRYPTED)) {
    means.onTrouble('encrypted', '');
    return;
  }
  let number = 0;
  for (const { dictionary, data } of streamsOf(bytes)) {
    number++;
    if (means.budget.isSpent) return;
    const member = memberOf(`stream ${number}`, dictionary, data, means);
    if (member) yield member;
  }
}

function memberOf(name: string, dictionary: string, data: Buffer, means: OpeningMeans): Member | undefined {
  if (NO_TEXT.test(dictionary) || PREDICTED.test(dictionary)) return undefined;
  if (!DEFLATED.test(dictionary)) means.budget.spendBytes(data.length);
  const content = DEFLATED.test(dictionary) ? inflate({ bytes: data, way: 'zlib', name }, means) : data;
  if (!content) return undefined;
  if (EMBEDDED.test(dictionary)) return { name: `embedded in ${name}`, bytes: content };
  const text = textOf(content);
  return text.length > 0 ? { name, bytes: text } : undefined;
}

/** Of a page what it shows; of objects and metadata what is written there; of anything else nothing. */
function textOf(content: Buffer): Buffer {
  const isPage = content.includes('BT') && /\bT[jJ]\b/.test(content.toString('latin1'));
  if (isPage) return Buffer.from(shownText(content), 'latin1');
  const isText = !content.subarray(0, SNIFFED).includes(0) && !content.includes('begincmap');
  return isText ? content : Buffer.alloc(0);
}

interface PdfStream {
  readonly dictionary: string;
  readonly data: Buffer;
}

function* streamsOf(bytes: Buffer): Generator<PdfStream> {
  let behind = 0;
  for (let at = bytes.indexOf(STREAM); at >= 0; at = bytes.indexOf(STREAM, behind)) {
    const from = dataAt(bytes, at + STREAM.length);
    const end = bytes.indexOf(END, from);
    if (end < 0) return;
    const dictionary = bytes.toString('latin1', Math.max(behind, at - MOST_DICTIONARY), at);
    behind = end + END.length;
    // Of this stream alone: what stands before the last object begins is another's.
    const own = dictionary.slice(dictionary.lastIndexOf(' obj') + 1);
    yield { dictionary: own, data: bytes.subarray(from, end) };
  }
}

/** Behind the word a line ends, with two bytes or one. */
function dataAt(bytes: Buffer, at: number): number {
  if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return at + 2;
  return bytes[at] === 0x0a || bytes[at] === 0x0d ? at + 1 : at;
}
