import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkScannerrc } from '../../src/config/check-scannerrc.ts';
import { mergeOptions } from '../../src/config/merge.ts';
import { OPTIONS } from '../../src/config/options.ts';
import type { OptionSpec } from '../../src/config/scan-options.ts';
import { parseToml } from '../../src/catalogue/parse-toml.ts';

const path = fileURLToPath(new URL('../../.scannerrc.example', import.meta.url));
const text = readFileSync(path, 'utf8');
const vocabulary = {
  detectors: ['github-personal-access-token'],
  labels: ['credential/saas', 'personal/contact'],
  regimes: ['GDPR'],
};

describe('.scannerrc.example', () => {
  it('holds every option that may stand in a file, and no other', () => {
    const shown = Array.from(text.matchAll(/^#?([a-z-]+) = /gm), ([, key]) => key);
    const real = Object.values<OptionSpec>(OPTIONS)
      .filter(({ inFile }) => inFile)
      .map(({ flag }) => flag);
    expect(shown).toEqual(real);
  });

  it('says the real defaults', () => {
    const checked = checkScannerrc(parseToml(text, path), '/', vocabulary);
    if (!('options' in checked)) throw new Error(JSON.stringify(checked));
    expect(Object.keys(checked.options).length).toBeGreaterThan(10);
    expect({ ...mergeOptions({}, {}, {}), ...checked.options }).toEqual(mergeOptions({}, {}, {}));
  });

  it('leaves out only defaults that cannot be written down', () => {
    const off = Array.from(text.matchAll(/^#([a-z-]+) = /gm), ([, key]) => key);
    const without = Object.values<OptionSpec>(OPTIONS).filter(
      ({ inFile, default: value }) => inFile && value === null,
    );
    expect(off).toEqual([...without.map(({ flag }) => flag), 'jobs']);
  });

  it('is right in what it only shows', () => {
    const on = text.replace(/^# (\[\[?[a-z]|[a-z-]+ +=)/gm, '$1').replace(/^#([a-z-]+ = )/gm, '$1');
    const checked = checkScannerrc(parseToml(on, path), '/', vocabulary);
    expect(checked).toMatchObject({
      credential: { from: 'environment', variable: 'CI_BITBUCKET_TOKEN', email: 'ada@example.org' },
      allow: [{ condition: 'all' }],
      labels: [{ id: 'personal/customer-number' }, { id: 'credential/saas', level: 'RESTRICTED' }],
      maps: [{ label: 'personal/customer-number' }],
      zones: [{ name: 'external collaboration', ceiling: 'INTERNAL' }],
      partners: [{ name: 'Example Partner', step: { within: '24 hours' } }],
      regimes: [{ id: 'DORA', steps: [{ id: 'initial' }, { after: 'initial' }] }, { id: 'GDPR' }],
      detectors: [{ id: 'acme-api-token' }],
    });
  });
});
