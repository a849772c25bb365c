/** The options of `bitsieve audit`. Where `scan` has the same one, it is that one. */
import { PERMISSION_DEPTHS, type PermissionDepth } from '../../audit/reader-survey.ts';
import { HOW_TO_SCAN, OPTIONS, scanOptions } from '../../config/options.ts';
import type { OptionSpec, ScanOptions } from '../../config/scan-options.ts';
import { VERIFY_OPTIONS, type VerifyOptions, verifyMistakes } from '../../config/verify-options.ts';
import { parseFor } from '../../config/parse-flags.ts';
import { PROGRESS_FORMS, type ProgressForm } from './progress/audit-progress.ts';

/** What an audit takes of a scan. */
type Shared = Pick<
  ScanOptions,
  | 'config'
  | 'baselinePath'
  | (typeof HOW_TO_SCAN)[number]
  | 'exitCode'
  | 'timeoutMs'
  | 'noProgress'
  | keyof VerifyOptions
>;

export interface AuditOptions extends Partial<Shared> {
  readonly cloud?: boolean;
  readonly url?: string | null;
  readonly apiRoot?: string | null;
  readonly gitRoot?: string | null;
  readonly workspace?: readonly string[];
  readonly project?: readonly string[];
  readonly repo?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly noForks?: boolean;
  readonly noArchived?: boolean;
  readonly noPersonal?: boolean;
  readonly pullRequests?: boolean;
  readonly pushTimes?: boolean;
  readonly permissions?: PermissionDepth;
  readonly ssh?: boolean;
  readonly store?: string | null;
  readonly mirrors?: string | null;
  readonly mirrorSpace?: number;
  readonly keepMirrors?: boolean;
  readonly fetchJobs?: number;
  readonly credentialVariable?: string | null;
  readonly credentialHelper?: boolean;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly progress?: ProgressForm;
  readonly quiet?: boolean;
  readonly inlineAllow?: boolean;
}

export const DEFAULT_STORE = '.bitsieve/audit.db';
export const DEFAULT_MIRROR_SPACE = 20;
export const DEFAULT_FETCH_JOBS = 4;

const here = { inFile: false, commands: ['scan'] } as const;
const off = { ...here, type: 'boolean', default: false } as const;
const list = { ...here, type: 'list', default: [] } as const;
const text = { ...here, type: 'string', default: null } as const;

/** In the order of help. */
export const AUDIT_OPTIONS: Readonly<Record<keyof AuditOptions, OptionSpec>> = {
  cloud: { ...off, flag: 'cloud', description: 'Audit Bitbucket Cloud.' },
  url: { ...text, flag: 'url', description: 'Audit the Data Center at this address, context path included.' },
  apiRoot: {
    ...text,
    flag: 'api-root',
    description:
      'Cloud behind another address: that of its REST interface, version included. It gets the token.',
  },
  gitRoot: {
    ...text,
    flag: 'git-root',
    description:
      'Cloud behind another address: that of its site, for git and for OAuth tokens. It gets the token.',
  },
  workspace: { ...list, flag: 'workspace', short: 'w', description: 'Cloud: only these workspaces.' },
  project: {
    ...list,
    flag: 'project',
    short: 'p',
    description: 'Only these projects: WORKSPACE/KEY on Cloud, KEY or ~USER on Data Center.',
  },
  repo: {
    ...list,
    flag: 'repo',
    description: 'Only these repositories: WORKSPACE/NAME on Cloud, KEY/NAME on Data Center.',
  },
  include: {
    ...list,
    flag: 'include',
    description: 'Only repositories whose full name fits, e.g. "acme/web-*".',
  },
  exclude: { ...list, flag: 'exclude', description: 'No repositories whose full name fits.' },
  noForks: { ...off, flag: 'no-forks', description: 'Leave out forks.' },
  noArchived: { ...off, flag: 'no-archived', description: 'Leave out archived repositories.' },
  noPersonal: { ...off, flag: 'no-personal', description: 'Leave out personal repositories.' },
  pullRequests: {
    ...off,
    flag: 'pull-requests',
    description:
      'Scan the latest commits of pull requests too, also where their branches are gone. Costs a request for each repository and one for each 50 of its pull requests (Data Center: 100); Cloud lets 1,000 an hour.',
  },
  pushTimes: {
    ...off,
    flag: 'push-times',
    description:
      'Data Center: ask when commits were pushed, for what a breach would expose. Needs an administrator of each repository, and costs a request for each and one for each further 1,000 changes of its refs.',
  },
  permissions: {
    ...here,
    flag: 'permissions',
    type: 'choice',
    choices: PERMISSION_DEPTHS,
    default: PERMISSION_DEPTHS[0],
    description:
      'How far down to ask who may read: "workspace" takes few requests (Data Center: 5 a project); "project" adds 3 for each project of Cloud, "repository" 3 more for each repository.',
  },
  ssh: { ...off, flag: 'ssh', description: "Fetch over SSH, with ssh's own keys." },
  store: {
    ...here,
    flag: 'store',
    type: 'path',
    default: DEFAULT_STORE,
    description: 'File that keeps what audits find.',
  },
  mirrors: {
    ...here,
    flag: 'mirrors',
    type: 'path',
    default: null,
    description: 'Folder that keeps what was fetched; by default "mirrors" beside the store.',
  },
  mirrorSpace: {
    ...here,
    flag: 'mirror-space',
    type: 'integer',
    min: 0,
    max: 1_000_000,
    default: DEFAULT_MIRROR_SPACE,
    description: 'GB that mirrors may take; the longest unused go first.',
  },
  keepMirrors: { ...off, flag: 'keep-mirrors', description: 'Keep all mirrors, whatever they take.' },
  fetchJobs: {
    ...here,
    flag: 'fetch-jobs',
    type: 'integer',
    min: 1,
    max: 32,
    default: DEFAULT_FETCH_JOBS,
    description: 'Families of repositories that are fetched at once.',
  },
  credentialVariable: {
    ...text,
    flag: 'credential-variable',
    description: 'Name of the environment variable that holds the token.',
  },
  credentialHelper: {
    ...off,
    flag: 'credential-helper',
    description: "Ask git's credential helper for the token.",
  },
  dryRun: { ...off, flag: 'dry-run', description: 'List what would be audited, with sizes, and end.' },
  check: { ...off, flag: 'check', description: 'Say what the token can and cannot see, and end.' },
  progress: {
    ...here,
    flag: 'progress',
    type: 'choice',
    choices: PROGRESS_FORMS,
    default: 'auto',
    description: 'Form of the progress; auto is a table on a terminal, else lines.',
  },
  quiet: { ...off, flag: 'quiet', short: 'q', description: 'Say nothing but errors: the exit code tells.' },
  config: OPTIONS.config,
  baselinePath: OPTIONS.baselinePath,
  ...scanOptions(HOW_TO_SCAN),
  inlineAllow: {
    ...off,
    flag: 'inline-allow',
    description: 'Leave out what an allow comment on its line allows: the word of whoever wrote the line.',
  },
  exitCode: OPTIONS.exitCode,
  timeoutMs: OPTIONS.timeoutMs,
  noProgress: OPTIONS.noProgress,
  ...VERIFY_OPTIONS,
};

/** @throws {ScannerError} `usage` */
export function parseAuditFlags(argv: readonly string[]): {
  readonly options: AuditOptions;
  readonly positionals: readonly string[];
} {
  // Every value was read by the table's own type, under the table's own key.
  const { options, positionals } = parseFor('audit', AUDIT_OPTIONS, argv, conflictsOf);
  return { options: options satisfies AuditOptions, positionals };
}

function conflictsOf(options: AuditOptions): string[] {
  const { cloud, url, workspace, check, dryRun, quiet, progress, credentialHelper, credentialVariable } =
    options;
  const isElsewhere = Boolean(options.apiRoot) || Boolean(options.gitRoot);
  const conflicts: ReadonlyArray<readonly [boolean, string]> = [
    [cloud === true && Boolean(url), '--cloud and --url cannot go together: each names a forge'],
    [cloud !== true && isElsewhere, '--api-root and --git-root go with --cloud'],
    [Boolean(url) && workspace !== undefined, '--workspace is for Cloud: a Data Center has projects'],
    [
      cloud === true && options.pushTimes === true,
      '--push-times is for a Data Center: Cloud keeps no list of pushes',
    ],
    [check === true && dryRun === true, '--check and --dry-run cannot go together'],
    [quiet === true && progress !== undefined, '--quiet and --progress cannot go together'],
    [
      credentialHelper === true && Boolean(credentialVariable),
      '--credential-helper and --credential-variable cannot go together',
    ],
  ];
  const mistakes = conflicts.filter(([isGiven]) => isGiven).map(([, mistake]) => mistake);
  return [...mistakes, ...verifyMistakes({ ...options })];
}

/** The options of a scan among them. */
export function scanOptionsIn(options: Partial<ScanOptions>): Partial<ScanOptions> {
  const shared = Object.entries(options).filter(([key]) => Object.hasOwn(OPTIONS, key));
  return Object.fromEntries(shared);
}
