/** `[[regime]]` and `[[partner]]` of a `.scannerrc`: what is taken, and what is refused, all mistakes at once. */
import { describe, expect, it } from 'vitest';
import { checkPartners } from '../../src/config/check-partners.ts';
import { checkRegimes } from '../../src/config/check-regimes.ts';

const known = {
  labels: ['credential/cloud', 'personal/contact'],
  detectors: ['itar-controlled-banner'],
  regimes: ['GDPR', 'NIS2'],
};
const step = { id: 'first', tell: 'The board', article: 'Section 1', within: '4 hours' };

function told(mistakes: readonly { readonly at: string; readonly message: string }[]): string {
  return mistakes.map(({ at, message }) => `${at} ${message}`).join('\n');
}

function regimeMistakes(...tables: Record<string, unknown>[]): string {
  return told(checkRegimes(tables, known).mistakes);
}

describe('a regime', () => {
  it('of one own is taken with its steps; a step without a source has that of the regime', () => {
    const own = { id: 'Own', title: 'Own law', source: 'https://law.example/1', labels: ['credential/*'] };
    const second = { id: 'second', tell: 'All', article: 'Section 2', within: 'as agreed', after: 'first' };
    const { regimes, mistakes } = checkRegimes([{ ...own, step: [step, second] }], known);
    expect(told(mistakes)).toBe('');
    expect(regimes).toMatchObject([
      {
        ...own,
        steps: [
          { ...step, after: 'awareness', source: 'https://law.example/1' },
          { id: 'second', after: 'first' },
        ],
      },
    ]);
  });

  it('that is built in may be changed in part', () => {
    const { regimes, mistakes } = checkRegimes(
      [
        { id: 'GDPR', contact: 'dpo@example.org' },
        { id: 'NIS2', listed: false },
      ],
      known,
    );
    expect([told(mistakes), regimes]).toEqual([
      '',
      [
        { id: 'GDPR', contact: 'dpo@example.org' },
        { id: 'NIS2', listed: false },
      ],
    ]);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{}, /^regime\[0\] id is missing$/],
    [
      { id: 'GDRP', contact: 'x' },
      /no built-in regime "GDRP"; did you mean "GDPR"\?; a regime of your own needs title and step too/,
    ],
    [
      { id: 'GDPR', labels: ['personal/contcat'] },
      /labels\[0\] there is no label "personal\/contcat"; did you mean "personal\/contact"/,
    ],
    [
      { id: 'GDPR', labels: ['pers*', 'nothing/*'] },
      /^regime\[0\]\.labels\[1\] there is no label "nothing\/\*"/,
    ],
    [{ id: 'GDPR', detectors: ['ear-*'] }, /detectors\[0\] there is no detector/],
    [{ id: 'GDPR', source: 'javascript:alert(1)' }, /source .* is no address that begins with https/],
    [{ id: 'GDPR', source: 'https://a b' }, /is no address/],
    [{ id: 'GDPR', listed: 'no' }, /listed .* is neither true nor false/],
    [{ id: 'GDPR', steps: [] }, /there is no key "steps"; did you mean "step"/],
    [
      { id: 'GDPR', step: [{ ...step, within: '3 working days' }] },
      /step\[0\]\.within "3 working days" is no period: write a period, e\.g\. "72 hours"/,
    ],
    [{ id: 'GDPR', step: [{ ...step, within: '72' }] }, /"72" is no period/],
    [{ id: 'GDPR', step: [{ ...step, within: 72 }] }, /within 72 is no text/],
    [{ id: 'GDPR', step: [{ ...step, after: 'frist' }] }, /after there is no earlier step "frist"/],
    [
      {
        id: 'GDPR',
        step: [
          { ...step, after: 'second' },
          { ...step, id: 'second' },
        ],
      },
      /step\[0\]\.after there is no earlier step "second"/,
    ],
    [{ id: 'GDPR', step: [step, step] }, /step\[1\]\.id "first" stands twice/],
    [{ id: 'GDPR', step: [{ tell: 'x' }] }, /step\[0\] id, article, within missing/],
    [{ id: 'GDPR', step: 'x' }, /is no list of tables/],
  ])('%j is refused', (table, expected) => {
    expect(regimeMistakes(table)).toMatch(expected);
  });

  it('stands once', () => {
    expect(regimeMistakes({ id: 'GDPR' }, { id: 'GDPR' })).toMatch(/regime\[1\]\.id "GDPR" stands twice/);
  });
});

describe('a partner', () => {
  it('has domains in any case and script, places that it holds, and an agreement with a period', () => {
    const { partners, mistakes } = checkPartners([
      {
        name: 'A',
        domains: ['Example.ORG', '*.bücher.example'],
        holds: ['project:X'],
        within: '1 week',
        agreement: 'Contract',
      },
    ]);
    expect(told(mistakes)).toBe('');
    const [partner] = partners;
    expect(partner?.domains.map((glob) => glob.test('example.org'))).toEqual([true, false]);
    expect(partner?.domains.map((glob) => glob.test('a.xn--bcher-kva.example'))).toEqual([false, true]);
    expect(partner).toMatchObject({ step: { within: '1 week', article: 'Contract' }, holds: { paths: [] } });
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ name: 'A' }, /names none of domains, holds, issuers/],
    [{ domains: ['example.org'] }, /name is missing/],
    [
      { name: 'A', domains: ['@example.org'] },
      /domains\[0\] "@example\.org" is no domain: write e\.g\. "example\.org"/,
    ],
    [{ name: 'A', domains: ['https://example.org'] }, /is no domain/],
    [{ name: 'A', domains: ['example'] }, /is no domain/],
    [{ name: 'A', domains: ['*.*'] }, /is no domain/],
    [
      { name: 'A', domains: ['a.example'], within: '5 minutes', agreement: 'C' },
      /within "5 minutes" is no period/,
    ],
    [{ name: 'A', domains: ['a.example'], within: '5 days' }, /agreement is missing/],
    [{ name: 'A', holds: ['team:x'] }, /holds\[0\] "team:x" begins with none of/],
    [{ name: 'A', domain: ['a.example'] }, /there is no key "domain"; did you mean "domains"/],
  ])('%j is refused', (table, expected) => {
    expect(told(checkPartners([table]).mistakes)).toMatch(expected);
  });

  it('stands once', () => {
    const partner = { name: 'A', domains: ['a.example'] };
    expect(told(checkPartners([partner, partner]).mistakes)).toMatch(/another partner "A"/);
  });
});
