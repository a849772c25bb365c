/** A finished scan -> its message on standard error, where git shows what a hook says. */
import { checkNames } from '../../catalogue/detector.ts';
import { developerMessage } from '../../report/developer/developer-message.ts';
import type { DeveloperView } from '../../report/developer/developer-view.ts';
import type { PerformedScan } from '../perform-scan.ts';

/** What a terminal has of which nothing is known; git puts `remote: ` before what a server says. */
const USUAL_WIDTH = 80;
const REMOTE_PREFIX = 'remote: '.length;

export type Telling = Omit<DeveloperView, 'color' | 'width' | 'checksOf'>;

/** Says nothing where there is nothing to say. Colours only on a terminal, unless `--no-color` or NO_COLOR. */
export function tellDeveloper(scan: PerformedScan, telling: Telling): void {
  const { isTTY, columns } = process.stderr;
  const width = isTTY && columns > 0 ? columns : USUAL_WIDTH;
  const lines = developerMessage(scan.result, {
    ...telling,
    color: isTTY && !scan.options.noColor,
    width: telling.occasion === 'receive' ? width - REMOTE_PREFIX : width,
    checksOf: (detector) => checkNames(scan.plan.detectors, detector),
  });
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
}
