/** Every check by the name a pattern file uses. Adding one: a file beside this, a line here. */
import type { Check } from '../check.ts';
import { assigningCheck } from './assigning.ts';
import { bannerCheck } from './banner.ts';
import { base58Check } from './base58check.ts';
import { base64Check } from './base64.ts';
import { basicAuthCheck } from './basic-auth.ts';
import { bech32Check } from './bech32.ts';
import { cratesIoSumCheck } from './crates-io-sum.ts';
import { crc32Base62Check } from './crc32-base62.ts';
import { crc32Base64Check } from './crc32-base64.ts';
import { crc32HexCheck } from './crc32-hex.ts';
import { emailAddressCheck } from './email-address.ts';
import { encodedPlaceholderCheck } from './encoded-placeholder.ts';
import { entropyCheck } from './entropy.ts';
import { gitlabRoutableCheck } from './gitlab-routable.ts';
import { ibanCheck } from './iban.ts';
import { identityNumberCheck } from './identity-number.ts';
import { internalHostCheck } from './internal-host.ts';
import { jwtCheck } from './jwt.ts';
import { luhnCheck } from './luhn.ts';
import { mixedCheck } from './mixed.ts';
import { nearCheck } from './near.ts';
import { notCheck } from './not.ts';
import { pemCheck } from './pem.ts';
import { phoneNumberCheck } from './phone-number.ts';
import { placeholderCheck } from './placeholder.ts';
import { privateNetworkCheck } from './private-network.ts';
import { randomRunCheck } from './random-run.ts';
import { secretNameCheck } from './secret-name.ts';
import { secretValueCheck } from './secret-value.ts';
import { snowflakeCheck } from './snowflake.ts';
import { standInCheck } from './stand-in.ts';
import { testCardCheck } from './test-card.ts';
import { travelDocumentCheck } from './travel-document.ts';

export const CHECKS: Readonly<Record<string, Check>> = {
  assigning: assigningCheck,
  banner: bannerCheck,
  base58check: base58Check,
  base64: base64Check,
  'basic-auth': basicAuthCheck,
  bech32: bech32Check,
  'crates-io-sum': cratesIoSumCheck,
  'crc32-base62': crc32Base62Check,
  'crc32-base64': crc32Base64Check,
  'crc32-hex': crc32HexCheck,
  'email-address': emailAddressCheck,
  'encoded-placeholder': encodedPlaceholderCheck,
  entropy: entropyCheck,
  'gitlab-routable': gitlabRoutableCheck,
  iban: ibanCheck,
  'identity-number': identityNumberCheck,
  'internal-host': internalHostCheck,
  jwt: jwtCheck,
  luhn: luhnCheck,
  mixed: mixedCheck,
  near: nearCheck,
  not: notCheck,
  pem: pemCheck,
  'phone-number': phoneNumberCheck,
  placeholder: placeholderCheck,
  'private-network': privateNetworkCheck,
  'random-run': randomRunCheck,
  'secret-name': secretNameCheck,
  'secret-value': secretValueCheck,
  snowflake: snowflakeCheck,
  'stand-in': standInCheck,
  'test-card': testCardCheck,
  'travel-document': travelDocumentCheck,
};
