/** What a decoder is: encoded bytes to what they stand for, and from there back to where it came from. */

export interface Decoded {
  readonly bytes: Buffer;
  /** Where in what was decoded the part begins that gave the byte at this offset. */
  readonly startOf: (offset: number) => number;
  /** Where the part ends that gave the byte before this offset. */
  readonly endOf: (offset: number) => number;
}

export interface Decoder {
  /** Is this what it decodes? Looks at the first bytes alone. Left out: whoever finds the stretch knows. */
  readonly isFor?: (bytes: Buffer) => boolean;
  /**
   * @param most no more bytes are made than this
   * @returns undefined for what is malformed; 'too-large' for what holds more
   */
  readonly decode: (bytes: Buffer, most: number) => Decoded | 'too-large' | undefined;
}

/** Of what a compressed stream holds nobody can say which of its bytes it came from. */
export function decodedAsWhole(bytes: Buffer, source: Buffer): Decoded {
  return { bytes, startOf: () => 0, endOf: () => source.length };
}
