/** The options of `bitsieve pr`. Where `scan` has the same one, it is that one. */
import { OPTIONS } from '../../config/options.ts';
import { parseFor } from '../../config/parse-flags.ts';
import type { OptionSpec, ScanOptions } from '../../config/scan-options.ts';

/** What it takes of a scan. */
type Shared = Pick<ScanOptions, (typeof SHARED)[number]>;

export interface PrOptions extends Partial<Shared> {
  readonly pullRequest?: string | null;
  readonly source?: string | null;
  readonly destination?: string | null;
  readonly noFetch?: boolean;
  readonly sarif?: string | null;
  readonly junit?: string | null;
  readonly noPublish?: boolean;
  readonly cloud?: boolean;
  readonly url?: string | null;
  readonly repository?: string | null;
  readonly buildStatus?: boolean;
  readonly buildUrl?: string | null;
  readonly publishTimeoutMs?: number;
  readonly insightsProxy?: string | null;
  readonly apiRoot?: string | null;
  readonly credentialVariable?: string | null;
  readonly credentialHelper?: boolean;
}

const SHARED = [
  'config',
  'noRepositoryConfig',
  'reportFormat',
  'reportPath',
  'baselinePath',
  'gitleaksIgnorePath',
  'verbose',
  'jobs',
  'redact',
  'exitCode',
  'noColor',
  'noProgress',
  'maxBlobBytes',
  'maxArchiveDepth',
  'maxDecodeDepth',
  'timeoutMs',
  'noGroup',
  'minConfidence',
  'minSeverity',
  'enableDetector',
  'disableDetector',
  'noInlineAllow',
] as const satisfies ReadonlyArray<keyof ScanOptions>;

export const DEFAULT_PUBLISH_TIMEOUT_MS = 120_000;

const here = { inFile: false, commands: ['scan'] } as const;
const off = { ...here, type: 'boolean', default: false } as const;
const text = { ...here, type: 'string', default: null } as const;
const path = { ...here, type: 'path', default: null } as const;

const OWN: Readonly<Record<Exclude<keyof PrOptions, keyof Shared>, OptionSpec>> = {
  pullRequest: { ...text, flag: 'pull-request', description: 'Number of the pull request.' },
  source: { ...text, flag: 'source', description: 'Its newest commit, or its branch; HEAD by default.' },
  destination: {
    ...text,
    flag: 'destination',
    description: 'The branch that it goes to: what that has already is not scanned.',
  },
  noFetch: {
    ...off,
    flag: 'no-fetch',
    description: 'Fetch nothing that the checkout lacks: say that it is missing.',
  },
  sarif: { ...path, flag: 'sarif', description: 'File for a report in SARIF.' },
  junit: { ...path, flag: 'junit', description: 'File for a report in JUnit XML.' },
  noPublish: { ...off, flag: 'no-publish', description: 'Send nothing to Bitbucket.' },
  cloud: {
    ...off,
    flag: 'cloud',
    description: 'Publish on Bitbucket Cloud, from elsewhere than its Pipelines.',
  },
  url: {
    ...text,
    flag: 'url',
    description: 'Publish on the Data Center at this address, context path included.',
  },
  repository: {
    ...text,
    flag: 'repository',
    description: 'WORKSPACE/NAME, KEY/NAME, or its address; by default the one of "origin".',
  },
  buildStatus: { ...off, flag: 'build-status', description: 'Set a build status as well; needs a token.' },
  buildUrl: { ...text, flag: 'build-url', description: 'Page that report and build status lead to.' },
  publishTimeoutMs: {
    ...here,
    flag: 'publish-timeout',
    type: 'duration',
    min: 1,
    max: 3_600_000,
    default: DEFAULT_PUBLISH_TIMEOUT_MS,
    description: 'How long publishing may take, retries included, e.g. 30s, 5m (2 minutes).',
  },
  insightsProxy: {
    ...text,
    flag: 'insights-proxy',
    description:
      "Pipelines' proxy for requests without a token, where a container of your own sees it elsewhere.",
  },
  apiRoot: {
    ...text,
    flag: 'api-root',
    description:
      'Cloud behind another address: that of its REST interface, version included. It gets the token.',
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
};

/** In the order of help. */
export const PR_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  ...OWN,
  ...Object.fromEntries(SHARED.map((key) => [key, OPTIONS[key]])),
};

/** @throws {ScannerError} `usage` */
export function parsePrFlags(argv: readonly string[]): {
  readonly options: PrOptions;
  readonly positionals: readonly string[];
} {
  // Every value was read by the table's own type, under the table's own key.
  const { options, positionals } = parseFor('pr', PR_OPTIONS, argv, conflictsOf);
  return { options: options satisfies PrOptions, positionals };
}

function conflictsOf(options: PrOptions): string[] {
  const { cloud, url, noPublish, buildStatus, credentialHelper, credentialVariable } = options;
  const conflicts: ReadonlyArray<readonly [boolean, string]> = [
    [cloud === true && Boolean(url), '--cloud and --url cannot go together: each names a forge'],
    [noPublish === true && buildStatus === true, '--no-publish and --build-status cannot go together'],
    [
      credentialHelper === true && Boolean(credentialVariable),
      '--credential-helper and --credential-variable cannot go together',
    ],
  ];
  return conflicts.filter(([isGiven]) => isGiven).map(([, mistake]) => mistake);
}

/** The options of a scan among them. */
export function scanOptionsOf(options: PrOptions): Partial<ScanOptions> {
  const names: ReadonlySet<string> = new Set(SHARED);
  return Object.fromEntries(Object.entries(options).filter(([key]) => names.has(key)));
}
