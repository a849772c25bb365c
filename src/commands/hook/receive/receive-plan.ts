/** A server's options -> what to look for in a push. Nothing in the pushed repository has a say in it. */
import { readGitleaksIgnore } from '../../../allow/read-gitleaks-ignore.ts';
import type { Catalogue } from '../../../catalogue/compile.ts';
import { loadCatalogue } from '../../../catalogue/load-catalogue.ts';
import { mergeOptions } from '../../../config/merge.ts';
import type { ScanOptions } from '../../../config/scan-options.ts';
import type { Config } from '../../../config/read-config.ts';
import type { Problem } from '../../../core/problem.ts';
import type { ScanPlan } from '../../../pipeline/scan-plan.ts';
import { readFingerprintKey } from '../../../store/fingerprint-key.ts';
import { configFor } from '../../config-for.ts';
import { planOf, scanRules } from '../../scan-rules.ts';

export interface ReceivePlan {
  readonly plan: ScanPlan;
  readonly options: ScanOptions;
  readonly catalogue: Catalogue;
  readonly config: Config;
  /** Of the configuration. */
  readonly problems: readonly Problem[];
}

/** @throws {ScannerError} */
export async function receivePlan(
  asked: { readonly scan: Partial<ScanOptions>; readonly inlineAllow: boolean },
  watch: Pick<ScanPlan, 'signal' | 'onProgress'>,
): Promise<ReceivePlan> {
  const catalogue = loadCatalogue();
  const config = await configFor(asked.scan, null, catalogue);
  const options: ScanOptions = {
    ...mergeOptions(config.options, asked.scan, process.env),
    noRepositoryConfig: true,
    noIgnore: true,
    noInlineAllow: !asked.inlineAllow,
  };
  const ignore = readGitleaksIgnore(options.gitleaksIgnorePath, null);
  const plan = planOf(scanRules({ options, config, catalogue, ignore }), options, {
    ...watch,
    memory: null,
    reader: process.env['BITSIEVE_READER'] === 'reference' ? 'reference' : 'engine',
    fingerprintKey: readFingerprintKey(process.env).key,
  });
  return { plan, options, catalogue, config, problems: [...config.problems, ...ignore.problems] };
}
