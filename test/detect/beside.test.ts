/** Values that stand elsewhere than behind their name and an operator: before it, in the next cell, in parts on one line, named by a list. */
import { describe, expect, it } from 'vitest';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { githubToken } from '../support/secrets.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { detectors } = patternCatalogue();
const set = buildDetectorSet(detectors.filter(({ matcher }) => matcher !== 'entropy-run'));

/** Made up in every run. */
const [SECRET = ''] = fc.sample(fc.stringMatching(/^[b-df-h]{3}[2-9]{2}[J-N][p-t]{5}[2-9][v-z]{5}[2-9]$/), {
  numRuns: 1,
  seed: 13,
});

/** The secret, and the bytes that it is said to be made of. */
function found(text: string, using = set): string[][] {
  return scanText(Buffer.from(text), using).map(({ raw, start, end, encoding = [] }) => [
    raw,
    text.slice(start, end),
    ...encoding,
  ]);
}

const plain = [[SECRET, SECRET]];

describe('a value before its name', () => {
  it.each([
    ['JSON', `{"env": [{"value": "${SECRET}", "name": "DB_PASSWORD"}]}`],
    ['JSON on lines of its own', `{\n  "value": "${SECRET}",\n  "name": "API_TOKEN"\n}`],
    ['another member between', `{"value":"${SECRET}","enabled":true,"key":"client_secret"}`],
    ['another member behind', `{"value": "${SECRET}", "name": "DB_PASSWORD", "secure": true}`],
    ['YAML', `env:\n  - value: ${SECRET}\n    name: DB_PASSWORD\n`],
    ['a longer word', `{"ParameterValue": "${SECRET}", "ParameterKey": "Password"}`],
    ['attributes', `<property value="${SECRET}" name="password"/>`],
    ['a dictionary', `{'value': '${SECRET}', 'name': 'db_password'}`],
  ])('%s', (_, text) => expect(found(text)).toEqual(plain));

  it.each([
    ['of another object', `[{"value": "${SECRET}"}, {"name": "DB_PASSWORD"}]`],
    ['of another name', `{"value": "${SECRET}", "name": "USER"}, {"name": "DB_PASSWORD"}`],
    ['of a field for one', `{"value": "current-password", "name": "password"}`],
    ['of an interval', `{"interval": "${SECRET}", "name": "password"}`],
    ['of something else', `{"type": "${SECRET}", "name": "password"}`],
  ])('but not %s', (_, text) => expect(found(text)).toEqual([]));
});

describe('a value in the next cell', () => {
  it.each([
    ['of a row', `<tr><td>Password</td><td>${SECRET}</td></tr>`],
    ['behind a head', `<tr>\n<th class="k">API token:</th>\n <td><code>${SECRET}</code></td>\n</tr>`],
    ['of a list', `<dl><dt><b>Passphrase</b></dt>\n<dd class="x">${SECRET}</dd></dl>`],
  ])('%s', (_, text) => expect(found(text)).toEqual(plain));

  it.each([
    ['of a sentence', `<td>A password</td><td>${SECRET} was the name of it</td>`],
    ['of the next row', `<tr><td>Password</td></tr><tr><td>${SECRET}</td></tr>`],
    ['that is empty', '<td>Password</td><td></td>'],
    ['with a word', '<td>Password</td><td>required</td>'],
  ])('but not %s', (_, text) => expect(found(text)).toEqual([]));
});

describe('a string in parts on one line', () => {
  const [first, second] = [SECRET.slice(0, 7), SECRET.slice(7)];

  it.each([
    ['Java, JavaScript, Go', `const password = "${first}" + "${second}";`],
    ['Python', `password = "${first}" "${second}"`],
    ['C', `char password[] = "${first}" "${second}";`],
    ['PHP', `$password = '${first}' . '${second}';`],
    ['Lua', `password = "${first}" .. "${second}"`],
    ['Visual Basic', `Dim password As String = "${first}" & "${second}"`],
    ['SQL', `password := '${first}' || '${second}';`],
    ['Haskell, Erlang', `password = "${first}" ++ "${second}"`],
    ['Elixir', `password = "${first}" <> "${second}"`],
    ['OCaml', `let password = "${first}" ^ "${second}"`],
  ])('%s', (_, line) => {
    const text = `x\n${line}\ny\n`;
    const made = text.slice(text.indexOf(first), text.indexOf(second) + second.length);
    // The closing quote of the last part is one of its bytes.
    expect(found(text)).toEqual([[SECRET, expect.stringContaining(made), 'joined-strings']]);
  });

  it('is no literal where a part is none', () => {
    expect(found(`password = "${first}" + suffix + "${second}"`)).toEqual([]);
    expect(found(`password = "${first}" + "${second}" + suffix`)).toEqual([]);
  });

  it('may hold a token with a form of its own', () => {
    const token = githubToken(5);
    const text = `key = "${token.slice(0, 8)}" + '${token.slice(8, 20)}'+"${token.slice(20)}";`;
    expect(found(text).map(([raw]) => raw)).toEqual([token]);
  });

  it('is left as it is where nothing is decoded', () => {
    const using = buildDetectorSet(detectors, { decodeDepth: 0 });
    expect(found(`const password = "${first}" + "${second}";`, using)).toEqual([]);
  });
});

it('an attribute that a state calls sensitive', () => {
  const attributes = `"attributes": {"host": "db1", "owner": "${SECRET}"}`;
  const step = (name: string): string =>
    `"sensitive_attributes": [[{"type": "get_attr", "value": "${name}"}]]`;
  expect(found(`{${attributes}, ${step('owner')}}`)).toEqual(plain);
  expect(found(`{${attributes}, ${step('other')}}`)).toEqual([]);
});

describe('a whole file in units', () => {
  const lines = `db.host = db1\r\npassword = "${SECRET}"\r\n`;
  const russian = `Пароль базы данных для отдела, и ещё слова\r\n${lines}`;
  const utf32 = (text: string): Buffer =>
    Buffer.concat(
      Array.from(text, (character) => {
        const unit = Buffer.alloc(4);
        unit.writeUInt32LE(character.codePointAt(0) ?? 0);
        return unit;
      }),
    );
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

  it.each([
    ['UTF-16, another script', utf16(russian)],
    ['UTF-16 from the other end', utf16(russian).swap16()],
    ['UTF-16 with a mark', utf16(`\ufeff${russian}`)],
    ['UTF-32', utf32(lines)],
    ['UTF-32 from the other end', utf32(russian).swap32()],
    ['UTF-32 with a mark', utf32(`\ufeff${russian}`)],
    ['UTF-32 with a mark, from the other end', utf32(`\ufeff${lines}`).swap32()],
  ])('%s', (_, bytes) => {
    expect(scanText(bytes, set).map(({ raw }) => raw)).toEqual([SECRET]);
  });

  it('numbers are no text, whatever their size', () => {
    const numbers = Buffer.from(Int32Array.from({ length: 4000 }, (_, at) => at * 7).buffer);
    const named = Buffer.concat([numbers, Buffer.from(lines)]);
    expect(scanText(named, set)).toEqual([]);
  });
});

describe('a value behind its name', () => {
  it.each([
    ['in a block of YAML', `db:\n  password: |\n    ${SECRET}\n  user: ann\n`],
    ['in a folded block of JSON-like YAML', `"api_token": >-\n  ${SECRET}\n`],
    ['in an element with attributes', `<wsse:Password Type="x">${SECRET}</wsse:Password>`],
    ['in an element without a prefix', `<password encrypted="false">\n  ${SECRET}\n</password>`],
    ['in parentheses', `password = (\n    "${SECRET}"\n)\n`],
    ['in a pair of Erlang', `[{user, "ann"}, {password, "${SECRET}"}].`],
    ['before its type', `password = "${SECRET}" :: String\n`],
  ])('%s', (_, text) => expect(found(text)).toEqual(plain));

  it.each([
    ['of many lines', `password: |\n  ${SECRET}\n  ${SECRET.slice(1)}\n`],
    ['of an element that is closed', `<password x="y"/>${SECRET}</a>`],
    ['of a call', `password = (\n    "${SECRET}", salt\n)\n`],
    ['of a list of names', `{password, username, "${SECRET}"}`],
  ])('but not %s', (_, text) => expect(found(text)).toEqual([]));
});
