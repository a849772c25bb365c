/** Writes a bundle, file after file, as they come; sizes and sums are put into a file's header once it is written. */
import { createHash } from 'node:crypto';
import { crc32Of } from '../core/crc32.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { MAX_LINE_BYTES, type NamedFile } from './bundle-format.ts';
import type { NewFile } from './new-file.ts';
import { directory, LARGE_BYTES, LOCAL_BYTES, localHeader, type PlacedEntry } from './zip-layout.ts';

/** Lines are put together to chunks of so many characters. */
const CHUNK = 64 * 1024;

/** Of one UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;

/** What goes into a file: called once more when it turns out to need a longer header. */
export type Lines = () => AsyncIterable<string> | Iterable<string>;

export class ZipWriter {
  readonly #file: NewFile;
  readonly #zip64From: number;
  readonly #entries: PlacedEntry[] = [];

  constructor(file: NewFile, zip64From: number) {
    this.#file = file;
    this.#zip64From = zip64From;
  }

  /** Each line gets its end. */
  async add(name: string, lines: Lines): Promise<NamedFile> {
    const offset = this.#file.position;
    const short = await this.#write(name, lines(), LOCAL_BYTES + name.length);
    if (short.bytes < this.#zip64From) return this.#placed(short, offset);
    await this.#file.cut(offset);
    return this.#placed(await this.#write(name, lines(), LOCAL_BYTES + name.length + LARGE_BYTES), offset);
  }

  async finish(): Promise<void> {
    await this.#file.write(directory(this.#entries, this.#file.position, this.#zip64From));
  }

  async #write(
    name: string,
    lines: AsyncIterable<string> | Iterable<string>,
    header: number,
  ): Promise<Written> {
    await this.#file.write(Buffer.alloc(header));
    const hash = createHash('sha256');
    const sum = { bytes: 0, lines: 0, crc: 0 };
    const put = async (text: string): Promise<void> => {
      const bytes = Buffer.from(text, 'utf8');
      hash.update(bytes);
      sum.crc = crc32Of(bytes, sum.crc);
      sum.bytes += bytes.length;
      await this.#file.write(bytes);
    };
    let waiting = '';
    for await (const line of lines) {
      if (line.length > MAX_LINE_BYTES / MOST_BYTES) checkLength(line, name);
      waiting += `${line}\n`;
      sum.lines += 1;
      if (waiting.length < CHUNK) continue;
      await put(waiting);
      waiting = '';
    }
    if (waiting !== '') await put(waiting);
    return { name, ...sum, sha256: hash.digest('hex') };
  }

  async #placed({ crc, ...named }: Written, offset: number): Promise<NamedFile> {
    const entry = { name: named.name, size: named.bytes, crc, offset };
    this.#entries.push(entry);
    await this.#file.flush();
    await this.#file.overwrite(offset, localHeader(entry, this.#zip64From));
    return named;
  }
}

interface Written extends NamedFile {
  readonly lines: number;
  readonly crc: number;
}

/** What could not be verified is not written. */
function checkLength(line: string, name: string): void {
  if (Buffer.byteLength(line) <= MAX_LINE_BYTES) return;
  throw new ScannerError('report', `${name}: a record has over ${MAX_LINE_BYTES} bytes`, {
    hint: 'Leave the repository that it is about out with --repo.',
  });
}
