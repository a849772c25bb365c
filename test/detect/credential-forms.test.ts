/** A matrix: names in the ways people write them, times the forms in which languages give a value to a name; and what looks like one and is none. */
import { describe, expect, it } from 'vitest';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { fc } from '../support/property.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const set = buildDetectorSet(
  patternCatalogue().detectors.filter(({ label }) => /^(?:credential|key)\//.test(label)),
);

function found(text: string): string[] {
  return scanText(Buffer.from(`first line\n${text}\nlast line\n`), set).map(({ raw }) => raw);
}

/** Made up in every run, so that nothing in this file is somebody's secret. */
const [SECRET = ''] = fc.sample(fc.stringMatching(/^[b-df-h]{3}[2-9]{2}[J-N][p-t]{5}[2-9][v-z]{5}[2-9]$/), {
  numRuns: 1,
  seed: 11,
});

/** Ten naming styles, some short forms, prefixes, and other languages. */
const NAMES = [
  'dbPassword',
  'DbPassword',
  'db_password',
  'DB_PASSWORD',
  'db-password',
  'db.password',
  'Db-Password',
  'dbpassword',
  'strPassword',
  'm_password',
  'pwd',
  'dbPass',
  'db_passwd',
  'passphrase',
  'dbPw',
  'DB_PW',
  'DB_PWD',
  'clientSecret',
  'client_secret',
  'CLIENT_SECRET',
  'apiKey',
  'API_KEY',
  'x-api-key',
  'accessToken',
  'ACCESS_TOKEN',
  'auth-token',
  'passwort',
  'contrasena',
  'motDePasse',
];

type Form = readonly [kind: string, write: (name: string, value: string) => string];

/** Where any name may stand. */
const FORMS: readonly Form[] = [
  ['JSON', (name, value) => `{"${name}": "${value}"}`],
  ['compact JSON', (name, value) => `{"user":"a","${name}":"${value}","x":1}`],
  ['JSON in a string', (name, value) => `"{\\"${name}\\": \\"${value}\\"}"`],
  ['YAML', (name, value) => `app:\n  ${name}: ${value}\n`],
  ['YAML in quotes', (name, value) => `  ${name}: '${value}'  # of the app`],
  ['properties', (name, value) => `app.${name}=${value}`],
  ['properties with blanks', (name, value) => `${name} = ${value}`],
  ['TOML', (name, value) => `"${name}" = "${value}"`],
  ['hash rocket', (name, value) => `'${name}' => '${value}',`],
  ['comparison', (name, value) => `if (form["${name}"] === "${value}") {`],
  ['comparison with not', (name, value) => `if form['${name}'] != '${value}':`],
  ['pair of arguments', (name, value) => `settings.put("${name}", "${value}");`],
  ['define', (name, value) => `define('${name}', '${value}');`],
  ['pair', (name, value) => `    ("${name}", "${value}"),`],
  ['XML element', (name, value) => `<${name}>${value}</${name}>`],
  ['XML attribute', (name, value) => `<user name="a" ${name}="${value}"/>`],
  ['add key', (name, value) => `<add key="${name}" value="${value}"/>`],
  ['property element', (name, value) => `<property name="${name}">${value}</property>`],
  ['property attribute', (name, value) => `<property name="${name}" value="${value}"/>`],
  ['form field', (name, value) => `<input type="text" name="${name}" value="${value}">`],
  ['option', (name, value) => `tool --${name} ${value} run`],
  ['option with =', (name, value) => `tool --${name}=${value} run`],
  ['option in quotes', (name, value) => `tool --${name} "${value}" run`],
  ['list of an array', (name, value) => `config["${name}"] = "${value}"`],
  ['query', (name, value) => `https://acme.test/a?x=1&${name}=${value}&y=2`],
  ['connection string', (name, value) => `"Server=a;Uid=b;${name}=${value};"`],
  ['header', (name, value) => `curl -H "${name}: ${value}" https://acme.test`],
  ['name and value', (name, value) => `- name: ${name}\n  value: ${value}`],
  ['name and value in JSON', (name, value) => `{"name": "${name}", "value": "${value}"}`],
  ['Terraform variable', (name, value) => `variable "${name}" {\n  default = "${value}"\n}`],
  ['comment', (name, value) => `# ${name}: ${value}`],
  ['comment at the end', (name, value) => `login(user); // ${name}: ${value}`],
];

/** Where a name is a word of a programming language. */
const CODE: readonly Form[] = [
  ['JavaScript', (name, value) => `const ${name} = '${value}';`],
  ['TypeScript', (name, value) => `private readonly ${name}: string = "${value}";`],
  ['template', (name, value) => `let ${name} = \`${value}\`;`],
  ['member', (name, value) => `  ${name}: '${value}',`],
  ['Python', (name, value) => `${name} = "${value}"`],
  ['Python bytes', (name, value) => `${name} = b'${value}'`],
  ['named argument', (name, value) => `connect(host, ${name}="${value}")`],
  ['default of a parameter', (name, value) => `def connect(host, ${name}: str = "${value}"):`],
  ['Go', (name, value) => `${name} := "${value}"`],
  ['Go struct', (name, value) => `\t\t${name}:   "${value}",`],
  ['Go bytes', (name, value) => `${name} := []byte("${value}")`],
  ['Java', (name, value) => `private static final String ${name} = "${value}";`],
  ['setter', (name, value) => `factory.set${name.charAt(0).toUpperCase()}${name.slice(1)}("${value}");`],
  ['equals', (name, value) => `if (${name}.equals("${value}")) {`],
  ['C#', (name, value) => `public string ${name} { get; set; } = "${value}";`],
  ['C# initialiser', (name, value) => `new Login { ${name} = "${value}" }`],
  ['verbatim C#', (name, value) => `var ${name} = @"${value}";`],
  ['C', (name, value) => `#define ${name} "${value}"`],
  ['C array', (name, value) => `static const char ${name}[] = "${value}";`],
  ['PHP', (name, value) => `$this->${name} = '${value}';`],
  ['Ruby', (name, value) => `@${name} = '${value}'`],
  ['Rust', (name, value) => `let ${name}: &str = "${value}";`],
  ['Kotlin', (name, value) => `val ${name} = "${value}"`],
  ['Swift', (name, value) => `let ${name}: String = "${value}"`],
  ['Objective-C', (name, value) => `NSString *${name} = @"${value}";`],
  ['Scala', (name, value) => `val ${name}: String = "${value}"`],
  ['Perl', (name, value) => `my $${name} = '${value}';`],
  ['Lua', (name, value) => `local ${name} = "${value}"`],
  ['R', (name, value) => `${name} <- "${value}"`],
  ['Pascal', (name, value) => `${name} := '${value}';`],
  ['Visual Basic', (name, value) => `Dim ${name} As String = "${value}"`],
  ['Elixir', (name, value) => `config :app, ${name}: "${value}"`],
  ['Clojure', (name, value) => `{:${name} "${value}"}`],
  ['PowerShell', (name, value) => `$${name} = "${value}"`],
  [
    'PowerShell secure string',
    (name, value) => `$${name} = ConvertTo-SecureString "${value}" -AsPlainText -Force`,
  ],
  ['shell', (name, value) => `export ${name}=${value}`],
  ['shell in quotes', (name, value) => `${name}="${value}"`],
  ['shell default', (name, value) => `${name}="\${${name}:-${value}}"`],
  ['docker -e', (name, value) => `docker run -e ${name}=${value} app`],
  ['Dockerfile with blank', (name, value) => `ENV ${name} ${value}`],
  ['Dockerfile with =', (name, value) => `ENV ${name}=${value}`],
  ['ARG', (name, value) => `ARG ${name}=${value}`],
  ['PowerShell variable', (name, value) => `$env:${name} = "${value}"`],
  ['cmd', (name, value) => `set ${name}=${value}`],
  ['environ', (name, value) => `os.environ["${name}"] = "${value}"`],
  ['fallback', (name, value) => `process.env.${name} || '${value}'`],
  ['fallback of a call', (name, value) => `os.getenv("${name}", "${value}")`],
];

const isWord = (name: string): boolean => /^\w+$/.test(name);

describe('names in forms', () => {
  it.each(NAMES)('%s', (name) => {
    const forms = isWord(name) ? [...FORMS, ...CODE] : FORMS;
    const missed = forms.filter(([, write]) => !found(write(name, SECRET)).includes(SECRET));
    expect(missed.map(([kind, write]) => `${kind}: ${write(name, 'x')}`)).toEqual([]);
  });
});

/** What stands in such forms and is no secret. */
const NEAR_MISSES: readonly Form[] = [
  ['variable', (name) => `${name}=\${DB_VALUE}`],
  ['shell variable', (name) => `${name}=$DB_VALUE`],
  ['command', (name) => `${name}=$(pass show db/app1)`],
  ['environment in JavaScript', (name) => `${name}: process.env.DB_VALUE_1,`],
  ['environment in Go', (name) => `${name} = os.Getenv("DB_VALUE_1")`],
  ['environment in Python', (name) => `${name} = os.environ["DB_VALUE_1"]`],
  ['environment in PHP', (name) => `'${name}' => env('DB_VALUE_1'),`],
  ['environment in Java', (name) => `${name} = System.getenv("DB_VALUE_1");`],
  ['vault', (name) => `${name}: vault:secret/data/app#db1`],
  ['vault look-up', (name) => `${name}: "{{ lookup('hashi_vault', 'secret/db1') }}"`],
  ['template', (name) => `${name}: {{ .Values.db1.value }}`],
  ['template in quotes', (name) => `${name}: "{{ db_value_1 }}"`],
  ['ERB', (name) => `${name}: <%= ENV['DB_VALUE_1'] %>`],
  ['pipeline variable', (name) => `${name}: $(DB_VALUE_1)`],
  ['GitHub secret', (name) => `${name}: \${{ secrets.DB_VALUE_1 }}`],
  ['Terraform reference', (name) => `${name} = var.db_value_1`],
  ['Terraform resource', (name) => `${name} = random_password.db1.result`],
  ['CloudFormation', (name) => `${name}: !Ref DbValue1`],
  ['resolved', (name) => `${name}: '{{resolve:secretsmanager:app1:SecretString:db}}'`],
  ['place holder', (name) => `${name}=<your-value-1>`],
  ['percent', (name) => `${name}=%DB_VALUE_1%`],
  ['at signs', (name) => `${name}=@DB_VALUE_1@`],
  ['format', (name) => `${name}="%s1" % value`],
  ['stars', (name) => `${name}: "********"`],
  ['crosses', (name) => `${name}: "xxxxxxxx1"`],
  ['change me', (name) => `${name}=changeme123`],
  ['UUID', (name) => `${name}: "3f2b6c1e-5a4d-4e8f-9b7a-1c2d3e4f5a6b"`],
  ['member', (name) => `${name} = settings.value1;`],
  ['call', (name) => `${name} = readValue1();`],
  ['method', (name) => `${name} = store.get("db1")`],
  ['type', (name) => `${name}: string;`],
  ['optional type', (name) => `${name}?: Maybe<Text1>`],
  ['column', (name) => `${name} VARCHAR(255) NOT NULL`],
  ['message', (name) => `"${name}": "This field is required"`],
  ['label', (name) => `"${name}": "Passwort"`],
  ['label in YAML', (name) => `${name}: Heslo`],
  ['form field', (name) => `<input name="${name}" placeholder="Type 1 here" value="">`],
  ['regular expression', (name) => `${name}: "^[a-z0-9]{8,32}$"`],
  ['address', (name) => `${name}: "https://acme.test/reset/a1"`],
  ['path', (name) => `${name}: /run/secrets/db1`],
  ['path at home', (name) => `${name}=~/.config/app1`],
  ['file', (name) => `${name}: "server1.pem"`],
  ['hash of a password', (name) => `${name}: "$2b$12$${'a1B2c3D4e5'.repeat(5)}abc"`],
  ['public key', (name) => `${name}: "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7"`],
  ['data address', (name) => `${name}: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg"`],
  ['nothing', (name) => `${name}: null`],
  ['truth', (name) => `${name}=true`],
  ['number', (name) => `${name}: 3600`],
  ['concatenation', (name) => `${name} = "part1" + rest`],
  ['minified code', (name) => `a.${name}=t.${name},e.${name}=n[1];`],
  ['assertion', (name) => `expect(a.${name}).toBe(b.value1)`],
];

const DOTTED_OR_DASHED = /[.-]/;

describe('near misses in forms', () => {
  it.each(NAMES.filter((name) => !DOTTED_OR_DASHED.test(name)))('%s', (name) => {
    const wrong = NEAR_MISSES.filter(([, write]) => found(write(name, '')).length > 0);
    expect(wrong.map(([kind, write]) => `${kind}: ${write(name, '')}`)).toEqual([]);
  });
});
