/** The assignment reader: which bytes are the value of a name, in the languages people write names in; and its bounds. */
import { describe, expect, it } from 'vitest';
import { ASSIGNMENT_REACH, readAssignmentIn } from '../../src/engine/plain/assignment.ts';
import { fc } from '../support/property.ts';

const readAssignment = (
  bytes: Uint8Array,
  offset: number,
  length: number,
): ReturnType<typeof readAssignmentIn>['assigned'] => readAssignmentIn(bytes, offset, length).assigned;

/** A value with digits in it that is nobody's secret. */
const V = 'q7Input9z';

function read(text: string, keyword = 'pass'): { name: string; value: string; quoted: boolean } | undefined {
  const bytes = Buffer.from(text, 'latin1');
  const found = readAssignment(bytes, text.toLowerCase().indexOf(keyword), keyword.length);
  return (
    found && {
      name: bytes.toString('latin1', found.nameStart, found.nameEnd),
      value: bytes.toString('latin1', found.start, found.end),
      quoted: found.quoted,
    }
  );
}

describe('quoted values', () => {
  it.each([
    ['assignment', `db_password = "${V}"`],
    ['short declaration', `password := "${V}"`],
    ['JSON', `{"password": "${V}"}`],
    ['JSON in a string', `{\\"password\\":\\"${V}\\"}`],
    ['JSON in a string in a string', `{\\\\\\"password\\\\\\": \\\\\\"${V}\\\\\\"}`],
    ['hash rocket', `:password => '${V}'`],
    ['comparison', `if (user['password'] == '${V}')`],
    ['TypeScript annotation', `const password: string = "${V}"`],
    ['Python annotation', `password: Optional[str] = "${V}"`],
    ['Rust annotation', `let password: &'static str = "${V}";`],
    ['Go type', `var password string = "${V}"`],
    ['bytes', `password = b"${V}"`],
    ['triple quotes', `password = """${V}"""`],
    ['setter', `user.setPassword("${V}")`],
    ['pair of arguments', `props.set("password", "${V}")`],
    ['wrapped', `password = Buffer.from('${V}', 'utf8')`],
    ['wrapped twice', `password = createKey(Buffer.from('${V}'))`],
    ['byte slice', `password := []byte("${V}")`],
    ['fallback of a call', `os.getenv("DB_PASSWORD") or "${V}"`],
    ['fallback of a variable', `process.env.DB_PASSWORD ?? '${V}'`],
    ['XML attributes', `<add key="password" value="${V}"/>`],
    ['value attribute', `<password value="${V}"/>`],
    ['HTML form', `<input type="password" name="p" value="${V}">`],
    ['members called name and value', `{"name": "DB_PASSWORD", "value": "${V}"}`],
    ['another member between them', `{"key": "DB_PASSWORD",\n  "enabled": true,\n  "value": "${V}"}`],
    ['CloudFormation', `{"ParameterKey": "DbPassword", "ParameterValue": "${V}"}`],
    ['an output of Terraform', `"db_password": {\n  "value": "${V}",\n  "type": "string"}`],
    ['Terraform', `variable "password" {\n  default = "${V}"\n}`],
    ['next line', `password =\n    "${V}"`],
    ['SQL', `ALTER USER app PASSWORD '${V}'`],
    ['PowerShell', `$Password = ConvertTo-SecureString '${V}' -AsPlainText`],
  ])('%s', (_, text) => {
    expect(read(text)).toMatchObject({ value: V, quoted: true });
  });
});

describe('bare values', () => {
  it.each([
    ['environment file', `DB_PASSWORD=${V}`],
    ['YAML', `password: ${V} # for tests`],
    ['properties', `spring.datasource.password=${V}`],
    ['element', `<password>${V}</password>`],
    ['elements called name and value', `<name>db.password</name>\n  <value>${V}</value>`],
    ['property list', `<key>Password</key>\n\t<string>${V}</string>`],
    ['value in an element', `<property name="password">\n<value>${V}</value>`],
    ['flag', `mysql --password ${V} app`],
    ['flag with =', `mysql --password=${V} app`],
    ['Dockerfile', `ENV DB_PASSWORD ${V}`],
    ['connection string', `"Server=x;Password=${V};Database=y"`],
    ['connection string in XML', `value="password=&quot;${V}&quot;"`],
    ['query', `https://acme.test/?password=${V}&a=b`],
    ['shell default', `\${PASSWORD:-${V}}`],
    ['Spring default', `@Value("\${db.password:${V}}")`],
    ['Kubernetes', `- name: DB_PASSWORD\n  value: ${V}`],
    ['lines in a string', `"PASSWORD=${V}\\nUSER=a"`],
  ])('%s', (_, text) => {
    expect(read(text)).toMatchObject({ value: V, quoted: false });
  });
});

it('leaves out the scheme of an authorization header', () => {
  expect(read(`Authorization: Bearer ${V}`, 'authorization')?.value).toBe(V);
  expect(read(`"Authorization": "Bearer ${V}"`, 'authorization')?.value).toBe(V);
});

it('takes the name without the bytes that only make the keyword longer', () => {
  expect(read(`DB_PWD=${V}`, 'pwd=')).toMatchObject({ name: 'DB_PWD', value: V });
});

it.each([
  'password',
  'password = ',
  'password = ""',
  'password =\n  next',
  'password = read(x)',
  '<b>password</b> <i>abcd</i>',
  `password = "${V}`,
])('reads no value from %j', (text) => expect(read(text)).toBeUndefined());

/** Bytes as they stand around assignments, so that generated text reaches every branch. */
const dense = fc
  .array(
    fc.constantFrom(
      'pass',
      'word',
      ' ',
      '\n',
      '"',
      "'",
      '\\',
      '=',
      ':',
      ',',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '<',
      '>',
      '&quot;',
      'value',
      '"value"',
      '"a": 1,',
      '</name>',
      '<value>',
      'default',
      'Bearer ',
      'new ',
      '||',
      '??',
      'x1',
      '-',
      '.',
      '#',
      '\t',
      ': string = ',
      'x'.repeat(70),
      ' '.repeat(40),
    ),
    { maxLength: 120 },
  )
  .map((parts) => parts.join(''));

it('ends within the buffer and within its reach, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.oneof(dense, fc.string({ unit: 'binary', maxLength: 300 })), fc.nat(), (text, seed) => {
      const bytes = Buffer.from(text, 'latin1');
      const offset = bytes.length === 0 ? 0 : seed % bytes.length;
      const found = readAssignment(bytes, offset, 4);
      if (!found) return;
      expect(found.nameStart).toBeGreaterThanOrEqual(Math.max(0, offset - ASSIGNMENT_REACH));
      expect(found.nameEnd).toBeGreaterThan(found.nameStart);
      expect(found.start).toBeGreaterThanOrEqual(found.nameEnd);
      expect(found.end).toBeGreaterThan(found.start);
      expect(found.end).toBeLessThanOrEqual(Math.min(bytes.length, offset + ASSIGNMENT_REACH));
    }),
    { numRuns: 3000 },
  );
});

it('sees nothing beyond its reach', () => {
  fc.assert(
    fc.property(dense, dense, fc.nat(), (text, other, seed) => {
      const far = 'y'.repeat(ASSIGNMENT_REACH);
      const offset = text.length === 0 ? 0 : seed % text.length;
      const before = offset + ASSIGNMENT_REACH;
      const one = Buffer.from(far + text + far, 'latin1');
      const two = Buffer.from(
        `${other}\n${one.toString('latin1', Math.max(0, before - ASSIGNMENT_REACH), before + ASSIGNMENT_REACH)}${other}`,
        'latin1',
      );
      const shift = other.length + 1 - Math.max(0, before - ASSIGNMENT_REACH);
      const first = readAssignment(one, before, 4);
      const second = readAssignment(two, before + shift, 4);
      expect(second).toEqual(
        first && {
          ...first,
          nameStart: first.nameStart + shift,
          nameEnd: first.nameEnd + shift,
          start: first.start + shift,
          end: first.end + shift,
        },
      );
    }),
    { numRuns: 3000 },
  );
});
