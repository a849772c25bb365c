/** Every check can say what it asks and what it saw, says the same as in a scan, and tells nothing of the secret. */
import { describe, expect, it } from 'vitest';
import type { CheckSpec } from '../../src/catalogue/detector.ts';
import type { CheckInput } from '../../src/detect/check.ts';
import { CHECKS } from '../../src/detect/checks/table.ts';
import { explainCheck } from '../../src/detect/explain-check.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const detectors = patternCatalogue().detectors;
const used = detectors.flatMap(({ checks }) => checks);
const unused = Object.keys(CHECKS).filter((name) => !used.some((spec) => spec.name === name));
/** As the pattern files use each, each way once; what none of them uses, by itself. */
const specs = [
  ...new Map(
    [...used, ...unused.map((name): CheckSpec => ({ name, kind: 'token' }))].map((spec) => [
      JSON.stringify(spec),
      spec,
    ]),
  ).values(),
];

const piece = fc.oneof(
  fc.string({ maxLength: 40, unit: 'binary-ascii' }),
  fc.constantFrom(
    'example',
    'ghp_',
    '=',
    '\n',
    '"',
    'changeme',
    '${X}',
    '-----BEGIN RSA PRIVATE KEY-----',
    '4111',
  ),
  fc.stringMatching(/^[A-Za-z0-9+/]{0,60}$/),
  fc.stringMatching(/^[0-9a-f]{0,64}$/),
);
const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
const assigned = fc.record({ lead: text, name: text, link: text, quoted: fc.boolean() });
const input: fc.Arbitrary<CheckInput> = fc
  .record({ token: text, before: text, after: text, assigned: fc.option(assigned, { nil: undefined }) })
  .map(({ assigned: how, ...rest }) => (how ? { ...rest, assigned: how } : rest));

describe('an explained check', () => {
  it.each(specs.map((spec) => [JSON.stringify(spec), spec] as const))('%s', (_, spec) => {
    const check = CHECKS[spec.name];
    if (!check) throw new Error('there is no such check');
    fc.assert(
      fc.property(input, (given) => {
        const { accepts, asks, found } = explainCheck(check, given, spec);
        expect(accepts).toBe(check.accepts(given, spec));
        expect(asks).toMatch(/^[A-Z].*\.$/s);
        // Words of ours may stand in it by chance; ten characters in a row of a secret do not.
        const pieces = Array.from({ length: Math.max(0, given.token.length - 9) }, (__, at) =>
          given.token.slice(at, at + 10),
        );
        expect(pieces.filter((one) => found.includes(one))).toEqual([]);
      }),
      { seed: 11, numRuns: 60 },
    );
  });

  it('says by how much', () => {
    const { entropy } = CHECKS;
    if (!entropy) throw new Error('there is no check of entropy');
    const given = { token: 'aabb', before: '', after: '' };
    expect(explainCheck(entropy, given, { name: 'entropy', atLeast: 3.5 })).toEqual({
      name: 'entropy',
      accepts: false,
      asks: 'Its entropy must be at least 3.5 bits a character.',
      found: '1 < 3.5',
    });
  });
});
