/** What is read of the answers of Bitbucket Cloud, and which fields it is asked for. */
import * as v from 'valibot';
import {
  branchName,
  bytesShape,
  commitShape,
  linksShape,
  nameShape,
  titleShape,
  uuidShape,
} from '../text-from-outside.ts';

/** Partial answers: a page of 100 is 80 KB instead of 600. https://developer.atlassian.com/cloud/bitbucket/rest/intro/#partial-response */
export function fieldsOf(fields: readonly string[]): string {
  return ['next', ...fields.map((field) => `values.${field}`)].join(',');
}

export const REPOSITORY_FIELDS = [
  'uuid',
  'full_name',
  'name',
  'is_private',
  'size',
  'updated_on',
  'mainbranch.name',
  'parent.uuid',
  'project.key',
  'project.name',
  'owner.display_name',
  'links.clone',
  'links.html.href',
];
export const PERMISSION_FIELDS = [
  'permission',
  'user.display_name',
  'user.account_id',
  'user.uuid',
  'repository.full_name',
];
export const MEMBERSHIP_FIELDS = ['permission', 'user.display_name', 'user.account_id', 'user.uuid'];
export const PULL_REQUEST_FIELDS = [
  'id',
  'state',
  'created_on',
  'updated_on',
  'author.display_name',
  'source.commit.hash',
  'source.branch.name',
  'source.repository.full_name',
  'destination.commit.hash',
  'destination.branch.name',
];

const fullNameShape = v.pipe(
  v.string(),
  v.transform((text) => text.split('/')),
  v.strictTuple([nameShape, nameShape]),
);

export const repositoryShape = v.object({
  uuid: uuidShape,
  full_name: fullNameShape,
  name: v.optional(titleShape),
  is_private: v.boolean(),
  size: v.fallback(v.nullable(bytesShape), null),
  updated_on: v.optional(v.unknown()),
  mainbranch: v.pipe(
    v.nullish(v.object({ name: v.nullish(v.string()) }), null),
    v.transform((branch) => branchName(branch?.name)),
  ),
  parent: v.pipe(
    v.nullish(v.object({ uuid: uuidShape }), null),
    v.transform((parent) => parent?.uuid ?? null),
  ),
  project: v.pipe(
    v.nullish(v.object({ key: nameShape, name: v.optional(titleShape) }), null),
    v.transform((project) => (project ? { key: project.key, name: project.name ?? project.key } : null)),
  ),
  owner: v.pipe(
    v.nullish(v.object({ display_name: v.optional(titleShape) }), null),
    v.transform((owner) => owner?.display_name ?? null),
  ),
  links: v.optional(
    v.object({
      clone: v.optional(linksShape, []),
      html: v.nullish(v.object({ href: v.optional(v.string()) })),
    }),
    { clone: [] },
  ),
});
export type RepositoryAnswer = v.InferOutput<typeof repositoryShape>;

const userShape = v.object({
  display_name: v.optional(titleShape),
  account_id: v.optional(titleShape),
  uuid: v.optional(uuidShape),
});
const levelShape = v.picklist(['read', 'write', 'admin', 'none']);

export const permissionShape = v.object({
  permission: levelShape,
  user: userShape,
  repository: v.object({ full_name: fullNameShape }),
});

export const membershipShape = v.object({ permission: v.string(), user: userShape });

/** On a project there is one level more. */
const explicitLevelShape = v.picklist(['read', 'write', 'create-repo', 'admin', 'none']);

export const userPermissionShape = v.object({ permission: explicitLevelShape, user: userShape });

export const groupPermissionShape = v.object({
  permission: explicitLevelShape,
  group: v.object({ name: v.optional(titleShape), slug: v.optional(titleShape) }),
});

export const deployKeyShape = v.object({
  id: v.optional(v.number()),
  label: v.optional(titleShape),
  comment: v.optional(titleShape),
});

export const commitAnswerShape = v.object({ hash: commitShape });
/** The repository of one end is null where it was deleted. */
const pullRequestEndShape = v.nullish(
  v.object({
    commit: v.nullish(commitAnswerShape),
    branch: v.nullish(v.object({ name: v.nullish(titleShape) })),
    repository: v.fallback(v.nullish(v.object({ full_name: fullNameShape })), null),
  }),
);

export const pullRequestShape = v.object({
  id: v.pipe(v.number(), v.integer()),
  state: v.picklist(['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED']),
  created_on: v.optional(v.unknown()),
  updated_on: v.optional(v.unknown()),
  author: v.nullish(v.object({ display_name: v.optional(titleShape) })),
  source: pullRequestEndShape,
  destination: pullRequestEndShape,
});
export type PullRequestAnswer = v.InferOutput<typeof pullRequestShape>;

const accessShape = v.object({ slug: nameShape, name: v.optional(titleShape) });
/** `{administrator, workspace: {slug}}`; a workspace itself is understood, too. */
export const workspaceShape = v.union([
  v.object({ administrator: v.optional(v.boolean()), workspace: accessShape }),
  v.pipe(
    accessShape,
    v.transform((workspace) => ({ administrator: undefined, workspace })),
  ),
]);
