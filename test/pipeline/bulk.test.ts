/** Data in bulk over a history: how many values there are at most decides how bad it is. */
import { expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { makeRepository } from '../support/make-repository.ts';
import { pesel } from '../support/people.ts';
import { planHere, scanHistoryHere } from '../support/scan-here.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const WANTED = new Set(['pl-pesel', 'email-addresses']);
const detectors = patternCatalogue().detectors.filter(({ id }) => WANTED.has(id));
const set = buildDetectorSet(detectors);

/** As many lines as asked for, none twice. */
function table(size: number): string {
  const numbers = new Set<string>();
  for (let seed = 0; numbers.size < size; seed++) numbers.add(pesel(seed));
  return `pesel\n${[...numbers].join('\n')}\n`;
}

async function findingsOf(...versions: ReadonlyArray<Record<string, string>>): Promise<readonly Finding[]> {
  const repository = makeRepository();
  for (const files of versions) repository.commit(files);
  const { findings } = await scanHistoryHere(repository.folder, {}, planHere({ detectors, set }));
  return findings;
}

it.each([
  [[10], 10, 'medium'],
  [[10, 1000], 1000, 'high'],
  [[10, 1000, 5], 1000, 'high'],
  [[10, 10_000], 10_000, 'critical'],
])('a table of %j persons counts %i and is %s', async (sizes, count, severity) => {
  const findings = await findingsOf(...sizes.map((size) => ({ 'people.csv': table(size) })));
  expect(findings).toMatchObject([{ count, severity, versions: sizes.length }]);
});

it('is hardly sure of addresses that are published on purpose', async () => {
  const list = (name: string): string =>
    Array.from({ length: 30 }, (_, seed) => `email: ${name}.k${seed}@firma-${seed}.de\n`).join('');
  const findings = await findingsOf({ 'people.yml': list('anna'), AUTHORS: list('berta') });
  expect(findings.map(({ path, confidence }) => `${path} ${confidence}`).toSorted()).toEqual([
    'AUTHORS low',
    'people.yml medium',
  ]);
});
