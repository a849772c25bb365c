/** Every format of containers, by the name that documents use. The first that takes a blob for its own opens it. */
import { bzip2 } from './bzip2.ts';
import type { Container } from './container.ts';
import { gzip } from './gzip.ts';
import { javaKeystore } from './java-keystore.ts';
import { officeText } from './office-text.ts';
import { pdf } from './pdf.ts';
import { pkcs12 } from './pkcs12.ts';
import { pythonCode } from './python-code.ts';
import { sqlite } from './sqlite.ts';
import { tar } from './tar.ts';
import { unread } from './unread.ts';
import { zip } from './zip.ts';

export const CONTAINERS: Readonly<Record<string, Container>> = {
  gzip,
  bzip2,
  zip,
  tar,
  'Java key store': javaKeystore,
  'PKCS #12': pkcs12,
  SQLite: sqlite,
  PDF: pdf,
  'compiled Python': pythonCode,
  'document in XML': officeText,
};

const ALL = [...Object.values(CONTAINERS), unread];

/** Undefined for an ordinary blob, after a few comparisons. */
export function containerOf(bytes: Buffer): Container | undefined {
  for (const container of ALL) if (container.opens(bytes)) return container;
  return undefined;
}
