/**
 * Every identity number by the name that pattern files use: two letters of its country, then what it is called. 43 of them were
 * held against the modules of https://github.com/arthurdejong/python-stdnum, with drawn numbers and those that it documents.
 */
import { AMERICAS } from './americas.ts';
import { ASIA_AFRICA_OCEANIA } from './asia-africa-oceania.ts';
import { EASTERN_EUROPE } from './eastern-europe.ts';
import type { IdentityNumber } from './identity-number.ts';
import { NORTHERN_EUROPE } from './northern-europe.ts';
import { SOUTHERN_EUROPE } from './southern-europe.ts';
import { WESTERN_EUROPE } from './western-europe.ts';

export const IDENTITY_NUMBERS: Readonly<Record<string, IdentityNumber>> = {
  ...AMERICAS,
  ...ASIA_AFRICA_OCEANIA,
  ...EASTERN_EUROPE,
  ...NORTHERN_EUROPE,
  ...SOUTHERN_EUROPE,
  ...WESTERN_EUROPE,
};
