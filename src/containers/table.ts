/** Every format of containers, by the name that documents use. The first that takes a blob for its own opens it. */
import type { Container } from './container.ts';
import { gzip } from './gzip.ts';
import { tar } from './tar.ts';
import { zip } from './zip.ts';

export const CONTAINERS: Readonly<Record<string, Container>> = {
  gzip,
  zip,
  tar,
};

const ALL = Object.values(CONTAINERS);

/** Undefined for an ordinary blob, after a few comparisons. */
export function containerOf(bytes: Buffer): Container | undefined {
  for (const container of ALL) if (container.opens(bytes)) return container;
  return undefined;
}
