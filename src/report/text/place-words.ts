/** Where a finding lies, in one word: the file, and behind exclamation marks the members that lead to it through containers. */
import { groupDigits } from '../../core/group-digits.ts';
import type { FindingRecord } from '../disclosure/finding-record.ts';

/** As Java writes it and other scanners do: `lib.jar!META-INF/app.properties`. Of many repositories `acme/web:lib.jar`. */
export function placeWords({
  repository,
  path,
  inside,
}: Pick<FindingRecord, 'repository' | 'path' | 'inside'>): string {
  return [repository === undefined ? path : `${repository}:${path}`, ...inside].join('!');
}

/** `12,000 of them, written as base64 of gzip`; empty for one value that is written as it is. */
export function formWords({ count, encoding }: Pick<FindingRecord, 'count' | 'encoding'>): string {
  const words = [
    count > 1 && `${groupDigits(count)} of them`,
    encoding.length > 0 && `written as ${encoding.join(' of ')}`,
  ];
  return words.filter((word) => word !== false).join(', ');
}

/** `with AWS access key id on line 3`; empty for what is no part of a key pair. */
export function pairWords({ linked }: Pick<FindingRecord, 'linked'>): string {
  const others = linked.map(({ title, line }) => `${title} on line ${line}`);
  return others.length === 0 ? '' : `with ${others.join(' and ')}`;
}
