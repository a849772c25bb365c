/** Which addresses a secret may be sent to: those of the open internet. Everything else could be a machine of ours (SSRF). */
import { BlockList, isIP } from 'node:net';

/** https://www.iana.org/assignments/iana-ipv4-special-registry, and the host of Azure that answers from inside a machine. */
const CLOSED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];
/** Of IPv6 only 2000::/3 is given out; of that, these are documentation, and ways to an IPv4 address in disguise. */
const OPEN_V6 = '2000::/3';
const CLOSED_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
/** Where machines in clouds are told their own credentials. */
const METADATA = ['169.254.0.0/16', '168.63.129.16/32', '100.100.100.200/32'];
const METADATA_V6 = ['fe80::/10', 'fd00:ec2::/32', 'fd20:ce::/32'];
/** The same as seen through a translator of addresses: https://www.rfc-editor.org/rfc/rfc6052#section-2.1 */
const METADATA_NAT64 = ['64:ff9b::a9fe:0/112', '64:ff9b::a83f:8110/128', '64:ff9b::6464:64c8/128'];

/** Made where they are asked for, which is rare: a start image can hold none. */
const closed = (): BlockList => blockListOf(CLOSED_V4, CLOSED_V6);
const open = (): BlockList => blockListOf([], [OPEN_V6]);
const metadata = (): BlockList => blockListOf(METADATA, [...METADATA_V6, ...METADATA_NAT64]);

/** Is it a machine of the open internet? Not for anything that is no address. */
export function isPublicAddress(address: string): boolean {
  switch (familyOf(address)) {
    case 4:
      return !closed().check(address, 'ipv4');
    case 6:
      return open().check(address, 'ipv6') && !closed().check(address, 'ipv6');
    default:
      return false;
  }
}

/** Does it answer with credentials of the machine? Nobody's own host may be that. */
export function isMetadataAddress(address: string): boolean {
  const family = familyOf(address);
  return family === 0 || metadata().check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** @returns 4, 6, or 0 for none; an address with a zone is of this link, and so none */
function familyOf(address: string): number {
  return address.includes('%') ? 0 : isIP(address);
}

function blockListOf(v4: readonly string[], v6: readonly string[]): BlockList {
  const list = new BlockList();
  const add = (range: string, family: 'ipv4' | 'ipv6'): void => {
    const [net = '', bits = ''] = range.split('/');
    list.addSubnet(net, Number(bits), family);
  };
  for (const range of v4) add(range, 'ipv4');
  for (const range of v6) add(range, 'ipv6');
  return list;
}
