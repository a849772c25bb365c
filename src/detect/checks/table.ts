/** Every check by the name a pattern file uses. Adding one: a file beside this, a line here. */
import type { Check } from '../check.ts';
import { bannerCheck } from './banner.ts';
import { base64Check } from './base64.ts';
import { base58Check } from './base58check.ts';
import { basicAuthCheck } from './basic-auth.ts';
import { crc32Base62Check } from './crc32-base62.ts';
import { entropyCheck } from './entropy.ts';
import { ibanCheck } from './iban.ts';
import { jwtCheck } from './jwt.ts';
import { luhnCheck } from './luhn.ts';
import { mixedCheck } from './mixed.ts';
import { notCheck } from './not.ts';
import { pemCheck } from './pem.ts';
import { placeholderCheck } from './placeholder.ts';
import { standInCheck } from './stand-in.ts';
import { testCardCheck } from './test-card.ts';

export const CHECKS: Readonly<Record<string, Check>> = {
  banner: bannerCheck,
  base58check: base58Check,
  base64: base64Check,
  'basic-auth': basicAuthCheck,
  'crc32-base62': crc32Base62Check,
  entropy: entropyCheck,
  iban: ibanCheck,
  jwt: jwtCheck,
  luhn: luhnCheck,
  mixed: mixedCheck,
  not: notCheck,
  pem: pemCheck,
  placeholder: placeholderCheck,
  'stand-in': standInCheck,
  'test-card': testCardCheck,
};
