/** What a pattern file may declare for --verify: one harmless request to one named host, and nothing that could be more. */
import { describe, expect, it } from 'vitest';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';

const GOOD = {
  url: 'https://api.example.com/me',
  headers: { Authorization: 'Bearer {secret}' },
  active: [{ status: [200] }],
  inactive: [{ status: [401] }],
  source: 'https://docs.example.com/me',
};

function mistakesOf(verify: object, more: object = {}): string {
  const detector = {
    id: 'example-token',
    title: 'Example',
    label: 'credential/saas',
    severity: 'high',
    keywords: ['exmpl_'],
    token: 'exmpl_[0-9]{20}',
    verify,
    ...more,
  };
  const checked = checkPatternFile({ issuer: 'Example', detector: [detector] });
  return 'detector' in checked ? '' : checked.map(({ at, message }) => `${at}: ${message}`).join('\n');
}

const without = (key: string): object =>
  Object.fromEntries(Object.entries(GOOD).filter(([name]) => name !== key));

describe('a declared request', () => {
  it.each([
    {},
    { method: 'HEAD' },
    { method: 'POST', headers: {}, form: { token: '{secret}' } },
    { headers: {}, url: 'https://api.example.com/bot{secret}/me' },
    { headers: {}, basic: '{secret}:' },
    { active: [{ status: [200], json: { ok: true } }], inactive: [{ status: [200], json: { ok: false } }] },
  ])('may be %j', (change) => {
    expect(mistakesOf({ ...GOOD, ...change })).toBe('');
  });

  it.each([
    ['http', { url: 'http://api.example.com/me' }],
    ['an address in figures', { url: 'https://127.0.0.1/me' }],
    ['an address in figures of IPv6', { url: 'https://[::1]/me' }],
    ['one number', { url: 'https://2130706433/me' }],
    ['a host without a domain', { url: 'https://localhost/me' }],
    ['a port', { url: 'https://api.example.com:8443/me' }],
    ['a user', { url: 'https://ada@api.example.com/me' }],
    ['capitals', { url: 'https://API.example.com/me' }],
    ['the secret as a part of the host', { headers: {}, url: 'https://{secret}.example.com/me' }],
    ['the secret as the host', { headers: {}, url: 'https://{secret}/me' }],
    ['a fragment', { url: 'https://api.example.com/me#x' }],
    ['a way up', { url: 'https://api.example.com/a/../me' }],
    ['a line end', { url: 'https://api.example.com/me\r\nHost: evil.example' }],
    ['another placeholder', { url: 'https://api.example.com/{user}/me' }],
  ])('has no address with %s', (_, change) => {
    expect(mistakesOf({ ...GOOD, ...change })).not.toBe('');
  });

  it.each([
    ['twice', { headers: { A: '{secret}', B: '{secret}' } }],
    ['nowhere', { headers: {} }],
    ['in a header that says where it goes', { headers: { Host: '{secret}' } }],
    ['in a cookie', { headers: { Cookie: 'x={secret}' } }],
    ['for a proxy', { headers: { 'Proxy-Authorization': '{secret}' } }],
    ['behind a line end', { headers: { 'X-Key': 'a\r\nX-Other: {secret}' } }],
    ['in a header with no name', { headers: { 'X Key': '{secret}' } }],
    ['in a form of GET', { headers: {}, form: { token: '{secret}' } }],
    ['in Basic without a password', { headers: {}, basic: '{secret}' }],
    ['beside its pair, of which there is none', { headers: {}, basic: '{pair}:{secret}' }],
    ['in a signed request', { sign: 'aws-sigv4' }],
  ])('does not have the secret %s', (_, change) => {
    expect(mistakesOf({ ...GOOD, ...change })).not.toBe('');
  });

  it('may have its pair where the detector says what that is', () => {
    const pairs = { with: ['example-id'], within: 1024 };
    const request = { ...GOOD, headers: {}, basic: '{pair}:{secret}' };
    expect(mistakesOf(request, { pairs })).toBe('');
    expect(mistakesOf({ ...request, pairWith: ['other-id'] }, { pairs })).not.toBe('');
  });

  it.each([
    ['DELETE', { method: 'DELETE' }],
    ['a status that means active and inactive', { active: [{ status: [200, 401] }] }],
    ['the same status for both', { active: [{ status: [200] }], inactive: [{ status: [200, 401] }] }],
    ['a redirect', { active: [{ status: [302] }] }],
    ['429', { inactive: [{ status: [401, 429] }] }],
    ['a failure of the server', { inactive: [{ status: [500] }] }],
    ['no condition', { inactive: [] }],
    ['JSON of HEAD', { method: 'HEAD', active: [{ status: [200], json: { ok: true } }] }],
    [
      'fields that do not keep two answers apart',
      {
        active: [{ status: [200], json: { ok: true } }],
        inactive: [{ status: [200], json: { error: 'x' } }],
      },
    ],
    ['a key that nobody knows', { follow: true }],
  ])('does not declare %s', (_, change) => {
    expect(mistakesOf({ ...GOOD, ...change })).not.toBe('');
  });

  it.each(['active', 'inactive', 'source', 'url'])('has %s', (key) => {
    expect(mistakesOf(without(key))).not.toBe('');
  });
});
