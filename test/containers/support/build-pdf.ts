/** PDF documents, as simple as they can be. */
import { deflateSync } from 'node:zlib';

export interface PdfPart {
  readonly dictionary?: string;
  readonly content: string | Buffer;
  readonly isPlain?: boolean;
}

export function buildPdf(parts: readonly PdfPart[], trailer = '<< /Root 1 0 R >>'): Buffer {
  const objects = parts.map(({ dictionary = '', content, isPlain = false }, index) => {
    const data = isPlain ? Buffer.from(content) : deflateSync(content);
    const filter = isPlain ? '' : '/Filter /FlateDecode';
    const head = `${index + 1} 0 obj\n<< /Length ${data.length} ${filter} ${dictionary} >>\nstream\r\n`;
    return Buffer.concat([Buffer.from(head), data, Buffer.from('\nendstream\nendobj\n')]);
  });
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...objects, Buffer.from(`trailer\n${trailer}\n%%EOF\n`)]);
}
