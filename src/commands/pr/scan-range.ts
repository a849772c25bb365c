/** The scan of a chosen range: options of one call -> a result that also says what the checkout lacks. */
import type { ParsedFlags } from '../../config/parse-flags.ts';
import { isComplete } from '../../core/problem.ts';
import { openRepository } from '../../git/open-repository.ts';
import { standsAt } from '../../pipeline/stands-at.ts';
import type { ChosenRange } from '../../pipelines/choose-range.ts';
import { hideSecretsIn } from '../hide-secrets-in.ts';
import { performScan, type PerformedScan } from '../perform-scan.ts';
import type { ToldScan } from './insights-of.ts';
import { type PrOptions, scanOptionsOf } from './pr-options.ts';

export type ScannedRange = Pick<PerformedScan, 'result' | 'options'> & Pick<ToldScan, 'standings'>;

/** @throws {ScannerError} when it cannot start */
export async function scanRange(
  path: string | undefined,
  options: PrOptions,
  range: ChosenRange,
): Promise<ScannedRange> {
  const { head, tip, base } = range;
  const part = base === null ? { branch: tip } : { range: `${base}..${tip}` };
  const flags: ParsedFlags = {
    options: { ...scanOptionsOf(options), ...part },
    positionals: path === undefined ? [] : [path],
  };
  const performed = await performScan(flags);
  const { findings } = performed.result;
  const standings = await standsAt(await openRepository(path), head, findings, performed.plan);
  const lacking = range.problems.map((one) => ({ ...one, message: hideSecretsIn(one.message) }));
  // What a shallow clone lacks has been looked into: there is nothing to warn of in general.
  const own = performed.result.problems.filter(({ code }) => code !== 'shallow-clone');
  const problems = [...own, ...lacking];
  const scan = { ...performed.result.scan, complete: isComplete(problems) };
  return { options: performed.options, result: { ...performed.result, problems, scan }, standings };
}
