/** The plan of an audit, or why there is none: a forge that lists nothing is one that could not be asked, and no run is begun then. */
import { type AuditPlan, type AuditTarget, missingText, planAudit } from '../../audit/plan.ts';
import type { Forge, Unseen } from '../../bitbucket/forge.ts';
import { ScannerError } from '../../core/scanner-error.ts';

/** More of the same says nothing more. */
const MOST_LINES = 5;

export class NothingListed extends Error {
  /** What was asked for, what was said, and what to do about it. */
  readonly lines: readonly string[];

  constructor(unseen: readonly Unseen[]) {
    super('no repository could be listed');
    this.name = 'NothingListed';
    const hints = unseen.flatMap(({ hint }) => hint ?? []);
    const more = unseen.length - MOST_LINES;
    this.lines = [
      ...unseen.slice(0, MOST_LINES).map(missingText),
      ...(more > 0 ? [`and ${more} more`] : []),
      ...new Set(hints),
    ];
  }
}

/** @throws {NothingListed} @throws {ForgeError} @throws {ScannerError} `usage`, where an audit would cover nothing and look complete */
export async function planListed(forge: Forge, target: AuditTarget): Promise<AuditPlan> {
  const plan = await planAudit(forge, target);
  const { listed, repositories, unseen } = plan;
  if (listed.length === 0 && unseen.length > 0) throw new NothingListed(unseen);
  if (listed.length === 0 || repositories.length > 0) return plan;
  throw new ScannerError('usage', `of ${listed.length} repositories that are listed, none is left`, {
    hint: 'Look at --include, --exclude, --no-forks, --no-archived and --no-personal; --include takes one glob, and may be repeated.',
  });
}
