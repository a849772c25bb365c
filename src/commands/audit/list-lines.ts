/** What `--check` and `--dry-run` say: the token's sight, and the plan with its sizes. */
import type { AuditPlan } from '../../audit/plan.ts';
import type { Access, Forge, ForgeRepository } from '../../bitbucket/forge.ts';
import type { Canvas } from '../../report/console/flow.ts';
import { bytesText } from '../../report/console/quantities.ts';
import { tableLines } from '../../report/console/table-lines.ts';
import { visibleText } from '../../report/text/visible-text.ts';

export function accessLines({ identity, version, facts }: Access, canvas: Canvas): string[] {
  const rows = facts.map(({ subject, visible, needs, why }) =>
    [visible, subject, needs, visible === 'yes' ? why : ''].map((text) => visibleText(text)),
  );
  const gaps = facts.filter(({ visible }) => visible !== 'yes');
  return [
    `Asking as ${visibleText(identity ?? 'somebody whom the forge does not name')}`,
    ...(version === null ? [] : [`Version ${visibleText(version)}`]),
    ...tableLines([['Visible', 'What', 'Needs', 'How many'], ...rows], { words: 4, hasTotal: false }, canvas),
    ...gaps.map(({ subject, visible, why }) => visibleText(`  ${subject}: ${visible}: ${why}`)),
  ];
}

/** Where the listing tells no sizes, each costs a request. */
export async function planLines(plan: AuditPlan, forge: Forge, canvas: Canvas): Promise<string[]> {
  const { repositories, listed, unseen } = plan;
  const rows: string[][] = [];
  let total = 0;
  for (const repository of repositories) {
    const size = await forge.sizeBytes(repository);
    total += size ?? 0;
    rows.push([repository.fullName, size === null ? '?' : bytesText(size), marksOf(repository)]);
  }
  const sum = [`${repositories.length} of ${listed.length} that are listed`, bytesText(total), ''];
  return [
    ...tableLines([['Repository', 'Size', ''], ...rows, sum], { words: 3, hasTotal: true }, canvas),
    ...unseen.map(({ scope, on, why }) => visibleText(`  may be missing, ${scope} ${on}: ${why}`)),
  ];
}

function marksOf({ isPublic, isArchived, forkOf, project }: ForgeRepository): string {
  const marks = [
    isPublic ? 'public' : '',
    isArchived === true ? 'archived' : '',
    forkOf === null ? '' : 'fork',
    project?.isPersonal === true ? 'personal' : '',
  ];
  return marks.filter((mark) => mark !== '').join(', ');
}
