/** Which detectors a scan uses does not depend on whether the build made a selection ready. */
import { expect, it } from 'vitest';
import { scanRules } from '../../src/commands/scan-rules.ts';
import { mergeOptions } from '../../src/config/merge.ts';
import { NO_CONFIG } from '../../src/config/no-config.ts';
import type { Config } from '../../src/config/read-config.ts';
import type { ScanOptions } from '../../src/config/scan-options.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { usual: _, ...catalogue } = patternCatalogue();
const { minConfidence } = mergeOptions({}, {}, {});

function chosen(flags: Partial<ScanOptions>, config: Config): { plain: string[]; ready: string[] } {
  const options = mergeOptions({}, flags, {});
  const ignore = { entries: 0, isIgnored: () => false, problems: [] };
  const asked = { options, config, ignore };
  const { detectors } = scanRules({ ...asked, catalogue });
  const usual = { minConfidence, detectors: usualOnes, keywords: () => Buffer.alloc(0) };
  const ready = scanRules({ ...asked, catalogue: { ...catalogue, usual } }).detectors;
  return { plain: detectors.map(({ id }) => id), ready: ready.map(({ id }) => id) };
}

const [first, second] = catalogue.detectors;
if (!first || !second) throw new Error('there are no detectors');
const usualOnes = catalogue.detectors.filter(({ confidence }) => confidence !== 'low');

it.each<[string, Partial<ScanOptions>, Partial<Config>]>([
  ['nothing is asked for', {}, {}],
  ['less sure ones are asked for', { minConfidence: 'low' }, {}],
  ['only sure ones are asked for', { minConfidence: 'high' }, {}],
  ['one is turned off', { disableDetector: [first.id] }, {}],
  ['two are named', { enableDetector: [first.id, second.id] }, {}],
  ['a file turns one off', {}, { disabled: [second.id] }],
  ['a file has one of its own', {}, { detectors: [{ ...first, id: 'acme-token' }] }],
  ['a file has its own in the place of one', {}, { detectors: [{ ...first, title: 'ours' }] }],
])('uses the same where %s', (_words, flags, config) => {
  const { plain, ready } = chosen(flags, { ...NO_CONFIG, ...config });
  expect(ready).toEqual(plain);
  const isUsual = Object.keys({ ...flags, ...config }).length === 0;
  expect(plain.join() === usualOnes.map(({ id }) => id).join()).toBe(isUsual);
});
