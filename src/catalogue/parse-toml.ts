/** Parses TOML that somebody else may have written. */
import { parse, TomlError } from 'smol-toml';
import { ScannerError } from '../core/scanner-error.ts';

/** Lists within lists; nothing of ours goes deeper than three. */
const MAX_DEPTH = 32;

/** @param path for the message. @throws {ScannerError} `config`, with path and line */
export function parseToml(text: string, path: string): object {
  try {
    return parse(text, { unsafeKeyBehaviour: 'throw', maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Neither the rest of the message nor a cause: they show lines of the file, and a wrong file could hold secrets.
    const [first = ''] = error.message.split('\n');
    throw new ScannerError('config', `${path}:${error.line}: ${first}`, {
      hint: 'See https://toml.io for its syntax.',
    });
  }
}
