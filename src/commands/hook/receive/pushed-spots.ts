/** Where what was found in a push stands in the repository of whoever pushes, as far as a server can tell. */
import type { Finding } from '../../../core/finding.ts';
import type { RefUpdate } from '../../../hooks/receive/ref-updates.ts';
import type { ReceivingRepository } from '../../../hooks/receive/receiving-repository.ts';
import { type SpotOf, spotsIn } from '../../../hooks/push/spots.ts';
import type { Spot } from '../../../report/developer/developer-view.ts';

interface PushedFindings {
  readonly repository: ReceivingRepository;
  readonly updates: readonly RefUpdate[];
  readonly findings: readonly Finding[];
  readonly signal: AbortSignal;
}

/** Beyond, nobody reads which it was. */
const MOST_BRANCHES = 100;

/** git is asked only where something was found on branches, and there is time. */
export async function pushedSpots(push: PushedFindings): Promise<SpotOf> {
  const { updates, findings, signal } = push;
  const pushed = updates.flatMap(({ ref, before, after }) =>
    after === null ? [] : [{ ref, before, oid: after }],
  );
  const [alone, ...others] = pushed;
  if (alone && others.length === 0 && !isBranch(alone)) return () => refSpot(alone);
  const isAsked = findings.length > 0 && !signal.aborted && pushed.length <= MOST_BRANCHES;
  if (!isAsked || !pushed.every(isBranch)) return () => undefined;
  return branchSpots(push, pushed);
}

type Pushed = Pick<RefUpdate, 'ref' | 'before'> & { readonly oid: string };

function isBranch({ ref }: Pushed): boolean {
  return ref.startsWith('refs/heads/');
}

/** Where only one ref is pushed, and it is no branch, that is where it has to go from. */
function refSpot({ ref, before }: Pushed): Spot {
  return ref.startsWith('refs/notes/') ? { kind: 'notes', ref, base: before } : { kind: 'ref', ref };
}

/** A branch that is pushed alone is taken for the one that is checked out; what the server has checked out says nothing of it. */
async function branchSpots(
  { repository, findings, signal }: PushedFindings,
  pushed: readonly Pushed[],
): Promise<SpotOf> {
  const isAlone = pushed.length === 1;
  const branches = pushed.map(({ ref, before, oid }) => ({
    local: isAlone ? 'HEAD' : ref,
    remote: ref,
    before,
    oid,
  }));
  const input = pushed.map(({ oid }) => oid);
  const part = { revisions: ['--stdin', '--not', '--all'], input, unreachable: false, isWhole: false };
  const spots = await spotsIn(branches, part, { place: { ...repository.place, signal }, findings });
  return (asked) => {
    const spot = spots(asked);
    return spot?.kind === 'branch' ? { ...spot, isCheckedOut: isAlone, home: null } : spot;
  };
}
