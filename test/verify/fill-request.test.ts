/** What goes over the wire: the secret in its one place, and nothing that a request cannot carry. */
import { describe, expect, it } from 'vitest';
import type { VerifyRequest } from '../../src/catalogue/verify-request.ts';
import { SecretValue } from '../../src/core/secret-value.ts';
import { fillRequest, type FilledRequest } from '../../src/verify/fill-request.ts';
import { signAws } from '../../src/verify/sign-aws.ts';

const NOW = new Date('2015-08-30T12:36:00Z');
const here = { base: 'https://api.example.com', host: 'api.example.com', isOwn: false };

function filled(
  request: Partial<VerifyRequest>,
  secret: string,
  pair: string | null = null,
): FilledRequest | undefined {
  const whole: VerifyRequest = {
    method: 'GET',
    url: 'https://api.example.com/me',
    headers: {},
    active: [{ status: [200] }],
    inactive: [{ status: [401] }],
    elsewhere: false,
    source: 'https://example.com',
    ...request,
  };
  return fillRequest(whole, here, {
    secret: new SecretValue(secret),
    pair: pair === null ? null : new SecretValue(pair),
    now: NOW,
  });
}

describe('a filled request', () => {
  it('has the secret in the header that the pattern file names', () => {
    expect(filled({ headers: { Authorization: 'Bearer {secret}' } }, 'abc')).toMatchObject({
      origin: 'https://api.example.com',
      path: '/me',
      headers: { authorization: 'Bearer abc' },
      body: null,
    });
  });

  it('has it encoded in an address, and not in the one that is shown', () => {
    const request = filled({ url: 'https://api.example.com/bot{secret}/me?key=1' }, 'a/../b?c#d&e%');
    expect(request?.path).toBe('/bota%2F..%2Fb%3Fc%23d%26e%25/me?key=1');
    expect(request?.shownPath).toBe('/bot{secret}/me?key=1');
  });

  it('has it encoded in a form', () => {
    const form = { token: '{secret}', kind: 'a b' };
    const request = filled({ method: 'POST', form }, 'x&y=z');
    expect(request?.body).toBe('token=x%26y%3Dz&kind=a%20b');
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('has both halves of a pair in Basic authentication', () => {
    const request = filled({ basic: '{pair}:{secret}' }, 'word:with', 'user');
    expect(request?.headers['authorization']).toBe(
      `Basic ${Buffer.from('user:word:with').toString('base64')}`,
    );
    expect(filled({ basic: '{pair}:{secret}' }, 'word', 'us:er')).toBeUndefined();
  });

  it('does not take what a value says for a placeholder', () => {
    const request = filled({ basic: '{pair}:{secret}' }, 's3cret', '{secret}');
    expect(request?.headers['authorization']).toBe(
      `Basic ${Buffer.from('{secret}:s3cret').toString('base64')}`,
    );
    expect(filled({ headers: { 'X-Key': '{secret}' } }, '$&$1')?.headers['x-key']).toBe('$&$1');
  });

  it.each([
    'a\r\nHost: evil.example',
    'a\nb',
    'a b',
    'tab\t',
    'nul\0',
    '\u00e4',
    '\u7532',
    '',
    'x'.repeat(9000),
  ])('is not made with %j', (value) => {
    const request = { headers: { Authorization: 'Bearer {secret}' } };
    const bytes = Buffer.from(value).toString('latin1');
    expect(filled(request, bytes)).toBeUndefined();
    expect(filled({ basic: '{pair}:{secret}' }, 'good', bytes)).toBeUndefined();
  });
});

describe('a signed request', () => {
  it('has the signature of the test suite of AWS', () => {
    const keys = {
      pair: ['AKID', 'EXAMPLE'].join(''),
      secret: ['wJalrXUtnFEMI/K7MDENG+bPxR', 'fiCYEXAMPLEKEY'].join(''),
    };
    const request = {
      method: 'POST',
      origin: 'https://example.amazonaws.com',
      path: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Param1=value1',
    };
    const scope = { region: 'us-east-1', service: 'service' };
    const { authorization = '' } = signAws(request, keys, NOW, scope);
    expect(authorization.split('Signature=')[1]).toBe(
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    );
  });

  it('does not hold the secret', () => {
    const secret = 'q'.repeat(40);
    const form = { Action: 'GetCallerIdentity' };
    const request = filled({ method: 'POST', form, sign: 'aws-sigv4' }, secret, 'the-key-id');
    expect(request?.headers['authorization']).toContain(
      'Credential=the-key-id/20150830/us-east-1/sts/aws4_request',
    );
    expect(JSON.stringify(request)).not.toContain(secret);
  });
});
