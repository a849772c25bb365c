/** The tables `[[partner]]` of a `.scannerrc`: organisations that one works with, for `bitsieve exposure --notify-list`. */
import { domainToASCII } from 'node:url';
import * as v from 'valibot';
import { compileGlob } from '../allow/globs.ts';
import type { PathTest } from '../allow/allow-entry.ts';
import { AWARENESS } from '../catalogue/regime-file.ts';
import { shortList } from '../catalogue/short-list.ts';
import { plainText } from '../core/plain-text.ts';
import { quote } from '../core/quote.ts';
import type { Partner } from '../exposure/notify/partner.ts';
import { withinMistakes } from './check-regimes.ts';
import { heldIn } from './check-zones.ts';
import type { Mistake } from './mistake.ts';
import { parseTable } from './parse-table.ts';

const text = v.pipe(v.string('is no text'), v.nonEmpty('is empty'));
const words = shortList(text, 'is no list');
const partnerEntries = {
  name: v.optional(text),
  domains: v.optional(words, []),
  contact: v.optional(v.string('is no text'), ''),
  holds: v.optional(words, []),
  issuers: v.optional(words, []),
  within: v.optional(text),
  agreement: v.optional(v.string('is no text'), ''),
};
type PartnerTable = v.InferOutput<v.ObjectSchema<typeof partnerEntries, undefined>>;

/** `example.org`, or `*.example.org` for all below it. */
const DOMAIN = /^(?:\*\.)?[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+$/u;
const MAX_TEXT = 1000;

export function checkPartners(list: readonly Record<string, unknown>[]): {
  readonly partners: readonly Partner[];
  readonly mistakes: readonly Mistake[];
} {
  const mistakes: Mistake[] = [];
  const names = new Set<string>();
  const partners = list.flatMap((table, index) => {
    const at = `partner[${index}]`;
    const before = mistakes.length;
    const read = parseTable(table, { entries: partnerEntries, at, noun: 'key' }, mistakes);
    if (mistakes.length > before) return [];
    const { name } = read;
    mistakes.push(...missing(read, at), ...withinMistakes(read.within, at));
    if (name === undefined) return [];
    if (names.has(name))
      mistakes.push({ at: `${at}.name`, message: `there is another partner ${quote(name)}` });
    names.add(name);
    return [partnerOf(plainText(name, MAX_TEXT), read, at, mistakes)];
  });
  return { partners, mistakes };
}

function missing({ name, domains, holds, issuers, within, agreement }: PartnerTable, at: string): Mistake[] {
  const isNowhere = domains.length + holds.length + issuers.length === 0;
  return [
    ...(name === undefined ? [{ at, message: 'name is missing' }] : []),
    ...(isNowhere
      ? [{ at, message: 'names none of domains, holds, issuers: nothing would lead to it' }]
      : []),
    ...(within !== undefined && agreement === ''
      ? [{ at, message: 'agreement is missing: what asks for the period' }]
      : []),
  ];
}

function partnerOf(name: string, read: PartnerTable, at: string, mistakes: Mistake[]): Partner {
  const { domains, contact, holds, issuers, within, agreement } = read;
  const article = plainText(agreement, MAX_TEXT);
  const what = 'Tell it what was exposed of its own.';
  const step = { id: 'partner', tell: name, what, condition: '', article, source: '', after: AWARENESS };
  return {
    name,
    domains: domains.flatMap((domain, place) => domainAt(domain, `${at}.domains[${place}]`, mistakes)),
    contact: plainText(contact, MAX_TEXT),
    holds: holds.length === 0 ? null : heldIn(holds, `${at}.holds`, mistakes),
    issuers,
    step: agreement === '' ? null : { ...step, within: within ?? 'as agreed' },
  };
}

function domainAt(domain: string, at: string, mistakes: Mistake[]): PathTest[] {
  const [below, name] = domain.startsWith('*.') ? ['*.', domain.slice(2)] : ['', domain];
  const ascii = DOMAIN.test(domain) ? domainToASCII(name.toLowerCase()) : '';
  if (ascii !== '') return [compileGlob(`${below}${ascii}`)];
  const message = `${quote(domain)} is no domain: write e.g. "example.org", or "*.example.org" for all below it`;
  mistakes.push({ at, message });
  return [];
}
