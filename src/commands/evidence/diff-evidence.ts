/** `bitsieve evidence diff`: two bundles, each verified before anything in it is believed. */
import { ScannerError } from '../../core/scanner-error.ts';
import { type ComparedBundle, differenceOf, isSame } from '../../evidence/bundle-difference.ts';
import { BundleFile } from '../../evidence/bundle-file.ts';
import { verifyBundle } from '../../evidence/verify-bundle.ts';
import { writeReport } from '../../report/write-report.ts';
import { canvasOf } from '../answer-lines.ts';
import { EXIT } from '../command.ts';
import { DIFFERENCE_FORMATS } from './difference-formats.ts';
import type { DiffOptions } from './evidence-options.ts';

/** @returns exit code @throws {ScannerError} `not-found`, `report`; `evidence` for a file that is no bundle, or not as it was written */
export async function diffEvidence(from: string, to: string, options: DiffOptions): Promise<number> {
  const files = [from, to].map((path) => BundleFile.open(path));
  try {
    const [one, other] = files.map(verifiedBundle);
    if (!one || !other) throw new ScannerError('internal', 'two bundles were opened, and one is missing');
    const difference = differenceOf(one, other);
    const format = DIFFERENCE_FORMATS[options.reportFormat ?? 'console'];
    const canvas = canvasOf({ noColor: options.noColor === true || Boolean(options.reportPath) });
    const shown = format(difference, { ...canvas, isVerbose: options.verbose === true });
    await writeReport(shown, options.reportPath ?? '-');
    if (!difference.hasOneKey) return EXIT.incomplete;
    return isSame(difference) ? EXIT.clean : EXIT.findings;
  } finally {
    for (const file of files) file.close();
  }
}

function verifiedBundle(file: BundleFile): ComparedBundle {
  const { faults, manifest, entries } = verifyBundle(file);
  if (faults.length === 0 && manifest) return { file, entries, manifest };
  throw new ScannerError('evidence', `${file.path}: ${faults.join('; ')}`, {
    hint: 'Only bundles that are as they were written are compared; bitsieve evidence verify says more.',
  });
}
