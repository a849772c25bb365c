/**
 * Rejects names of hosts that every installation has: of containers, clusters and cloud machines, of multicast DNS, and
 * what documentation writes.
 */
import type { Check } from '../check.ts';

const EVERYWHERE =
  /(?:^|\.)(?:docker\.internal|containers\.internal|google\.internal|compute\.internal|ec2\.internal|cluster\.local|svc\.local|localhost\.local|home\.local)$|^(?:host|metadata|kubernetes|gateway|localhost|example|test|foo|bar|my-?[a-z]*|your-?[a-z]*|acme|some[a-z]*)\.|(?:^|\.)(?:example|acme|foo|bar|test|domain|company|my-?company|your-?company|contoso)\./i;

export const internalHostCheck: Check = {
  asks: 'It must be the name of a host of some organisation: none that every installation has, none made up.',
  accepts: ({ token }) => !EVERYWHERE.test(token),
};
