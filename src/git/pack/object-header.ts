/** The header of an object in a pack: type, size, and for a delta where its base is. https://git-scm.com/docs/gitformat-pack */

const OFS_DELTA = 6;
const REF_DELTA = 7;
const MAX_SIZE_BYTES = 9;
const MAX_DISTANCE_BYTES = 8;

/** Reads headers one after the other; what it read stands in its fields, so that a million of them leave no garbage. */
export class ObjectHeader {
  type = 0;
  /** Bytes of the object, or of the delta, expanded. */
  size = 0;
  /** Where the header ends and the compressed data begins. */
  end = 0;
  /** How far in front of this object its base begins; 0 for none. */
  distance = 0;
  /** Where the name of the base stands; -1 for none. */
  baseNameAt = -1;

  /** @returns false for what is no header, or is cut short by `limit` */
  read(bytes: Buffer, at: number, limit: number, oidBytes: number): boolean {
    this.type = ((bytes[at] ?? 0) >> 4) & 7;
    this.distance = 0;
    this.baseNameAt = -1;
    if (!this.#readSize(bytes, at, limit)) return false;
    if (this.type === REF_DELTA) {
      this.baseNameAt = this.end;
      this.end += oidBytes;
      return this.end <= limit;
    }
    if (this.type === OFS_DELTA) return this.#readDistance(bytes, limit);
    return this.type >= 1 && this.type <= 4;
  }

  /** Four bits in the first byte, then seven a byte, least significant first. */
  #readSize(bytes: Buffer, start: number, limit: number): boolean {
    let scale = 16;
    this.size = (bytes[start] ?? 0) & 15;
    const end = Math.min(limit, start + MAX_SIZE_BYTES);
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (at > start) {
        this.size += (byte & 0x7f) * scale;
        scale *= 128;
      }
      this.end = at + 1;
      if (byte < 0x80) return true;
    }
    return false;
  }

  /** Seven bits a byte, most significant first, and one added for each byte but the last. */
  #readDistance(bytes: Buffer, limit: number): boolean {
    const end = Math.min(limit, this.end + MAX_DISTANCE_BYTES);
    for (let at = this.end; at < end; at++) {
      const byte = bytes[at] ?? 0;
      this.distance = this.distance * 128 + (byte & 0x7f);
      this.end = at + 1;
      if (byte < 0x80) return true;
      this.distance++;
    }
    return false;
  }
}
