/** No format prints a secret in clear, wherever a hostile repository has put it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScanResult } from '../../src/core/scan-result.ts';
import { FORMATS } from '../../src/report/formats.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';
import { visibleText } from '../../src/report/text/visible-text.ts';
import { xmlText } from '../../src/report/text/xml-text.ts';
import {
  OPTIONS,
  finding,
  problem,
  result,
  sampleSecret,
  secretValue,
  textOf,
} from './support/sample-result.ts';

/** The secret in every place of a result that can hold text, alone and inside other text. */
function everywhere(secret: string, inner: string): ScanResult {
  const person = { name: `Dr ${secret} jr`, email: `${secret}@example.com` };
  const introduced = { commit: 'c1'.repeat(20), author: person, date: '2024-03-01T10:00:00Z' };
  return result({
    findings: [
      finding({
        value: secretValue(secret),
        secretId: 'outer',
        path: `dir/${secret}`,
        introduced,
        notes: [`seen near ${secret}`],
        tips: [secret, `feature/${secret}`],
        otherPaths: [{ path: `${secret}/x${secret}`, introduced }],
        title: `Token ${secret}`,
        issuer: secret,
        exposes: `opens ${secret}`,
        revoke: secret,
        references: [`https://example.com/${secret}`],
      }),
      finding({ value: secretValue(inner), secretId: 'inner', path: `${inner}.${secret}`, atTip: false }),
    ],
    problems: [problem({ message: `cannot read ${secret}${inner}.`, path: `p/${secret}` })],
    scan: { target: `/srv/${secret}`, revisions: secret, config: `${secret}.toml` },
  });
}

/** How a text may stand in one of the formats. */
function writtenForms(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    xmlText(secret),
    visibleText(secret),
    secret.replaceAll('"', '""'),
  ];
}

const secrets = fc
  .oneof(
    fc.string({ minLength: 8, maxLength: 60 }),
    fc.string({ unit: 'binary', minLength: 8, maxLength: 30 }),
    fc.string({
      unit: fc.constantFrom('a', 'b', '/', '"', '\n', '.', '\u001b', ' '),
      minLength: 8,
      maxLength: 20,
    }),
  )
  // Stars are what a mask is made of.
  .filter((secret) => !secret.includes('*'));

function options(verbose: boolean, redactPercent: number | undefined): ReportOptions {
  return { ...OPTIONS, verbose, ...(redactPercent === undefined ? {} : { redactPercent }) };
}

describe.each(Object.entries(FORMATS))('%s', (_, { report }) => {
  it('holds no secret of 8 characters or more', () => {
    const neutral = textOf(report(everywhere('0'.repeat(40), '1'.repeat(40)), { ...OPTIONS, verbose: true }));
    const percent = fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined });
    fc.assert(
      fc.property(secrets, fc.nat(), fc.boolean(), percent, (secret, cut, verbose, redactPercent) => {
        // Half a surrogate pair at the cut becomes what a decoder makes of it.
        const inner = secretValue(secret.slice(cut % (secret.length - 7))).unwrapText();
        // What the format says of itself ("severity") is no leak.
        fc.pre([secret, inner].every((text) => !writtenForms(text).some((form) => neutral.includes(form))));
        const text = textOf(report(everywhere(secret, inner), options(verbose, redactPercent)));
        for (const form of [...writtenForms(secret), ...writtenForms(inner)]) {
          expect(text.includes(form), JSON.stringify({ secret, inner, form })).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('holds the same secret when it was asked for (or this test would see nothing)', () => {
    const secret = ['plain', 'Secret', '42'].join('-');
    expect(textOf(report(everywhere(secret, 'x'.repeat(9)), OPTIONS))).not.toContain(secret);
    expect(textOf(report(everywhere(secret, 'x'.repeat(9)), { ...OPTIONS, showSecrets: true }))).toContain(
      secret,
    );
  });
});

it('keeps the names that the tool gives, though a password may be the same word', () => {
  const odd = result({
    findings: [
      finding({ value: secretValue('RESTRICTED') }),
      finding({ value: secretValue('c1'.repeat(20)) }),
    ],
  });
  const [record] = JSON.parse(textOf(FORMATS.json.report(odd, OPTIONS))).findings;
  expect(record).toMatchObject({ level: 'RESTRICTED', commit: 'c1'.repeat(20) });
});

it('shows no whole secret in the part of a longer one that --redact leaves standing', () => {
  const inner = ['inner', 'Secret', '42'].join('-');
  const outer = `https://${inner}@example.com/some/long/path/to/make/half/of/it/longer`;
  const both = result({
    findings: [
      finding({ value: secretValue(outer) }),
      finding({ value: secretValue(inner), path: `x/${outer}` }),
    ],
  });
  const [first, second] = JSON.parse(
    textOf(FORMATS.json.report(both, { ...OPTIONS, redactPercent: 50 })),
  ).findings;
  expect(first.masked).toMatch(/^https:\/\/\*{8}@example/);
  expect(second.path).toBe(`x/${first.masked}`);
});

it('takes --redact=0 at its word', () => {
  const clear = textOf(
    FORMATS.json.report(result({ findings: [finding()] }), { ...OPTIONS, redactPercent: 0 }),
  );
  expect(JSON.parse(clear).findings[0].masked).toBe(sampleSecret());
});
