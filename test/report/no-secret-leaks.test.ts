/** No format prints a secret in clear, wherever a hostile repository has put it. */
import { describe, expect, it } from 'vitest';
import type { ScanResult } from '../../src/core/scan-result.ts';
import { FORMATS } from '../../src/report/formats.ts';
import type { ReportOptions } from '../../src/report/reporter.ts';
import { visibleText } from '../../src/report/text/visible-text.ts';
import { parseCsv } from './support/parse-csv.ts';
import { parseXml } from './support/parse-xml.ts';
import type { XmlElement } from './support/parse-xml.ts';
import {
  OPTIONS,
  finding,
  problem,
  result,
  sampleSecret,
  secretValue,
  textOf,
} from './support/sample-result.ts';
import { fc } from '../support/property.ts';

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
        exposure: [{ branch: `x${secret}`, cameIn: introduced, left: introduced }],
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

/**
 * All that a reader of the format gets to see. Decoded, because in the raw text a mask and the format's own escapes can
 * look like a secret: half of `""""""""`, its quotes doubled for CSV, is that secret again.
 */
function decoded(name: string, text: string): string {
  if (name === 'console') return text;
  if (name === 'csv') return parseCsv(text).flat().join('\n');
  if (name === 'junit') return xmlStrings(parseXml(text)).join('\n');
  if (name === 'jsonl')
    return text
      .trimEnd()
      .split('\n')
      .flatMap((line) => jsonStrings(JSON.parse(line)))
      .join('\n');
  return jsonStrings(JSON.parse(text)).join('\n');
}

function jsonStrings(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return [key === 'uri' ? decodeURIComponent(value) : value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => jsonStrings(inner, name));
}

function xmlStrings({ attributes, children, text }: XmlElement): string[] {
  return [text, ...Object.values(attributes), ...children.flatMap((child) => xmlStrings(child))];
}

function holds(text: string, secret: string): boolean {
  return text.includes(secret) || text.includes(visibleText(secret));
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

describe.each(Object.entries(FORMATS))('%s', (name, { report }) => {
  it('holds no secret of 8 characters or more', () => {
    const all = { ...OPTIONS, verbose: true };
    const neutral = decoded(name, textOf(report(everywhere('0'.repeat(40), '1'.repeat(40)), all)));
    // Below a third hidden, the last character of a short secret is easily guessed by what happens to follow the mask.
    const percent = fc.option(fc.integer({ min: 34, max: 100 }), { nil: undefined });
    fc.assert(
      fc.property(secrets, fc.nat(), fc.boolean(), percent, (secret, cut, verbose, redactPercent) => {
        // Half a surrogate pair at the cut becomes what a decoder makes of it.
        const inner = secretValue(secret.slice(cut % (secret.length - 7))).unwrapText();
        // What the format says of itself ("severity") is no leak.
        fc.pre(!holds(neutral, secret) && !holds(neutral, inner));
        const text = decoded(
          name,
          textOf(report(everywhere(secret, inner), options(verbose, redactPercent))),
        );
        if (holds(text, secret) || holds(text, inner)) expect.fail(JSON.stringify({ secret, inner, text }));
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
