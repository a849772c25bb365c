/** Key stores as their tools write them, around noise instead of keys. */
import { createHash, createHmac } from 'node:crypto';

const NOISE = Buffer.from('no key at all, only its place');

/** @param tags of the entries: 1 is a private key, 2 a certificate */
export function buildJks(password: string, tags: readonly number[]): Buffer {
  const text = (value: string): Buffer => Buffer.concat([word16(value.length), Buffer.from(value)]);
  const data = Buffer.concat([word32(NOISE.length), NOISE]);
  const certificate = Buffer.concat([text('X.509'), data]);
  const entries = tags.map((tag) =>
    Buffer.concat([
      word32(tag),
      text('alias'),
      Buffer.alloc(8),
      tag === 1 ? Buffer.concat([data, word32(1), certificate]) : certificate,
    ]),
  );
  const content = Buffer.concat([word32(0xfeedfeed), word32(2), word32(tags.length), ...entries]);
  const secret = Buffer.concat(Array.from(password, (sign) => word16(sign.charCodeAt(0))));
  const digest = createHash('sha1').update(secret).update('Mighty Aphrodite').update(content).digest();
  return Buffer.concat([content, digest]);
}

/** @param password null: a zero-length one, as OpenSSL reads "none" */
export function buildPkcs12(password: string | null, { rounds = 2048, hasKey = true } = {}): Buffer {
  const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
  const bag = hasKey ? oid('2a864886f70d010c0a0102') : oid('2a864886f70d010c0a0103');
  const content = der(0x30, der(0x30, bag, der(0xa0, NOISE)));
  const salt = Buffer.from('12345678');
  const key = macKey(password, salt, rounds);
  const digest = createHmac('sha256', key).update(content).digest();
  const info = der(0x30, der(0x30, oid('608648016503040201'), der(0x05)), der(0x04, digest));
  const times = der(0x02, Buffer.concat([Buffer.alloc(1), word16(rounds)]));
  return der(
    0x30,
    der(0x02, Buffer.from([3])),
    der(0x30, oid('2a864886f70d010701'), der(0xa0, der(0x04, content))),
    der(0x30, info, der(0x04, salt), times),
  );
}

/** RFC 7292, appendix B.2, for one block of SHA-256. */
function macKey(password: string | null, salt: Buffer, rounds: number): Buffer {
  const written = password === null ? Buffer.alloc(0) : Buffer.from(`${password}\0`, 'utf16le').swap16();
  const repeated = (part: Buffer): Buffer[] => {
    const bytes: number[] = [];
    while (part.length > 0 && (bytes.length === 0 || bytes.length % 64 > 0))
      bytes.push(part[bytes.length % part.length] ?? 0);
    return [Buffer.from(bytes)];
  };
  let key = Buffer.concat([Buffer.alloc(64, 3), ...repeated(salt), ...repeated(written)]);
  for (let round = 0; round < rounds; round++) key = createHash('sha256').update(key).digest();
  return key;
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length =
    content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function word16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function word32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
