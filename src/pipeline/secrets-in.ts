/** Secrets in texts that are not scanned but shown: names of files, branches and people, messages. A report hides them. */
import type { ListedDetector } from '../catalogue/detector.ts';
import { SecretValue } from '../core/secret-value.ts';
import { buildDetectorSet } from '../detect/detector-set.ts';
import { scanText } from '../detect/scan-text.ts';
import type { ScanPlan } from './scan-plan.ts';

/** In fewer bytes nothing is found; nearly every clean hook has no more to ask about than the name of its folder, `.`. */
const SHORTEST_KEYWORD = 3;

/**
 * @param catalogue what to look for, whatever the scan looks for
 * @param ready the plan of the scan, when there is one: its set is taken where it will do, because building one takes time
 */
export function secretsIn(
  texts: Iterable<string>,
  catalogue: readonly ListedDetector[],
  ready?: Pick<ScanPlan, 'detectors' | 'set'>,
): SecretValue[] {
  const bytes = Buffer.from([...new Set(texts)].join('\n'));
  if (bytes.length < SHORTEST_KEYWORD) return [];
  const sure = catalogue.filter(isSure);
  const set = ready && holdsAll(ready, sure) ? ready.set : buildDetectorSet(sure);
  return scanText(bytes, set).flatMap(({ detector, raw }) => {
    const found = set.detectors[detector];
    return found && isSure(found) ? [new SecretValue(raw)] : [];
  });
}

/** A name that is hidden for nothing is one that nobody can find. */
function isSure({ confidence, label }: ListedDetector): boolean {
  return confidence === 'high' && /^(?:credential|key)\//.test(label);
}

function holdsAll({ detectors }: Pick<ScanPlan, 'detectors'>, wanted: readonly ListedDetector[]): boolean {
  const ids = new Set(detectors.map(({ id }) => id));
  return wanted.every(({ id }) => ids.has(id));
}
