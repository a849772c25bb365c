/** Every decoder of the table gives back what was encoded, and says which part of it came from where. */
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Decoder } from '../../src/detect/decode/decoder.ts';
import { type DecoderName, DECODERS } from '../../src/detect/decode/table.ts';
import { fc } from '../support/property.ts';

const PLENTY = 1 << 20;

/** The other way round, in the forms that are met. */
const ENCODERS: Readonly<Record<DecoderName, ReadonlyArray<(text: string) => Buffer>>> = {
  base64: [
    (text) => Buffer.from(Buffer.from(text).toString('base64')),
    (text) => Buffer.from(Buffer.from(text).toString('base64url')),
    (text) => Buffer.from(Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\r\n')),
    (text) => Buffer.from(Buffer.from(text).toString('base64').replaceAll(/.{10}/g, '$&\n    ')),
  ],
  entities: [
    (text) => Buffer.from(Array.from(text, (one) => `&#${one.codePointAt(0)};`).join('')),
    (text) => Buffer.from(Array.from(text, (one) => `&#x${one.codePointAt(0)?.toString(16)};`).join('')),
    (text) => Buffer.from(text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')),
  ],
  escapes: [
    (text) => Buffer.from(text.replaceAll(/[^]/g, (unit) => `\\u${hexOf(unit.charCodeAt(0), 4)}`)),
    (text) => Buffer.from(Array.from(text, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`).join('')),
    (text) => Buffer.from(Array.from(Buffer.from(text), (byte) => `\\x${hexOf(byte, 2)}`).join('')),
    (text) => Buffer.from(JSON.stringify(text).slice(1, -1)),
  ],
  'joined-strings': [
    (text) => Buffer.from(text.replaceAll(/.{12}/gu, '$&" +\n    "')),
    (text) => Buffer.from(text.replaceAll(/.{12}/gu, "$&'\r\n\t'")),
    (text) => Buffer.from(text.replaceAll(/.{12}/gu, '$&"\n  . "')),
  ],
  percent: [
    (text) => Buffer.from(encodeURIComponent(text)),
    (text) => Buffer.from(Array.from(Buffer.from(text), (byte) => `%${hexOf(byte, 2)}`).join('')),
  ],
  'quoted-printable': [
    (text) =>
      Buffer.from(Array.from(Buffer.from(text), (byte) => `=${hexOf(byte, 2).toUpperCase()}`).join('')),
    (text) =>
      Buffer.from(
        Array.from(Buffer.from(text), (byte) => `=${hexOf(byte, 2).toUpperCase()}`)
          .join('')
          .replaceAll(/.{72}/g, '$&=\r\n'),
      ),
  ],
  gzip: [(text) => gzipSync(text)],
  hex: [
    (text) => Buffer.from(Buffer.from(text).toString('hex')),
    (text) => Buffer.from(Buffer.from(text).toString('hex').toUpperCase().replaceAll(/.{30}/g, '$&\n\t')),
  ],
  'utf-16': [
    (text) => Buffer.from(text, 'utf16le'),
    (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    (text) => Buffer.from(text, 'utf16le').swap16(),
  ],
  'utf-32': [(text) => utf32(text), (text) => utf32(`\ufeff${text}`), (text) => utf32(text).swap32()],
  zlib: [(text) => deflateSync(text), (text) => deflateSync(text, { level: 9 })],
};

function named(name: string): Decoder {
  const decoder = new Map<string, Decoder>(Object.entries(DECODERS)).get(name);
  if (!decoder) throw new Error(`there is no ${name}`);
  return decoder;
}

function hexOf(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}

function utf32(text: string): Buffer {
  return Buffer.from(Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0).buffer);
}

/** Long enough to be told for what it is, with a few characters that are not ASCII behind that. */
const text = fc
  .tuple(fc.string({ minLength: 64, maxLength: 90 }), fc.string({ unit: 'grapheme', maxLength: 90 }))
  .map((parts) => parts.join('').replaceAll('\ufeff', ''));

describe.each(
  Object.entries(ENCODERS).flatMap(([name, encoders]) =>
    encoders.map((encode, index) => [name, index, encode] as const),
  ),
)('%s, form %i', (name, _, encode) => {
  const decoder = named(name);

  it('is recognised and gives back what was encoded', () => {
    fc.assert(
      fc.property(text, (given) => {
        const encoded = encode(given);
        if (decoder.isFor) expect(decoder.isFor(encoded)).toBe(true);
        const decoded = decoder.decode(encoded, PLENTY);
        if (!decoded || decoded === 'too-large') throw new Error('not decoded');
        expect(decoded.bytes.toString()).toBe(given);
      }),
    );
  });

  it('says where each part came from: that alone decodes to it', () => {
    fc.assert(
      fc.property(text, fc.nat(63), fc.nat(63), (given, one, other) => {
        const encoded = encode(given);
        const decoded = decoder.decode(encoded, PLENTY);
        if (!decoded || decoded === 'too-large') throw new Error('not decoded');
        const [from, to] = [Math.min(one, other), Math.max(one, other) + 1];
        const [start, end] = [decoded.startOf(from), decoded.endOf(to)];
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(encoded.length);
        // A change behind or before the part leaves it as it is.
        const part = given.slice(from, to);
        const changed = [`${given.slice(0, from)}${part}${'#'.repeat(given.length - to)}`].map(encode)[0];
        if (name !== 'gzip' && name !== 'zlib')
          expect(changed?.subarray(start, end - 1)).toEqual(encoded.subarray(start, end - 1));
        else expect([start, end]).toEqual([0, encoded.length]);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 20 }), fc.nat(60), (given, noise, at) => {
        const encoded = encode(given);
        encoded.set(
          noise.subarray(0, encoded.length - at > 0 ? encoded.length - at : 0),
          Math.min(at, encoded.length),
        );
        for (const damaged of [encoded, encoded.subarray(0, at), Buffer.from(noise)]) {
          decoder.isFor?.(damaged);
          decoder.decode(damaged, PLENTY);
        }
      }),
    );
  });
});
