/** patterns/regimes.toml: each regime is called for, each step has its article and its source, and labels name only what there is. */
import { describe, expect, it } from 'vitest';
import { checkRegimeFile } from '../../src/catalogue/regime-file.ts';
import { fits, mergeRegimes, RegimeChoice } from '../../src/exposure/notify/listed-regime.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { regimes, labels, detectors } = patternCatalogue();
const ids = regimes.map(({ id }) => id);
const named = new Map(labels.map((label) => [label.id, label.regimes]));

describe('regimes.toml', () => {
  it('has every regime that a label names, and none that no label does', () => {
    const called = new Set(labels.flatMap((label) => label.regimes));
    expect([...called].toSorted()).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names detectors that there are', () => {
    const patterns = regimes.flatMap((regime) => regime.detectors);
    expect(patterns.length).toBeGreaterThan(5);
    expect(patterns.filter((pattern) => !detectors.some(({ id }) => fits(pattern, id)))).toEqual([]);
  });

  it('cites an article for every step that sets a period', () => {
    const steps = regimes.flatMap(({ steps: own }) => own).filter(({ within }) => /^\d/.test(within));
    expect(steps.length).toBeGreaterThan(10);
    expect(steps.filter(({ article }) => !/\d/.test(article))).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['personal/contact', 'email-addresses', ['GDPR']],
    ['personal/health', 'diagnoses-of-patients', ['GDPR', 'HIPAA']],
    ['credential/cloud', 'aws-access-key', ['NIS2']],
    ['marking/export-control', 'itar-controlled-banner', ['ITAR']],
    ['marking/export-control', 'eccn-classification', ['EAR']],
    ['marking/export-control', 'eu-dual-use-notice', ['EU dual-use']],
    // By the path alone, so which one is not known.
    ['marking/export-control', 'email-addresses', ['ITAR', 'EAR', 'EU dual-use']],
    ['marking/government', 'eu-restricted', ['EUCI', 'Originator']],
    ['marking/government', 'us-cui-banner', ['DFARS 7012', 'Originator']],
    ['marking/government', 'uk-secret', ['Originator']],
    ['infrastructure/internal-host', 'x', []],
  ])('%s, found by %s, calls for %j', (label, detector, expected) => {
    expect(new RegimeChoice(mergeRegimes(regimes, []), named).of({ label, detector })).toEqual(expected);
  });

  it('is refused where a step comes after none that is earlier', () => {
    const text = { title: 'X', source: 'https://x.example', applies: 'All' };
    const step = {
      id: 'a',
      tell: 'x',
      what: 'x',
      article: '1',
      source: 'https://x.example',
      within: '1 day',
      after: 'b',
    };
    expect(() => checkRegimeFile({ regime: [{ id: 'X', ...text, step: [step] }] })).toThrow(/after "b"/);
  });
});
