/** Every check by the name a pattern file uses. Adding one: a file beside this, a line here. */
import type { Check } from '../check.ts';
import { assigningCheck } from './assigning.ts';
import { base64Check } from './base64.ts';
import { bech32Check } from './bech32.ts';
import { crc32Base62Check } from './crc32-base62.ts';
import { crc32Base64Check } from './crc32-base64.ts';
import { cratesIoSumCheck } from './crates-io-sum.ts';
import { crc32HexCheck } from './crc32-hex.ts';
import { entropyCheck } from './entropy.ts';
import { gitlabRoutableCheck } from './gitlab-routable.ts';
import { jwtCheck } from './jwt.ts';
import { luhnCheck } from './luhn.ts';
import { mixedCheck } from './mixed.ts';
import { notCheck } from './not.ts';
import { pemCheck } from './pem.ts';
import { placeholderCheck } from './placeholder.ts';
import { snowflakeCheck } from './snowflake.ts';
import { randomRunCheck } from './random-run.ts';
import { secretNameCheck } from './secret-name.ts';
import { secretValueCheck } from './secret-value.ts';

export const CHECKS: Readonly<Record<string, Check>> = {
  assigning: assigningCheck,
  base64: base64Check,
  bech32: bech32Check,
  'crc32-base62': crc32Base62Check,
  'crc32-base64': crc32Base64Check,
  'crates-io-sum': cratesIoSumCheck,
  'crc32-hex': crc32HexCheck,
  entropy: entropyCheck,
  'gitlab-routable': gitlabRoutableCheck,
  jwt: jwtCheck,
  luhn: luhnCheck,
  mixed: mixedCheck,
  not: notCheck,
  pem: pemCheck,
  placeholder: placeholderCheck,
  snowflake: snowflakeCheck,
  'random-run': randomRunCheck,
  'secret-name': secretNameCheck,
  'secret-value': secretValueCheck,
};
