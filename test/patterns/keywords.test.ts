/** A keyword costs time wherever it stands in a history, so no issuer's detector may wait for a common word. */
import { expect, it } from 'vitest';
import { checkPatternFile, type PatternDetector } from '../../src/catalogue/pattern-file.ts';
import { readPatternSources } from '../../src/catalogue/read-patterns.ts';

/** Words of code and prose that stand in nearly every repository, whatever joins them: `_`, `-`, `.`, a blank or nothing. */
const WORDS =
  'access account admin api app auth authorization bearer bot card client code config console credential credentials ' +
  'data database email file header host http https id key keys login machine mail master name number oauth pass passwd ' +
  'password private public refresh secret secrets server service session test token tokens url user username value web';
/** So many of these joined are still common; three in a row name something. */
const MOST_JOINED = 2;
const COMMON = new RegExp(`^(?:(?:${WORDS.replaceAll(' ', '|')})[_. -]?){1,${MOST_JOINED}}$`);

/** Where a common word is all there is. */
const NO_OTHER_NAME = new Set([
  // Bare hexadecimal or base64, called private key by everybody.
  'ethereum-private-key',
  'bitcoin-wif-private-key',
  'wireguard-private-key',
  // The names of a header, a call and a setting that the issuer's own tools use.
  'gitlab-legacy-token',
  'discord-bot-token',
  'ngrok-authtoken',
  'pagerduty-api-key',
  'android-signing-password',
]);

const ofIssuers = readPatternSources('patterns')
  .filter(({ file }) => /^(?:credentials|keys)\//.test(file))
  .flatMap(({ file, document }) => {
    const pattern = checkPatternFile(document);
    if (!('detector' in pattern)) throw new Error(`${file}: ${JSON.stringify(pattern)}`);
    return pattern.detector;
  });

/** A keyword that is part of the token itself, such as `secret-live-`, is as good as the issuer made it. */
function commonKeywords({ keywords, token }: PatternDetector): string[] {
  return keywords.filter(
    (keyword) => COMMON.test(keyword) && !(/[_-]$/.test(keyword) && token.includes(keyword)),
  );
}

it.each(ofIssuers.filter(({ id }) => !NO_OTHER_NAME.has(id)))('$id waits for nothing common', (detector) => {
  expect(commonKeywords(detector)).toEqual([]);
});

it('lists no exception in vain', () => {
  const needed = ofIssuers.filter((detector) => commonKeywords(detector).length > 0);
  expect(needed.map(({ id }) => id).toSorted()).toEqual([...NO_OTHER_NAME].toSorted());
});
