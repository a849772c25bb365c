/** The checks of the generic detectors: which names name a secret, which operators assign, which values may be one. */
import { describe, expect, it } from 'vitest';
import { type Detector, wholeOf } from '../../src/catalogue/detector.ts';
import { ASSIGNMENT_REACH } from '../../src/engine/plain/assignment.ts';
import { namesSecret } from '../../src/detect/checks/secret-name.ts';
import { reasonAgainst } from '../../src/detect/checks/secret-value.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { profileOf, strangeLetters } from '../../src/detect/values/profile.ts';
import { isLinear } from '../support/growth.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const isGeneric = ({ id }: Detector): boolean =>
  /^generic-|^(?:url-password|basic-authorization|high-entropy-text)$/.test(id);
const set = buildDetectorSet(patternCatalogue().detectors.filter(isGeneric));

function found(text: string): string[] {
  return scanText(Buffer.from(`first line\n${text}\nlast line\n`), set).map(({ raw }) => raw);
}

/** Made up anew in every run, so that nothing in this file is somebody's secret. */
const [TOKEN = ''] = fc.sample(fc.stringMatching(/^[a-z]{3}[0-9]{2}[A-Z][a-z0-9]{14}[0-9]$/), {
  numRuns: 1,
  seed: 5,
});

describe('names of secrets', () => {
  it.each([
    'password',
    'DB_PASSWORD',
    'dbPassword',
    'db.password',
    'db-pass',
    'userpass',
    'adminPwd',
    'requirepass',
    'storePassword',
    'clientSecret',
    'JWT_SECRET',
    'secret_key_base',
    'apiKey',
    'X-Api-Key',
    'api_key2',
    'accessToken',
    'remember_token',
    'password1',
    'expectedPassword',
    'PASSWORD_PROD',
    'identified by',
  ])('%s', (name) => expect(namesSecret(name)).toBe(true));
});

describe('names of other things', () => {
  it.each([
    'password_file',
    'passwordField',
    'password_length',
    'password-hint',
    'passwordPolicy',
    'PASSWORD_HASH',
    'tokenizer',
    'token_url',
    'tokenType',
    'secretName',
    'secret_ref',
    'key_id',
    'access_key_id',
    'public_key',
    'primaryKey',
    'csrf_token',
    'nextPageToken',
    'isPassword',
    'resetPassword',
    'bypass',
    'compass',
    'passport',
    'passed',
    'NOPASSWD',
    'monkeys_total',
  ])('%s', (name) => expect(namesSecret(name)).toBe(false));
});

describe('values that are no literals', () => {
  it.each([
    'password = self.password',
    'password = config["db"]',
    'password=password,',
    'password = getPassword1()',
    'password = os.environ["PASSWORD1"]',
    'password = process.env.PASSWORD1',
    'password: ${PASSWORD1}',
    'password = "%s1" % x',
    'password: {{ db_password1 }}',
    'password: "{{ db_password1 }}"',
    'password = "<password1>"',
    'PASSWORD=$(make-one 12)',
    'password = input("Type q7 here")',
    'secret = getSecret("q7w8e9r1t2")',
    'password: vault:secret/data/db#a1',
    'private_key = "~/.ssh/id_ed25519"',
    'api_key = "https://acme.test/a1b2c3d4"',
    'password = "a1b2" + rest',
    'password: Joi.string1()',
    'private_key: /etc/tls/a1b2c3d4',
    'password: string',
    'password VARCHAR(255)',
    'password: required|min:8',
    'SYS_PASSWD = 0x216',
  ])('%s', (text) => expect(found(text)).toEqual([]));
});

describe('operators that assign nothing', () => {
  it.each([
    `a fake \`HostToken\` or \`${TOKEN}\`.`,
    'hashPassword("password", "a1b2c3d4")',
    '["password", "username"]',
    '"password", "a1b2c3": 1',
    'the password: hunter',
    '--- PASS: TestThing1',
    'image: acme.test/app/token:a1b2c3d4e5f6',
    'things identified by a1b2 in text',
    'a password 12 long',
    '<label for="password">Passwort1</label>',
    'PASSWORD= Name of the user',
  ])('%s', (text) => expect(found(text)).toEqual([]));
});

describe('values that are no secrets', () => {
  it.each([
    'password = "password"',
    'password = "test123"',
    'password = "s3cr3t!"',
    'password: "Passwort"',
    'password = "********"',
    'password = "changeme1"',
    'password = "backend-secret"',
    'password = "xxxxxxxxxx"',
    'password = "Mot de passe"',
    'token = "0123456789abcdef"',
    'secret = "my-client-secret"',
    'token: TOKEN_TYPE_1',
    'api_key = "YOUR_API_KEY"',
    'token = "refreshTokenExpired"',
    'token = "3f2b6c1e-5a4d-4e8f-9b7a-1c2d3e4f5a6b"',
    'password = "$2b$12$abcdefghijklmnopqrstuv"',
    'password: Heslo',
    String.raw`filter.twoTokens=Nonce-\u043A\u043E\u0434`,
    'hashedPassword = "q7w8e9r1t2"',
    'setCredentialsCharset("ISO-8859-1")',
    'new_password=Neues Passwort',
    'password_not_match=Sandi yang tidak cocok',
    "password: 'Palavra-passe'",
    "password = '**masked**'",
    "migration.renameIndex('oauth2_access_tokens', 'idx_368a420919eb6921');",
    'token: "tb.scada-symbol-ctx"',
    'USER_PASSWORD_RECORD = "userPasswordRecord"',
    'append("PASSWORD=").append(x1(y.z()))',
    '@Value("${limits.password:5:3600}")',
    `client_secret: ${Buffer.from('example-client-secret').toString('base64')}`,
  ])('%s', (text) => expect(found(text)).toEqual([]));
});

describe('secrets', () => {
  it.each([
    `password := []byte("${TOKEN}")`,
    `secretKey = createSecretKey(Buffer.from('${TOKEN}', 'hex'))`,
    `token = "${TOKEN}"`,
    `API_KEY=${TOKEN}`,
    `client_secret: ${TOKEN}`,
    `curl -H "X-Api-Key: ${TOKEN}"`,
    `?access_token=${TOKEN}&a=b`,
    `<add key="password" value="${TOKEN}"/>`,
    `define('DB_PASSWORD', '${TOKEN}');`,
    `machine a.test login u password ${TOKEN}`,
    `#define DB_PASSWORD "${TOKEN}"`,
    `ENV DB_PASSWORD ${TOKEN}`,
    `alter user a identified by ${TOKEN};`,
    `requirepass ${TOKEN}`,
    `os.environ.get('ADMIN_PASSWORD', '${TOKEN}')`,
    `("password", "${TOKEN}")`,
    `properties.setProperty("password", "${TOKEN}");`,
    `"amqp://app:${TOKEN}@10.0.0.1:5672"`,
    `const PWD = '${TOKEN}'`,
    `"PASSWORD=${TOKEN}\\nUSER=a"`,
    `secret: '${TOKEN}'`,
  ])('%s', (text) => expect(found(text)).toEqual([TOKEN]));

  it('are passwords of letters alone, too, unless the letters are words of code', () => {
    expect(found('password: "marmalade"')).toEqual(['marmalade']);
    expect(found('password: "username"')).toEqual([]);
  });
});

it.each([
  ['password', 'aaaaaaaaaa', 'repeats itself'],
  ['password', 'c%20d', 'is too short, or no text, without its escapes'],
  ['password', 'c%0D%01q7Zx', 'is too short, or no text, without its escapes'],
  ['token', 'ghq_[A-Za-z0-9]{36}', 'is a regular expression'],
  ['secret', String.raw`(?:sk|pk)-\d+`, 'is a regular expression'],
  ['password', 'userpassword', 'is made of words of code'],
  ['password', 'test123', 'is a word of code and a number'],
  ['password', 's3cr3t!', 'is a word of code in disguise'],
  ['password', 'Passwort', 'is a label'],
  ['token', 'session.token.value', 'refers to a value'],
  ['token', 'marmaladetoast', 'does not look generated'],
  ['token', TOKEN, undefined],
])('says why a %s %s is none: %s', (kind, token, reason) => {
  expect(reasonAgainst({ token, before: '', after: '' }, kind)).toBe(reason);
});

describe('words run together', () => {
  it.each([
    'DB_PASSWORD=mydatabasepassword',
    '  - DB_PASSWORD=mydatabasepassword',
    'docker run -e DB_PASSWORD=mydatabasepassword \\',
    'export DB_PASSWORD=mydatabasepassword',
    '# password: mydatabasepassword',
    'CLIENT_SECRET=someclientsecret',
  ])('are a secret where a setting is given: %s', (text) => expect(found(text)).toHaveLength(1));

  it.each([
    'password = mydatabasepassword',
    'login(password: mydatabasepassword)',
    'password = "mydatabasepassword"',
    'DB_PASSWORD=password',
    'password: my_database_password',
    'https://acme.test/?access_token=someclienttoken',
  ])('are a name everywhere else: %s', (text) => expect(found(text)).toEqual([]));
});

describe('profile', () => {
  it('tells letters that words of code cover from others', () => {
    expect(strangeLetters('clientSecretKey')).toBe(0);
    expect(strangeLetters('user_password_1')).toBe(0);
    expect(strangeLetters('marmalade')).toBe(9);
  });

  it('is surprised by random letters and not by words', () => {
    expect(profileOf('authenticationprovidersettings').surprise).toBeLessThan(8.8);
    expect(profileOf('qxjvkzwpfhgdqmxzjkvw').surprise).toBeGreaterThan(9.4);
  });
});

it('says in its detectors how far the reader looks', () => {
  const readers = set.detectors.map(wholeOf).filter(({ matcher }) => matcher === 'assignment');
  expect(readers.map(({ reachBefore }) => reachBefore)).toEqual(readers.map(() => ASSIGNMENT_REACH));
  expect(readers.map(({ reachAfter }) => reachAfter)).toEqual(readers.map(() => ASSIGNMENT_REACH));
});

it('judges by the bytes within reach alone', () => {
  const line = fc.constantFrom(
    `password: "${TOKEN}"`,
    `api_key=${TOKEN}`,
    `<password>${TOKEN}</password>`,
    `pass, "${TOKEN}"`,
  );
  const noise = fc.string({ unit: 'binary', maxLength: 80 });
  fc.assert(
    fc.property(line, noise, noise, fc.string({ maxLength: 80 }), (text, before, after, far) => {
      const padding = '\n'.padStart(ASSIGNMENT_REACH, 'z');
      const scan = (prefix: string): number =>
        scanText(
          Buffer.from(`${prefix}${padding}${before}${text}${after}${padding}${prefix}`, 'latin1'),
          set,
        ).filter(({ raw }) => raw === TOKEN).length;
      expect(scan(far)).toBe(scan(''));
    }),
  );
});

describe('time', () => {
  /** Text that is nothing but keyword hits. Twice as much may take twice as long, and some for noise. */
  it.each([
    ['assignments', 'password="pass";'],
    ['keywords without end', 'pass'],
    ['open quotes', 'token="\\"'],
    ['openers', 'secret=((((new [[['],
    ['blanks', `password${' '.repeat(31)}`],
    ['attributes', '<a key="password" a='],
    ['URLs', 'https://a:'],
    ['runs', 'aB3dE5gH7jK9'],
    ['separated runs', ' ="aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5"'],
  ])('grows with the length alone: %s', (_, unit) => {
    const ofUnits = (bytes: number): Buffer => Buffer.from(unit.repeat(Math.ceil(bytes / unit.length)));
    expect(isLinear(ofUnits, (blob) => scanText(blob, set), 200_000)).toBe(true);
  });
});

describe('passwords that people make of words', () => {
  it.each(['"pass": "{}",', 'password: "{}"', "auth.password = '{}';"])('in %s', (form) => {
    const values = [['User1', '123'].join('_'), 'secret'.repeat(2), ['Test', '7'].join('-')];
    for (const value of values) expect(found(form.replace('{}', value)), value).toEqual([value]);
  });

  it('are not what a name is made of', () => {
    const values = ['user1', 'test123', 'passphrase_1', 'userUser', 'demodemos'];
    for (const value of values) expect(found(`"password": "${value}"`), value).toEqual([]);
  });
});

it('a cipher has a key', () => {
  expect(found(`cipher_key = "${TOKEN}"`)).toEqual([TOKEN]);
  expect(found(`cipherKeyLength = "${TOKEN}"`)).toEqual([]);
});
