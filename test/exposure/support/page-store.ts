/** A store like that of a grown organisation: many labels, repositories, authors and years, and texts of somebody hostile. */
import type { StoredFinding } from '../../../src/core/stored-finding.ts';
import type { Grant } from '../../../src/store/audit/audit-store.ts';
import { findingOf } from '../../support/audited.ts';
import { hiddenList, listOf, type MadeRun } from './made-store.ts';

const KINDS = [
  ['credential/cloud', 'RESTRICTED', 'critical', 'Cloud access key'],
  ['credential/vcs', 'RESTRICTED', 'high', 'Version control token'],
  ['key/private-key', 'RESTRICTED', 'critical', 'Private key'],
  ['credential/database', 'RESTRICTED', 'high', 'Database password in a URL'],
  ['credential/saas', 'CONFIDENTIAL', 'high', 'Token of an online service'],
  ['personal/contact', 'CONFIDENTIAL', 'medium', 'E-mail addresses'],
  ['credential/generic-password', 'CONFIDENTIAL', 'medium', 'Password'],
  ['personal/bank-account', 'RESTRICTED', 'high', 'IBAN'],
  ['marking/commercial', 'CONFIDENTIAL', 'low', 'Confidentiality mark'],
  ['infrastructure/internal-host', 'INTERNAL', 'low', 'Host name of an internal network'],
  ['infrastructure/private-network', 'INTERNAL', 'low', 'Address of a private network'],
  ['artefact/configuration', 'PUBLIC', 'info', 'Configuration file'],
] as const;
const PEOPLE = ['Ada Author', 'Bo Builder', 'Cy Committer', 'Di Developer', 'Eli Engineer', 'Flo Fixer'];
const REACHES = ['tip', 'history', 'history', 'tip', 'unmerged', 'unreachable'] as const;
const DAY_MS = 86_400_000;
const FIRST = Date.parse('2014-02-03T08:00:00Z');

/** Ends an element, opens another, runs a handler, hides a direction, goes up a folder. */
export const HOSTILE = {
  path: 'src/</script><img src=x onerror=alert(1)>/"\'`{{x}}\u202etxt.exe',
  author: '<script>document.title="taken"</script>',
  title: '<b onmouseover=alert(2)>Token</b>',
  branch: 'feature/<svg/onload=alert(3)>',
  note: 'javascript:alert(4)//<!--',
} as const;

/** The how-manieth finding of a repository; the same for the same numbers. */
function madeFinding(place: number, nth: number): StoredFinding {
  const seed = (place * 7919 + nth * 104_729) % 1_000_003;
  const [label, level, severity, title] = KINDS[(seed + nth) % KINDS.length] ?? KINDS[0];
  const reach = REACHES[seed % REACHES.length] ?? 'tip';
  const date = dayAfter(seed % 4600);
  const left =
    reach === 'tip' ? null : { commit: 'e'.repeat(40), date: dayAfter((seed % 4600) + (seed % 300)) };
  const commit = seed.toString(16).padStart(40, '0');
  const name = PEOPLE[seed % PEOPLE.length] ?? '';
  return findingOf(place, nth, {
    path: `services/part-${seed % 40}/config/${nth}.yml`,
    detector: `made-${label}`,
    title,
    label,
    level,
    severity,
    confidence: seed % 3 === 0 ? 'medium' : 'high',
    reach,
    atTip: reach === 'tip',
    tips: reach === 'tip' ? ['main'] : [],
    // Some values lie in more than one place.
    ...(nth % 5 === 0 && { secretId: (seed % 50).toString(16).padStart(32, 'a') }),
    author: { name, email: `${name.split(' ')[0]?.toLowerCase()}@example.org` },
    commit,
    date,
    exposure: [{ branch: 'main', cameIn: { commit, date }, left }],
    count: label.startsWith('personal') ? 100 + (seed % 900) : 1,
  });
}

function dayAfter(days: number): string {
  return new Date(FIRST + days * DAY_MS).toISOString();
}

const user = (id: string, name: string, email: string): Grant => ({
  subject: 'user',
  id,
  name,
  level: 'read',
  email,
});
const ADA = user('ada', 'Ada Author', 'ada@example.org');
const PARTNER = user('pat', 'Pat Partner', 'pat@partner.example.com');
const GROUP: Grant = { subject: 'group', id: 'staff', name: 'staff', level: 'read' };
const KEY: Grant = { subject: 'access-key', id: '7', name: 'deploy <key>', level: 'read' };

/** @param size repositories, and findings in each */
export function grownRun(size: { places: number; findings: number }): MadeRun {
  const numbers = Array.from({ length: size.places }, (_, index) => index + 1);
  const found = numbers.map((place): [number, StoredFinding[]] => [
    place,
    Array.from({ length: size.findings }, (_, nth) => madeFinding(place, nth)),
  ]);
  const lists = [listOf(ADA, GROUP), listOf(PARTNER, ADA), hiddenList(['groups'], ADA), listOf(KEY)];
  return {
    at: '2026-11-22T12:00:00Z',
    found: Object.fromEntries(found),
    places: Object.fromEntries(
      numbers.map((place) => [
        place,
        { visibility: place % 9 === 0 ? 'public' : 'private', project: `PRJ${place % 3}` },
      ]),
    ),
    readers: numbers.flatMap((place, index) => {
      const list = lists[index % lists.length];
      return list ? [[{ kind: 'repository', id: `{${place}}` }, list] as const] : [];
    }),
  };
}

/** One that tries everything on whoever opens the report. */
export function hostileFinding(place: number, nth: number): StoredFinding {
  const { path, author, title, branch, note } = HOSTILE;
  return findingOf(place, nth, {
    path,
    title,
    inside: [path],
    notes: [note],
    tips: [branch],
    severity: 'critical',
    masked: '</script><script>alert(5)</script>',
    author: { name: author, email: 'x"@example.org' },
    exposes: `Everything. ${note}`,
    revoke: '<a href="javascript:alert(6)">Revoke</a>',
    references: ['javascript:alert(7)', 'https://docs.example.com/tokens'],
    linked: [{ detector: 'x', title, secretId: 'f'.repeat(32), line: 3 }],
    otherPaths: [{ path: '../../../<img src=y>', commit: 'd'.repeat(40), author: null, date: null }],
    exposure: [{ branch, cameIn: { commit: 'c'.repeat(40), date: '2026-11-01T00:00:00Z' }, left: null }],
  });
}
