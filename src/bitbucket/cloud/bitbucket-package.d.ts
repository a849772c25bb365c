/** The little of the package `bitbucket` that is used. Its own types cannot be read under `verbatimModuleSyntax` (TS1287). */
declare module 'bitbucket/lib/index.umd.js' {
  export interface BitbucketAnswer {
    readonly data: unknown;
    readonly status: number;
  }

  type BitbucketCall = (params: Readonly<Record<string, unknown>>) => Promise<BitbucketAnswer>;

  interface BitbucketRoute {
    readonly method: string;
    readonly url: string;
    readonly params?: Readonly<Record<string, { readonly type: string; readonly required?: boolean }>>;
  }

  export interface BitbucketClient {
    readonly request: (
      params: Readonly<Record<string, unknown>> & { readonly method: string; readonly url: string },
    ) => Promise<BitbucketAnswer>;
    readonly registerEndpoints: (
      routes: Readonly<Record<string, Readonly<Record<string, BitbucketRoute>>>>,
    ) => void;
    readonly repositories: Readonly<Record<'list' | 'get' | 'listDeployKeys', BitbucketCall>>;
    readonly workspaces: Readonly<
      Record<
        | 'getProjects'
        | 'listPermissions'
        | 'listProjectDeployKeys'
        | 'listPermissionsForRepositories'
        | 'listProjectUserPermissions'
        | 'listProjectGroupPermissions',
        BitbucketCall
      >
    >;
    readonly user: Readonly<Record<'get', BitbucketCall>>;
    /** Registered by us: it is not among the package's own routes. */
    readonly bitsieve: Readonly<
      Record<
        'listWorkspaces' | 'listPullRequests' | 'listUserPermissions' | 'listGroupPermissions' | 'getCommit',
        BitbucketCall
      >
    >;
  }

  interface BitbucketOptions {
    readonly baseUrl: string;
    readonly notice: false;
  }

  // A CommonJS module: from an ES module only the default import works, whatever the compiler says.
  // oxlint-disable-next-line import/no-default-export -- this is what the package is
  const exported: { readonly Bitbucket: new (options: BitbucketOptions) => BitbucketClient };
  export default exported;
}
