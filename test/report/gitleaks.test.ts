/** The gitleaks format: the keys, types and fingerprints that readers of gitleaks v8 reports rely on. */
import { expect, it } from 'vitest';
import { reportGitleaks } from '../../src/report/gitleaks.ts';
import { OPTIONS, finding, problem, result, sampleSecret, textOf } from './support/sample-result.ts';

const COMMIT = 'c1'.repeat(20);

it('is an array of objects with exactly the keys of gitleaks, in its order', () => {
  const parsed = JSON.parse(
    textOf(reportGitleaks(result({ findings: [finding()], problems: [problem()] }), OPTIONS)),
  );
  expect(parsed).toEqual([
    {
      RuleID: 'example-api-token',
      Description: 'Example API token',
      StartLine: 12,
      EndLine: 12,
      StartColumn: 9,
      EndColumn: 49,
      Match: 'exmp********xK',
      Secret: 'exmp********xK',
      File: 'config/prod.env',
      SymlinkFile: '',
      Commit: COMMIT,
      Link: '',
      Entropy: 4.25,
      Author: 'Ada Lovelace',
      Email: 'ada@example.com',
      Date: '2024-03-01T08:00:00Z',
      Message: '',
      Tags: ['credential/saas', 'RESTRICTED', 'high'],
      Fingerprint: `${COMMIT}:config/prod.env:example-api-token:12`,
    },
  ]);
  expect(Object.keys(parsed[0])).toEqual(
    (
      'RuleID Description StartLine EndLine StartColumn EndColumn Match Secret File SymlinkFile Commit Link Entropy Author ' +
      'Email Date Message Tags Fingerprint'
    ).split(' '),
  );
});

it('has a fingerprint without a commit outside of git', () => {
  const [only] = JSON.parse(
    textOf(reportGitleaks(result({ findings: [finding({ introduced: null })] }), OPTIONS)),
  );
  expect(only).toMatchObject({
    Commit: '',
    Author: '',
    Date: '',
    Fingerprint: 'config/prod.env:example-api-token:12',
  });
});

it('shows the secret when asked, and is an empty array for a clean scan', () => {
  const shown = textOf(reportGitleaks(result({ findings: [finding()] }), { ...OPTIONS, showSecrets: true }));
  expect(JSON.parse(shown)[0]).toMatchObject({ Secret: sampleSecret(), Match: sampleSecret() });
  expect(textOf(reportGitleaks(result(), OPTIONS))).toBe('[]\n');
});
