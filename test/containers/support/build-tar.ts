/** Tar archives, built byte by byte. */

export interface TarPart {
  readonly name: string;
  readonly content: Buffer | string;
  readonly type?: string;
  readonly prefix?: string;
  /** What the header says instead of the true size. */
  readonly sizeField?: Buffer;
  /** Without the magic of ustar. */
  readonly isOld?: boolean;
}

const BLOCK = 512;

export function buildTar(parts: readonly TarPart[]): Buffer {
  return Buffer.concat([...parts.map(tarPart), Buffer.alloc(2 * BLOCK)]);
}

/** A record of a pax header. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const guess = String(rest.length + 2).length + rest.length;
  return `${String(String(guess).length + rest.length)}${rest}`;
}

function tarPart({ name, content, type = '0', prefix = '', sizeField, isOld = false }: TarPart): Buffer {
  const data = Buffer.from(content);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100, 'latin1');
  header.write('0000644\0', 100, 'latin1');
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  sizeField?.copy(header, 124);
  header.write(type, 156, 'latin1');
  if (!isOld) header.write('ustar\x0000', 257, 'latin1');
  header.write(prefix, 345, 155, 'latin1');
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return Buffer.concat([header, data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);
}
