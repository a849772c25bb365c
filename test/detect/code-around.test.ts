/** What stands in ordinary repositories beside a name of a secret and is no secret, and secrets that only the call or the command says. */
import { expect, it } from 'vitest';
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
  seed: 17,
});
const [HEX = ''] = fc.sample(fc.stringMatching(/^[0-9a-f]{16}$/), { numRuns: 1, seed: 17 });

it.each([
  ["const aPassword: RawUTF8='';"],
  ['property ProxyPassword: RawUTF8 read fPassword write fPassword;'],
  ["tmp+';Password='+fPassWord1+';'"],
  ['name="//apple_ref/swift/authenticate(username:password:persistence:)"'],
  ['.password = cluster9->conf->password, \\'],
  ['user_pass.encode("utf-8")'],
  ['adduser --disabled-password deployer9 < /dev/null'],
  ['`SMTP_PASSWORD`, `OBJECT_S3_KEY`, and'],
  ['"adminPassword": "[parameters(\'password9\')]"'],
  ['$VPN_USER:$VPN_PASSWORD:xauth-psk2'],
  ['$jenkinsPassword = Get-JenkinsPassword $Container'],
  ['fmt.Println("PASS: roundtrip verified")'],
  ['the default set pass through unchanged.'],
  [`MySqlConnector, Culture=neutral, PublicKeyToken=${HEX}" />`],
  ['User-Password = "\\323\\006\\334\\020\\236k\\004Z\\005"'],
  ['control.Password.PBKDF2 := "HMACSHA2+256:AAAnEA:a/8HbYW2HWsMthN27JI+Ew=="'],
  ['SHA2-224-Password     Password.SHA2-224'],
  ['formControlName="privateKeyPassword" type="password"'],
  ['opts.privateKeyPassword = options.client_key_pass;'],
  [`Credential=${HEX}/20170613/us-east-1/s3/aws4_request, SignedHeaders=host`],
])('no secret: %s', (text) => expect(found(text)).toEqual([]));

it.each([
  ['requests.get(url, auth=("ann", "SECRET"))', [SECRET]],
  ['subject.login(new UsernamePasswordToken("ann", "SECRET"));', [SECRET]],
  ['DriverManager.getConnection(URL, "ann", "SECRET");', [SECRET]],
  ["$db = mysqli_connect($host, $user, 'SECRET', 'shop');", [SECRET]],
  ['docker login -u ann -p SECRET registry.acme.dev', [SECRET]],
  ['smbclient //nas/share -U ann%SECRET -c ls', [SECRET]],
  ['echo SECRET | sudo -S reboot', [SECRET]],
  ['az login --service-principal --tenant acme', []],
  ['docker run --name some-mongo -d mongo --profile 12', []],
] as const)('a call or a command: %s', (text, secrets) =>
  expect(found(text.replace('SECRET', SECRET))).toEqual(secrets),
);
