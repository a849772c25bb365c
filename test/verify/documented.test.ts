/** docs/verify.md lists every request that a pattern file declares, and no other. */
import { describe, expect, it } from 'vitest';
import { type PatternFile, checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import { readPatternSources } from '../../src/catalogue/read-patterns.ts';
import type { VerifyRequest } from '../../src/catalogue/verify-request.ts';
import { textOf } from '../structure/support/project.ts';

function tableLine(issuer: string, detectors: readonly string[], request: VerifyRequest): string {
  const { method, url, elsewhere, source } = request;
  const cells = [
    issuer,
    detectors.map((id) => `\`${id}\``).join(', '),
    `\`${method} ${url.slice('https://'.length)}\``,
    carriedBy(request),
    elsewhere ? 'yes' : '',
    `[docs](${source})`,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Where the secret is in the request. */
function carriedBy({ url, headers, basic, form = {}, sign }: VerifyRequest): string {
  if (sign !== undefined) return 'not sent: it signs';
  if (basic !== undefined) return basic.includes('{pair}') ? 'Basic, with its pair' : 'Basic';
  if (url.includes('{secret}')) return 'in the address';
  const header = Object.keys(headers).find((name) => headers[name]?.includes('{secret}') === true);
  return header ?? `form, ${Object.keys(form).find((name) => form[name]?.includes('{secret}') === true)}`;
}

/** Detectors of one issuer that declare the same share a line. */
function linesOf({ issuer, detector }: PatternFile): string[] {
  const lines = new Map<string, { ids: string[]; request: VerifyRequest }>();
  for (const { id, verify } of detector) {
    if (!verify) continue;
    const key = JSON.stringify(verify);
    const line = lines.get(key) ?? { ids: [], request: verify };
    line.ids.push(id);
    lines.set(key, line);
  }
  return [...lines.values()].map(({ ids, request }) => tableLine(issuer, ids, request));
}

const expected = readPatternSources('patterns')
  .flatMap(({ document }) => {
    const checked = checkPatternFile(document);
    return 'detector' in checked ? linesOf(checked) : [];
  })
  .toSorted();

describe('docs/verify.md', () => {
  it('has a line for every request, in the order of the alphabet', () => {
    const [, section = ''] = textOf('docs/verify.md').split('\n## Issuers\n');
    const [, , ...lines] = section.split('\n').filter((line) => line.startsWith('|'));
    expect(expected.length).toBeGreaterThan(2);
    expect(lines.join('\n')).toBe(expected.join('\n'));
  });
});
