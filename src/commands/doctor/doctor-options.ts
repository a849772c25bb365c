/** The options of `bitsieve doctor`. Where `audit` has the same one, it is that one. */
import { OPTIONS } from '../../config/options.ts';
import { parseFor } from '../../config/parse-flags.ts';
import type { OptionSpec } from '../../config/scan-options.ts';
import { AUDIT_OPTIONS, type AuditOptions } from '../audit/audit-options.ts';

export interface DoctorOptions extends Pick<
  AuditOptions,
  | 'cloud'
  | 'url'
  | 'apiRoot'
  | 'gitRoot'
  | 'workspace'
  | 'project'
  | 'repo'
  | 'credentialVariable'
  | 'credentialHelper'
  | 'config'
> {
  readonly json?: boolean;
  readonly noColor?: boolean;
}

const off = { inFile: false, commands: ['scan'], type: 'boolean', default: false } as const;

/** In the order of help. */
export const DOCTOR_OPTIONS: Readonly<Record<keyof DoctorOptions, OptionSpec>> = {
  cloud: { ...AUDIT_OPTIONS.cloud, description: 'Try the token on Bitbucket Cloud.' },
  url: { ...AUDIT_OPTIONS.url, description: 'Try it on the Data Center at this address.' },
  apiRoot: AUDIT_OPTIONS.apiRoot,
  gitRoot: AUDIT_OPTIONS.gitRoot,
  workspace: { ...AUDIT_OPTIONS.workspace, description: 'Cloud: what the token sees of these workspaces.' },
  project: { ...AUDIT_OPTIONS.project, description: 'What it sees of these projects.' },
  repo: { ...AUDIT_OPTIONS.repo, description: 'What it sees of these repositories.' },
  credentialVariable: AUDIT_OPTIONS.credentialVariable,
  credentialHelper: AUDIT_OPTIONS.credentialHelper,
  config: OPTIONS.config,
  json: { ...off, flag: 'json', description: 'Print JSON.' },
  noColor: OPTIONS.noColor,
};

/** @throws {ScannerError} `usage` */
export function parseDoctorFlags(argv: readonly string[]): {
  readonly options: DoctorOptions;
  readonly positionals: readonly string[];
} {
  // Every value was read by the table's own type, under the table's own key.
  const { options, positionals } = parseFor('doctor', DOCTOR_OPTIONS, argv, mistakesIn);
  return { options: options satisfies DoctorOptions, positionals };
}

function mistakesIn({ cloud, url, workspace = [] }: DoctorOptions): string[] {
  if (Boolean(url) && (cloud === true || workspace.length > 0))
    return ['--url is a Data Center: without --cloud and --workspace'];
  return [];
}
