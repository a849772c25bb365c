/** Whatever happens, the credential is in no message, no object, no output. Every place that text can end in is searched. */
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { basic } from '../../src/bitbucket/credential/credential.ts';
import type { CredentialParts } from '../../src/bitbucket/credential/read-credential.ts';
import { openForge } from '../../src/bitbucket/open-forge.ts';
import { ScannerError } from '../../src/core/scanner-error.ts';
import { CLOUD_LIMITED, type Fault, REMOVED } from '../support/loopback-bitbucket/faults.ts';
import type { ModelAccount } from '../support/loopback-bitbucket/model.ts';
import {
  EVERYTHING,
  listAll,
  madeUpSecret,
  openLoopback,
  openModel,
  type Opened,
} from './support/open-loopback.ts';

const secret = madeUpSecret();
const email = 'ada@example.org';

const CREDENTIALS: ReadonlyArray<[ModelAccount, CredentialParts, 'cloud' | 'data-center']> = [
  [{ kind: 'api-token', user: email, secret }, { kind: 'api-token', token: secret, user: email }, 'cloud'],
  [{ kind: 'access-token', user: '', secret }, { kind: 'access-token', token: secret, user: null }, 'cloud'],
  [{ kind: 'oauth', user: 'consumer-key', secret }, { kind: 'oauth', key: 'consumer-key', secret }, 'cloud'],
  [
    { kind: 'http-token', user: 'ada', secret },
    { kind: 'http-token', token: secret, user: 'ada' },
    'data-center',
  ],
];

/** All forms that somebody could use. */
function formsOf({ loopback }: Opened, parts: CredentialParts): string[] {
  const user = 'user' in parts ? (parts.user ?? '') : parts.kind === 'oauth' ? parts.key : '';
  const encoded = basic(user, secret).slice('Basic '.length);
  return [
    secret,
    encoded,
    encoded.replace(/=+$/, ''),
    Buffer.from(secret).toString('base64'),
    ...loopback.issued.keys(),
  ];
}

/** A forge that repeats what it was sent: in messages, paths, names. */
function repeating(text: string): Fault[] {
  const body = (message: string): string => JSON.stringify({ error: { message }, errors: [{ message }] });
  return [401, 403, 404, 410, 418, 500].map((status) => ({
    kind: 'status',
    status,
    body: body(`bad token ${text}`),
  }));
}

const FAULTS: Fault[] = [
  CLOUD_LIMITED,
  REMOVED,
  { kind: 'truncated' },
  { kind: 'reset' },
  { kind: 'stalled' },
  { kind: 'empty' },
  { kind: 'json', change: () => ({ values: [null, 5] }) },
  { kind: 'status', status: 302, headers: { location: 'https://evil.example.org/' } },
  { kind: 'status', status: 502, type: 'text/html', body: '<html>' },
];

/** Everything that a run can yield or throw, as whoever prints it would see it. */
async function everythingOf(opened: Opened): Promise<unknown[]> {
  const { forge, credential, budget } = opened;
  const found: unknown[] = [credential, forge, budget, opened.gitHost];
  const scope = forge.kind === 'cloud' ? { ...EVERYTHING, workspaces: ['acme'] } : EVERYTHING;
  const questions = [
    () => forge.access(scope),
    () => listAll(forge.repositories(scope)),
    () => listAll(forge.permissions(scope)),
    () => listAll(forge.workspaces()),
  ];
  for (const question of questions) found.push(await question().catch((error: unknown) => error));
  return found;
}

function shown(value: unknown): string {
  const error = value instanceof Error ? [value.message, value.stack, String(value)] : [];
  const options = { depth: 12, showHidden: true, getters: true, maxStringLength: null, maxArrayLength: null };
  return [...error, inspect(value, options), JSON.stringify(value), String(value)].join('\n');
}

describe('a credential', () => {
  let output: string[];

  beforeEach(() => {
    output = [];
    const keep = (chunk: unknown): boolean => {
      output.push(String(chunk));
      return true;
    };
    vi.spyOn(process.stdout, 'write').mockImplementation(keep);
    vi.spyOn(process.stderr, 'write').mockImplementation(keep);
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, method).mockImplementation((...args) => void output.push(args.map(shown).join()));
    }
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(CREDENTIALS)('is in nothing that comes of faults: $kind', async (account, parts, face) => {
    const model = openModel({ accounts: [account], isOpen: false });
    for (const planned of [
      ...FAULTS.map((fault) => [fault]),
      repeating(secret).slice(0, 1),
      repeating(secret),
    ]) {
      const opened = await openLoopback({ face, model }, parts, { timeoutMs: 25 });
      const faults = planned.flatMap((fault) => [
        { on: /rest|2\.0/, times: planned.length > 1 ? 1 : 8, fault },
      ]);
      opened.loopback.faults.push(...faults);
      const found = (await everythingOf(opened)).map(shown).join('\n');
      const sent = opened.loopback.requests.flatMap(
        ({ authorization }) => authorization?.split(' ')[1] ?? [],
      );
      expect(sent.length).toBeGreaterThan(0);
      for (const form of [...formsOf(opened, parts), ...sent]) expect(found).not.toContain(form);
    }
    expect(output).toEqual([]);
  });

  it.each(CREDENTIALS)(
    'is in nothing that comes of a forge that repeats what it was sent: $kind',
    async (account, parts, face) => {
      const model = openModel({ accounts: [account], isOpen: false });
      const opened = await openLoopback({ face, model }, parts);
      await everythingOf(opened);
      const sent = new Set(
        opened.loopback.requests.flatMap(({ authorization }) => authorization?.split(' ')[1] ?? []),
      );
      for (const form of new Set([...formsOf(opened, parts).slice(0, 2), ...sent])) {
        for (const fault of repeating(form)) {
          opened.loopback.faults.splice(0, Infinity, { on: /rest\/api|2\.0|oauth2/, times: 12, fault });
          const found = (await everythingOf(opened)).map(shown).join('\n');
          expect(found).not.toContain(form);
        }
      }
      expect(output).toEqual([]);
    },
  );

  it('is in no title and no address that a forge makes of it', async () => {
    const token = madeUpSecret();
    const accounts = [{ kind: 'access-token', user: '', secret: token }] as const;
    const repositories = [{ id: 1, workspace: 'acme', project: 'P', slug: 'web', name: `of ${token}` }];
    const model = openModel({ accounts, repositories, isOpen: false });
    const opened = await openLoopback({ face: 'cloud', model }, { kind: 'access-token', token, user: null });
    const listed = await listAll(opened.forge.repositories({ ...EVERYTHING, workspaces: ['acme'] }));
    expect(listed).toMatchObject([{ repository: { name: 'of ********' } }]);
  });

  it('is in no message about an address that holds one', () => {
    const address = `https://ada:${secret}@bitbucket.example.org`;
    const open = (): unknown => openForge({ kind: 'data-center', url: address, credential: null });
    expect(open).toThrow(ScannerError);
    try {
      open();
    } catch (error) {
      expect(shown(error)).not.toContain(secret);
    }
  });

  it.each(['http://bitbucket.example.org', 'ftp://bitbucket.example.org', 'bitbucket.example.org', ''])(
    'is not sent unencrypted, or to what is no address: %j',
    (url) => {
      const credential = { kind: 'http-token', token: secret, user: null } as const;
      expect(() => openForge({ kind: 'data-center', url, credential })).toThrow(ScannerError);
    },
  );

  it('is sent unencrypted where the user says so', () => {
    const credential = { kind: 'http-token', token: secret, user: null } as const;
    const url = 'http://bitbucket.example.org/bitbucket/';
    const { gitHost } = openForge({ kind: 'data-center', url, credential, allowHttp: true });
    expect(gitHost.href).toBe('http://bitbucket.example.org/bitbucket');
  });
});
