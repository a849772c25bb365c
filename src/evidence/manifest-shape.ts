/** The shape of manifest.json: what somebody else wrote is checked before it is believed. */
import * as v from 'valibot';
import { LEVELS } from '../core/severity.ts';
import { BundleFault } from './bundle-fault.ts';
import { FORMAT_VERSION, type Manifest } from './bundle-format.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const texts = v.array(v.string());

const run = v.object({
  number: count,
  startedAt: v.string(),
  finishedAt: v.nullable(v.string()),
  outcome: v.picklist(['running', 'complete', 'incomplete', 'abandoned']),
  target: v.string(),
  optionsDigest: v.string(),
  tool: v.object({
    name: v.literal('bitsieve'),
    version: v.string(),
    detectors: count,
    detectorDigest: v.string(),
  }),
  settings: v.exactOptional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
});

const manifest = v.strictObject({
  format: v.literal('bitsieve-evidence'),
  formatVersion: v.literal(FORMAT_VERSION),
  writtenBy: v.object({ name: v.literal('bitsieve'), version: v.string() }),
  run,
  keyId: v.nullable(v.string()),
  asked: v.strictObject({
    projects: texts,
    repositories: texts,
    window: v.nullable(v.strictObject({ from: v.string(), to: v.string() })),
  }),
  clock: texts,
  complete: v.boolean(),
  findings: v.strictObject(v.entriesFromList(LEVELS, count)),
  files: v.array(
    v.strictObject({
      name: v.string(),
      bytes: count,
      lines: v.nullable(count),
      sha256: v.string(),
    }),
  ),
});

/** @throws {BundleFault} */
export function manifestIn(document: unknown): Manifest {
  const read = v.safeParse(manifest, document);
  if (read.success) return read.output;
  const [first] = read.issues;
  throw new BundleFault(`manifest.json: ${v.getDotPath(first) ?? 'it'} is not as this version writes it`);
}
