/** Identity numbers: what is made by the algorithm passes, what is mistyped does not, where the check promises that. */
import { describe, expect, it } from 'vitest';
import { identityNumberCheck, isIdentityNumber } from '../../../src/detect/checks/identity-number.ts';
import type { IdentityNumber } from '../../../src/detect/identity/identity-number.ts';
import { IDENTITY_NUMBERS } from '../../../src/detect/identity/table.ts';
import { fc, stringMatching } from '../../support/property.ts';

const FEWEST_COUNTRIES = 40;
const NUMBERS = 40;
/** So many drawn texts of the shape are tried: of some countries only one in a hundred can be made valid. */
const DRAWN = 4000;

const kinds = Object.entries(IDENTITY_NUMBERS).map(([kind, number]) => ({ kind, number }));

function validOnes(kind: string): string[] {
  const number = IDENTITY_NUMBERS[kind];
  if (!number) throw new Error(kind);
  const found: string[] = [];
  for (let seed = 0; found.length < NUMBERS && seed < DRAWN / NUMBERS; seed++) {
    const drawn = drawnOf(number, seed + 3);
    const spec = { name: 'identity-number', kind };
    const repaired = drawn.map((text) => identityNumberCheck.repair?.(text, spec) ?? text);
    found.push(...repaired.filter((text) => isIdentityNumber(text, number)));
  }
  return found.slice(0, NUMBERS);
}

/** Texts of the shape; fast-check knows no look-ahead. */
function drawnOf({ shape }: IdentityNumber, seed: number): string[] {
  const plain = new RegExp(shape.source.replaceAll(/\(\?![^)]*\)/g, ''));
  return fc.sample(stringMatching(plain), { seed, numRuns: NUMBERS });
}

it('are known of many countries', () => {
  expect(new Set(kinds.map(({ number }) => number.country)).size).toBeGreaterThanOrEqual(FEWEST_COUNTRIES);
});

describe.each(kinds)('$kind', ({ kind, number }) => {
  const valid = validOnes(kind);

  it('takes what its algorithm makes', () => {
    expect(valid).toHaveLength(NUMBERS);
    expect(valid.every((text) => number.shape.test(text))).toBe(true);
  });

  it('takes few of what only has its shape', () => {
    const drawn = Array.from({ length: 8 }, (_, seed) => drawnOf(number, seed)).flat();
    const taken = drawn.filter((text) => isIdentityNumber(text, number)).length;
    expect(taken).toBeLessThan(hasCheckDigit(kind) ? 96 : 321);
  });
});

it.each(kinds.filter(({ number }) => number.findsEveryDigit))(
  '$kind finds every single wrong digit',
  ({ kind, number }) => {
    const wrong = validOnes(kind).flatMap((text) =>
      Array.from(text).flatMap((char, at) =>
        /\d/.test(char)
          ? Array.from('0123456789')
              .filter((digit) => digit !== char)
              .map((digit) => text.slice(0, at) + digit + text.slice(at + 1))
          : [],
      ),
    );
    expect(wrong.filter((text) => isIdentityNumber(text, number))).toEqual([]);
  },
);

/** Of these the shape is all that there is to check, but for dates. */
function hasCheckDigit(kind: string): boolean {
  return !['gb-nino', 'us-ssn', 'dk-cpr'].includes(kind);
}

/** From the algorithms' own publications, in two parts, so that nobody takes them for somebody's. */
it.each([
  ['gb-nhs-number', '943476', '5919'],
  ['de-steuer-id', '860957', '42719'],
  ['nl-bsn', '1112', '22333'],
  ['pl-pesel', '440514', '01359'],
  ['pl-pesel', '02070', '803628'],
  ['it-codice-fiscale', 'RSSMRA85', 'T10A562S'],
  ['fi-hetu', '131052-', '308T'],
  ['no-fodselsnummer', '151086', '95088'],
  ['se-personnummer', '811228-', '9874'],
  ['be-national-number', '93.05.18-', '223.61'],
  ['be-national-number', '17.07.30-', '033.84'],
  ['ch-ahv', '756.9217.', '0769.85'],
  ['at-svnr', '1237 0', '10180'],
  ['ie-ppsn', '1234', '567T'],
  ['ee-isikukood', '376050', '30299'],
  ['ro-cnp', '180010', '1221144'],
  ['bg-egn', '75231', '69263'],
  ['hr-oib', '94577', '403194'],
  ['tr-kimlik', '10000', '000146'],
  ['es-dni', '5436', '2315K'],
  ['es-nie', 'X2482', '300W'],
  ['fr-nir', '2550814', '16802538'],
  ['pt-nif', '2999', '99998'],
  ['cz-rodne-cislo', '710319/', '2745'],
  ['lv-personas-kods', '161175-', '19997'],
  ['br-cpf', '390.533.', '447-05'],
  ['cl-rut', '12.531.', '909-2'],
  ['ar-cuil', '20-05536', '168-2'],
  ['mx-curp', 'BOXW310820', 'HNERXN09'],
  ['ca-sin', '130 692', ' 544'],
  ['cn-resident', '110105194912', '31002X'],
  ['sg-nric', 'S00000', '01I'],
  ['tw-identity-card', 'A12345', '6789'],
  ['za-identity', '7503305', '044089'],
  ['au-tfn', '565', '051603'],
  ['au-medicare', '2123 4', '5670 1'],
  ['nz-ird', '49-09', '1-850'],
  ['il-identity', '039337', '423'],
  ['in-aadhaar', '2341 23', '41 2346'],
  ['is-kennitala', '120174-', '3399'],
  ['th-citizen', '110170', '0230708'],
  ['kr-rrn', '971013-', '9019902'],
  ['si-emso', '010100', '6500006'],
  ['ua-rnokpp', '175901', '3776'],
  ['ru-snils', '112-233-', '445 95'],
  ['lu-matricule', '189312', '0105732'],
  ['jp-my-number', '6214 98', '32 0257'],
  ['hk-identity-card', 'A1234', '56(3)'],
  ['hk-identity-card', 'AB1234', '56(9)'],
  ['hu-tax-number', '83656', '70003'],
  ['gr-amka', '01013', '099997'],
  ['lt-asmens-kodas', '33309', '240064'],
  ['lv-personas-kods', '328673-', '00679'],
  ['be-national-number', '98.47.28-', '997.65'],
  ['be-national-number', '01 49 07', ' 001 85'],
  ['ie-ppsn', '6433435', 'FT'],
  ['ie-ppsn', '6433435', 'OA'],
  ['ie-ppsn', '6433435', 'IH'],
  ['sg-nric', 'G58727', '76N'],
  ['sg-nric', 'M12345', '67K'],
  ['au-medicare', '2951 8', '7312 5'],
  ['us-ssn', '536-90', '-4399'],
  ['dk-cpr', '211062', '-5629'],
  ['fr-nir', '2 53 07 2B 073', ' 004 70'],
  ['ro-cnp', '1630615', '123457'],
])('%s takes the published example %s…', (kind, first, second) => {
  const { shape, isValid } = IDENTITY_NUMBERS[kind] ?? { shape: /^$/, isValid: () => false };
  const text = (first + second).replaceAll(/[ ./()-]/g, '');
  expect(shape.test(text) && isValid(text)).toBe(true);
});

/** Examples of the same publications that are wrong, or in the case of Britain's a specimen that is nobody's. */
it.each([
  ['lv-personas-kods', '328673-', '00677'],
  ['ie-ppsn', '6433435', 'VH'],
  ['gb-nino', 'QQ 12 34', ' 56 A'],
  ['ro-cnp', '1630615', '993454'],
  ['us-ssn', '078-05', '-1120'],
  ['de-steuer-id', '365542', '66806'],
  ['in-aadhaar', '123412', '341234'],
])('%s refuses the published example %s…', (kind, first, second) => {
  const { shape, isValid } = IDENTITY_NUMBERS[kind] ?? { shape: /^/, isValid: () => true };
  const text = (first + second).replaceAll(/[ ./()-]/g, '');
  expect(shape.test(text) && isValid(text)).toBe(false);
});
