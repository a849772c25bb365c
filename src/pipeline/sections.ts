/** Several runs of bytes in one, each with its length in front. */

const LENGTH_BYTES = 4;

export function joinSections(sections: readonly Buffer[]): Buffer[] {
  const lengths = Uint32Array.from(sections, ({ length }) => length);
  return [Buffer.from(lengths.buffer), ...sections];
}

/** @throws {RangeError} when the bytes are not so many sections */
export function cutSections(bytes: Buffer, count: number): Buffer[] {
  let at = count * LENGTH_BYTES;
  const sections = Array.from({ length: count }, (_, index) => {
    const start = at;
    at += bytes.readUInt32LE(index * LENGTH_BYTES);
    return bytes.subarray(start, at);
  });
  if (at !== bytes.length) throw new RangeError('the sections do not fill the bytes');
  return sections;
}

export function jsonBytes(value: object): Buffer {
  return Buffer.from(JSON.stringify(value));
}

export function parseJson(bytes: Buffer | undefined): unknown {
  return JSON.parse(bytes?.toString('utf8') ?? 'null');
}
