/** The eight kinds, each by the labels of files and of findings that make it. Of findings no label makes two. */
import type { InventoryKind } from './inventory-answer.ts';

interface Kind {
  readonly kind: InventoryKind;
  readonly title: string;
  /** Labels of files. */
  readonly files: readonly string[];
  /** Labels of findings; one that ends in `/` stands for all of a family. */
  readonly found: readonly string[];
}

/** Issued by a service, and taken by its programming interface. */
const TOKENS = [
  'cloud',
  'vcs',
  'ci',
  'registry',
  'saas',
  'payment',
  'messaging',
  'ai',
  'monitoring',
  'session',
];

export const KINDS: readonly Kind[] = [
  { kind: 'source-code', title: 'Source code', files: ['artefact/source-code'], found: [] },
  { kind: 'ci-cd-pipelines', title: 'CI/CD pipelines', files: ['artefact/ci-pipeline'], found: [] },
  {
    kind: 'api-and-access-tokens',
    title: 'API and access tokens',
    files: [],
    found: TOKENS.map((kind) => `credential/${kind}`),
  },
  {
    kind: 'confidential-documents',
    title: 'Confidential documents',
    files: ['artefact/document'],
    found: ['marking/'],
  },
  {
    kind: 'configuration-files',
    title: 'Configuration files',
    files: ['artefact/configuration'],
    found: [],
  },
  {
    kind: 'terraform-files',
    title: 'Terraform files',
    files: ['artefact/terraform'],
    found: ['infrastructure/terraform-state'],
  },
  { kind: 'sql-files', title: 'SQL files', files: ['artefact/sql-dump'], found: [] },
  // Passwords, keys, and what opens machines and databases: all credentials that are no token.
  {
    kind: 'hard-coded-credentials',
    title: 'Hard-coded credentials',
    files: [],
    found: ['key/', 'credential/'],
  },
];

/** The number of the kind that a finding makes; -1 for none. */
export function kindOfFinding(label: string): number {
  const exact = KINDS.findIndex(({ found }) => found.includes(label));
  if (exact >= 0) return exact;
  return KINDS.findIndex(({ found }) => found.some((one) => one.endsWith('/') && label.startsWith(one)));
}
