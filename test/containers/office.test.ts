/** Texts of documents, slides and sheets, as who opens them reads them. */
import { describe, expect, it } from 'vitest';
import { isLinear } from '../support/growth.ts';
import { buildZip } from './support/build-zip.ts';
import { opened } from './support/opened.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n';

function textOf(xml: string): string | undefined {
  return opened(Buffer.from(XML + xml)).texts['text'];
}

describe('a document', () => {
  it.each([
    [
      'of Word: runs are joined',
      '<w:document xmlns:w="x"><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Pass</w:t></w:r><w:r><w:t>word: </w:t></w:r><w:r><w:t>a</w:t></w:r></w:p></w:document>',
      'Password: a\n',
    ],
    [
      'of Word: cells and rows',
      '<w:document xmlns:w="x"><w:tbl><w:tr><w:tc><w:p><w:t>a</w:t></w:p></w:tc><w:tc><w:p><w:t>b</w:t></w:p></w:tc></w:tr></w:tbl></w:document>',
      'a\tb\t\n',
    ],
    ['of Word: a header', '<w:hdr xmlns:w="x">\n  <w:p>\n<w:t>SECRET</w:t></w:p>\n</w:hdr>', 'SECRET\n'],
    [
      'of PowerPoint',
      '<p:sld xmlns:a="x"><a:p><a:r><a:t>a &amp; b</a:t></a:r><a:br/><a:r><a:t>&#99;</a:t></a:r></a:p></p:sld>',
      'a & b\nc\n',
    ],
    [
      'of OpenDocument',
      '<office:document-content xmlns:text="x"><text:p>a<text:span>b</text:span><text:s/>c</text:p><text:h>d</text:h></office:document-content>',
      'ab c\nd\n',
    ],
  ])('%s', (_, xml, text) => expect(textOf(xml)).toBe(text));

  it('is no other XML, and no HTML', () => {
    for (const xml of ['<project><a/></project>', '<w:other/>', '<html><p>a</p></html>'])
      expect(textOf(xml)).toBeUndefined();
  });

  it('is read at the last level as well', () => {
    const part = { name: 'word/document.xml', content: '<w:document xmlns:w="x"><w:t>a</w:t></w:document>' };
    const { texts, troubles } = opened(buildZip([part]), { depth: 1 });
    expect(texts['word/document.xml!text']).toBe('a');
    expect(troubles).toEqual([]);
  });
});

const STRINGS =
  '<sst xmlns="x"><si><t>user</t></si><si><r><t>pass</t></r><r><t>word</t></r></si><si><t>ann &lt;a></t></si></sst>';

function rowsOf(sheet: string, strings = STRINGS, change = {}): ReturnType<typeof opened> {
  const parts = [
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet><sheetData>${sheet}</sheetData></worksheet>` },
    { name: 'xl/sharedStrings.xml', content: strings },
  ];
  return opened(buildZip(parts), change);
}

describe('a sheet', () => {
  it('becomes rows, with the strings that it shares', () => {
    const sheet =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' +
      '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="C2"><v>42</v></c><c t="inlineStr"><is><t>in</t></is></c></row>';
    expect(rowsOf(sheet).texts['xl/worksheets/sheet1.xml as rows']).toBe(
      'user\tpassword\nann <a>\t\t42\tin\n',
    );
  });

  it('that would be larger than allowed is told, and the others are read', () => {
    const sheet = '<c t="s"><v>0</v></c>'.repeat(2000);
    const strings = `<sst><si><t>${'long '.repeat(2000)}</t></si></sst>`;
    const { texts, troubles } = rowsOf(sheet, strings, { floorBytes: 1_000_000, ratio: 1 });
    expect(texts['xl/worksheets/sheet1.xml as rows']).toBeUndefined();
    expect(troubles).toEqual([{ kind: 'limit', inside: ['xl/worksheets/sheet1.xml'], count: 1 }]);
  });
});

it('time grows with the length alone', () => {
  for (const unit of ['<w:p>', '<', '<w:t', '&amp;', '&', '<w:tc/>', ' \n']) {
    const document = (count: number): Buffer => Buffer.from(`<w:document >${unit.repeat(count)}`);
    expect(isLinear(document, opened, 40_000), unit).toBe(true);
  }
  for (const unit of ['<c r="A1">', '<v>', '<t', '<row>', '<si>', '<si><t>']) {
    const book = (count: number): Buffer =>
      buildZip([
        { name: 'xl/sharedStrings.xml', content: unit.repeat(count) },
        { name: 'xl/worksheets/a.xml', content: unit.repeat(count) },
      ]);
    expect(isLinear(book, opened, 20_000), unit).toBe(true);
  }
});
