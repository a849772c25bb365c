/** The data of a Kubernetes Secret is base64, whatever its length, and its `kind` says so. */
import { describe, expect, it } from 'vitest';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import { patternCatalogue } from '../support/catalogue.ts';

const { detectors } = patternCatalogue();
const set = buildDetectorSet(detectors);
const secret = ['vK7', 'qeR', '2mZx'].join('!');

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function seen(text: string, using = set): string[][] {
  return scanText(Buffer.from(text), using).map(({ raw, encoding = [], start, end }) => [
    raw,
    encoding.join(),
    text.slice(start, end),
  ]);
}

const value = base64(secret);
const found = [[secret, 'base64', value]];

describe('the data of a Kubernetes Secret', () => {
  it.each([
    [
      'below its kind',
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  id: YQ==\n  password: ${value}\n`,
    ],
    [
      'above its kind',
      `apiVersion: v1\ndata:\n  id: YQ==\n  password: ${value}\n  user: YWRtaW4=\nkind: Secret\n`,
    ],
    [
      'in quotes',
      `kind: "Secret"\r\ndata:\r\n  # of the database\r\n  id: YQ==\r\n  "password": "${value}"\r\n`,
    ],
    [
      'in a document of several',
      `kind: ConfigMap\n---\nkind: Secret\ndata:\n  id: YQ==\n  password: ${value}\n---\nkind: Pod\n`,
    ],
    [
      'in a list',
      `kind: List\nitems:\n- kind: ConfigMap\n  data:\n    a: b\n- kind: Secret\n  data:\n    id: YQ==\n    password: ${value}\n`,
    ],
    ['first in its item', `items:\n  - data:\n      id: YQ==\n      password: ${value}\n    kind: Secret\n`],
    [
      'as JSON',
      `{"kind": "Secret", "metadata": {"name": "db"}, "data": {"user": "YQ==", "password": "${value}"}}`,
    ],
    [
      'as JSON, kind last',
      `{"items": [{"data": {"password": "${value}"}, "metadata": {}, "kind": "Secret"}]}`,
    ],
  ])('is decoded %s', (_, text) => {
    expect(seen(text)).toEqual(found);
  });

  it('is found without the newline that echo left', () => {
    const written = base64(`${secret}\n`);
    expect(seen(`kind: Secret\ndata:\n  id: YQ==\n  password: ${written}\n`)).toEqual([
      [secret, 'base64', written],
    ]);
  });

  it('is found as it stands in stringData', () => {
    expect(seen(`kind: Secret\nstringData:\n  password: "${secret}"\n`)).toEqual([[secret, '', secret]]);
  });

  it.each(['changeme', 'password', '<password>', 'example', '${PASSWORD}', ' '.repeat(4)])(
    'is nothing when it is %j',
    (placeholder) => {
      expect(seen(`kind: Secret\ndata:\n  id: YQ==\n  password: ${base64(placeholder)}\n`)).toEqual([]);
    },
  );

  it.each([
    ['another kind', `kind: ConfigMap\ndata:\n  id: YQ==\n  password: ${value}\n`],
    [
      'a Secret in another document',
      `kind: Secret\n---\nkind: ConfigMap\ndata:\n  id: YQ==\n  password: ${value}\n`,
    ],
    [
      'a Secret in another item',
      `items:\n- kind: Secret\n- kind: ConfigMap\n  data:\n    id: YQ==\n    password: ${value}\n`,
    ],
    ['another part of it', `kind: Secret\nspec:\n  password: ${value}\n`],
    [
      'a Secret in it',
      `{"kind": "ConfigMap", "data": {"password": "${value}"}, "owner": {"kind": "Secret"}}`,
    ],
    [
      'a Secret too far away',
      `kind: Secret\n${'# more\n'.repeat(700)}data:\n  id: YQ==\n  password: ${value}\n`,
    ],
  ])('is not decoded in %s', (_, text) => {
    expect(seen(text).filter(([, encoding]) => encoding !== '')).toEqual([]);
  });

  it('is not decoded where nothing is to be', () => {
    const shallow = buildDetectorSet(detectors, { decodeDepth: 0 });
    expect(seen(`kind: Secret\ndata:\n  id: YQ==\n  password: ${value}\n`, shallow).flat()).not.toContain(
      secret,
    );
  });
});
