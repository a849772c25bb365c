/** What the options that ask the forge for more cost in requests, before they are spent: Cloud lets a credential make 1,000 an hour. */
import type { AuditPlan } from '../../audit/plan.ts';
import { CLOUD_LIMITS } from '../../bitbucket/budget.ts';
import type { Forge } from '../../bitbucket/forge.ts';
import { countOf } from '../../report/console/quantities.ts';
import type { AuditOptions } from './audit-options.ts';

interface Cost {
  readonly flag: string;
  readonly isAsked: boolean;
  /** At least. */
  readonly requests: number;
  readonly why: string;
}

/** One line for each of these options, used or not. */
export function requestLines(
  plan: AuditPlan,
  { kind }: Pick<Forge, 'kind'>,
  options: AuditOptions,
): string[] {
  return costsOf(plan, kind, options).map(({ flag, isAsked, requests, why }) => {
    const verb = isAsked ? 'costs' : 'would cost';
    return `${flag} ${verb} ${countOf(requests, 'request')} or more: ${why}${hoursOf(requests, kind)}`;
  });
}

function costsOf({ repositories, listed }: AuditPlan, kind: Forge['kind'], options: AuditOptions): Cost[] {
  const page = kind === 'cloud' ? 50 : 100;
  const projects = new Set(listed.map(({ workspace, project }) => `${workspace}/${project?.key}`)).size;
  const ofProjects = kind === 'cloud' ? 3 * projects : 0;
  const { permissions = 'workspace' } = options;
  return [
    {
      flag: '--pull-requests',
      isAsked: options.pullRequests === true,
      requests: repositories.length,
      why: `one for each repository and for each further ${page} of its pull requests`,
    },
    ...(kind === 'data-center'
      ? [
          {
            flag: '--push-times',
            isAsked: options.pushTimes === true,
            requests: repositories.length,
            why: 'one for each repository and for each further 1000 changes of its refs',
          },
        ]
      : []),
    ...(kind === 'cloud'
      ? [
          {
            flag: '--permissions project',
            isAsked: permissions === 'project',
            requests: ofProjects,
            why: 'three for each project',
          },
        ]
      : []),
    {
      flag: '--permissions repository',
      isAsked: permissions === 'repository',
      requests: ofProjects + 3 * repositories.length,
      why: kind === 'cloud' ? 'three for each project and each repository' : 'three for each repository',
    },
  ];
}

function hoursOf(requests: number, kind: Forge['kind']): string {
  if (kind !== 'cloud') return '';
  const limit = CLOUD_LIMITS.repositories;
  const hours = Math.ceil(requests / limit);
  return `; of ${limit} that Cloud lets in an hour${hours > 1 ? `, so ${hours} hours` : ''}`;
}
