/** Where no secret may be sent: everything that could be a machine inside of a network. */
import { describe, expect, it } from 'vitest';
import { isMetadataAddress, isPublicAddress } from '../../src/verify/address-guard.ts';

describe('an address that a secret may be sent to', () => {
  it.each(['140.82.121.6', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'is %s, of the open internet',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ['this machine', '127.0.0.1', '127.255.1.2', '::1', '0.0.0.0', '::'],
    [
      'a private network',
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      'fd12:3456::1',
      'fc00::1',
    ],
    ['the link', '169.254.169.254', 'fe80::1', 'fe80::1%eth0'],
    ['the metadata of a cloud', '168.63.129.16', '100.100.100.200', 'fd00:ec2::254'],
    ['shared by a provider', '100.64.0.1', '100.127.255.255'],
    ['many machines at once', '224.0.0.1', '255.255.255.255', 'ff02::1'],
    [
      'an IPv4 address in disguise',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::ffff:8.8.8.8',
      '64:ff9b::a00:1',
    ],
    ['another one', '2002:7f00:1::', '2001:0:4136::1', '::127.0.0.1'],
    ['for documents and tests', '192.0.2.1', '198.51.100.7', '203.0.113.9', '198.18.0.1', '2001:db8::1'],
    ['none', '', 'localhost', '127.1', '0x7f.1', '2130706433', '1.2.3.4.5'],
  ])('is not %s', (_, ...addresses) => {
    expect(addresses.filter((address) => isPublicAddress(address))).toEqual([]);
  });
});

describe('an address that not even a host of our own may have', () => {
  it.each(['169.254.169.254', 'fe80::1', 'fd00:ec2::254', '::ffff:169.254.169.254', 'nonsense'])(
    'is %s',
    (address) => {
      expect(isMetadataAddress(address)).toBe(true);
    },
  );

  it.each(['64:ff9b::169.254.169.254', '64:ff9b::a83f:8110', '64:ff9b::6464:64c8'])(
    'is %s, which a translator leads there',
    (address) => {
      expect(isMetadataAddress(address)).toBe(true);
    },
  );

  it.each(['127.0.0.1', '10.1.2.3', 'fd12::1', '8.8.8.8', '64:ff9b::808:808'])('is not %s', (address) => {
    expect(isMetadataAddress(address)).toBe(false);
  });
});
