/** One or more small containers of every format, made here. */
import { gzipSync } from 'node:zlib';
import { buildJks, buildPkcs12 } from './build-key-store.ts';
import { buildPdf } from './build-pdf.ts';
import { BZIP2_SAMPLE } from './bzip2-sample.ts';
import { buildSqlite } from './build-sqlite.ts';
import { buildTar, paxRecord } from './build-tar.ts';
import { buildZip } from './build-zip.ts';
import { PYTHON_SAMPLE } from './python-sample.ts';

const text = Array.from({ length: 60 }, (_, index) => `line ${index * 31} of ordinary text\n`).join('');

const zip = buildZip([
  { name: 'a.txt', content: text },
  { name: 'b.txt', content: text, isStored: true },
  { name: 'c.txt', content: text, isLong: true },
  { name: 'd.zip', content: buildZip([{ name: 'e', content: text }]) },
]);

const tar = buildTar([
  { name: 'a.txt', content: text },
  { name: '././@LongLink', type: 'L', content: `${'n'.repeat(200)}\0` },
  { name: 'n', content: text },
  { name: 'x', type: 'x', content: paxRecord('path', 'p') },
  { name: 'p', content: zip },
]);

export const SAMPLES: Readonly<Record<string, readonly Buffer[]>> = {
  gzip: [gzipSync(text), gzipSync(tar)],
  bzip2: [BZIP2_SAMPLE],
  'compiled Python': [PYTHON_SAMPLE],
  zip: [zip],
  tar: [tar, buildTar([{ name: 'a', content: text, isOld: true }])],
  'document in XML': [
    Buffer.from(`<?xml version="1.0"?><w:document xmlns:w="x"><w:p><w:t>${text}</w:t></w:p></w:document>`),
  ],
  'Java key store': [buildJks('changeit', [2, 1])],
  PDF: [buildPdf([{ content: `BT (${text}) Tj ET` }, { dictionary: '/Type /EmbeddedFile', content: text }])],
  SQLite: [
    buildSqlite(
      [
        ['a', 7],
        [text, null],
      ],
      { sql: 'CREATE TABLE of_rows (password TEXT, count)' },
    ),
  ],
  'PKCS #12': [buildPkcs12('changeit', { rounds: 4 })],
};
