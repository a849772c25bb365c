/** What is read of the answers of Bitbucket Data Center. */
import * as v from 'valibot';
import {
  bytesShape,
  commitShape,
  linksShape,
  nameShape,
  oidShape,
  titleShape,
} from '../text-from-outside.ts';

const linksOf = v.optional(
  v.object({ clone: v.optional(linksShape, []), self: v.optional(linksShape, []) }),
  { clone: [], self: [] },
);

export const projectShape = v.object({
  key: nameShape,
  name: v.optional(titleShape),
  public: v.optional(v.boolean(), false),
  /** Of personal projects. */
  owner: v.pipe(
    v.nullish(v.object({ displayName: v.optional(titleShape), name: v.optional(titleShape) }), null),
    v.transform((owner) => owner?.displayName ?? owner?.name ?? null),
  ),
});

export const repositoryShape = v.object({
  id: v.pipe(v.number(), v.integer()),
  slug: nameShape,
  name: v.optional(titleShape),
  hierarchyId: v.nullish(nameShape),
  public: v.optional(v.boolean(), false),
  archived: v.optional(v.nullable(v.boolean()), null),
  origin: v.pipe(
    v.nullish(v.object({ id: v.pipe(v.number(), v.integer()) }), null),
    v.transform((origin) => (origin ? String(origin.id) : null)),
  ),
  project: projectShape,
  links: linksOf,
});
export type RepositoryAnswer = v.InferOutput<typeof repositoryShape>;

export const userShape = v.object({
  name: v.optional(titleShape),
  displayName: v.optional(titleShape),
  emailAddress: v.optional(titleShape),
  slug: v.optional(titleShape),
  /** False: the account is switched off, and nobody logs in with it. */
  active: v.optional(v.boolean(), true),
});
export type UserAnswer = v.InferOutput<typeof userShape>;

export const permittedUserShape = v.object({ permission: v.string(), user: userShape });

export const permittedGroupShape = v.object({
  permission: v.string(),
  group: v.object({ name: titleShape }),
});

export const accessKeyShape = v.object({
  permission: v.string(),
  key: v.object({ id: v.optional(v.number()), label: v.optional(titleShape) }),
});

export const refChangeShape = v.object({
  id: v.pipe(v.number(), v.integer()),
  createdDate: v.unknown(),
  refChange: v.object({
    refId: titleShape,
    fromHash: v.nullish(oidShape),
    toHash: v.nullish(oidShape),
  }),
});

export const permittedShape = v.object({ permitted: v.boolean() });
export const sizesShape = v.object({ repository: bytesShape });
export const branchShape = v.object({ displayId: v.optional(v.string()), id: v.optional(v.string()) });

/** Of a fork that one may not see, the repository may be missing. */
const refShape = v.nullish(
  v.object({
    latestCommit: commitShape,
    displayId: v.nullish(titleShape),
    repository: v.fallback(
      v.nullish(v.object({ slug: nameShape, project: v.object({ key: nameShape }) })),
      null,
    ),
  }),
);
export const pullRequestShape = v.object({
  id: v.pipe(v.number(), v.integer()),
  state: v.picklist(['OPEN', 'MERGED', 'DECLINED']),
  createdDate: v.optional(v.unknown()),
  updatedDate: v.optional(v.unknown()),
  author: v.pipe(
    v.nullish(
      v.object({
        user: v.nullish(v.object({ name: v.optional(titleShape), displayName: v.optional(titleShape) })),
      }),
    ),
    v.transform((author) => author?.user?.displayName ?? author?.user?.name ?? null),
  ),
  fromRef: refShape,
  toRef: refShape,
});
export type PullRequestAnswer = v.InferOutput<typeof pullRequestShape>;
