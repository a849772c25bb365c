/** What a scan of this place meets: the repository, its configuration, and whether anybody scans before commits and pushes. */
import { readGitleaksIgnore } from '../../allow/read-gitleaks-ignore.ts';
import { loadCatalogue } from '../../catalogue/load-catalogue.ts';
import type { Config } from '../../config/read-config.ts';
import { ScannerError } from '../../core/scanner-error.ts';
import { openRepository, type Repository } from '../../git/open-repository.ts';
import { readBaseline } from '../../store/read-baseline.ts';
import { configFolder } from '../config-folder.ts';
import { configFor } from '../config-for.ts';
import { hooksActive } from '../../hooks/install/hooks-active.ts';
import { type Diagnosis, ok, warning, wrong } from './diagnosis.ts';

export interface CheckedPlace {
  readonly path: string;
  /** `--config`. */
  readonly config: string | undefined;
  /** In a build nobody commits. */
  readonly isBuild: boolean;
}

export async function checkRepository(place: CheckedPlace): Promise<Diagnosis[]> {
  const opened = await told('repository', () => openRepository(place.path));
  const found =
    'check' in opened ? [{ ...opened, state: 'warning' as const }] : await checkOpened(opened, place);
  return [...found, ...(await checkConfig(place))];
}

async function checkOpened(repository: Repository, { isBuild }: CheckedPlace): Promise<Diagnosis[]> {
  const kind = repository.workTree === null ? 'without a work tree' : 'with a work tree';
  const all = repository.isShallow
    ? warning(
        'repository',
        'a shallow clone: of its history only the newest part is here',
        'git fetch --unshallow; in Pipelines: clone: depth: full',
      )
    : ok('repository', `${kind}, SHA-${repository.oidBytes === 20 ? 1 : 256}`);
  const hooks = repository.workTree === null || isBuild ? [] : await checkHooks(repository);
  return [all, ...hooks];
}

async function checkHooks(repository: Repository): Promise<Diagnosis[]> {
  const states = await hooksActive(repository);
  return states.map(({ hook, by, path, remark }) => {
    const note = remark === null ? '' : `: ${remark}`;
    if (by === null) return warning(hook, `nothing scans there${note}`, `bitsieve hook install --${hook}`);
    const said = `${by} scans${path === null ? '' : ` (${path})`}${note}`;
    return remark === null ? ok(hook, said) : warning(hook, said, `bitsieve hook install --${hook}`);
  });
}

async function checkConfig({ path, config }: CheckedPlace): Promise<Diagnosis[]> {
  const folder = configFolder(path, false);
  try {
    const read = await configFor(config === undefined ? {} : { config }, folder, loadCatalogue());
    const ignore = readGitleaksIgnore(read.options.gitleaksIgnorePath ?? null, folder);
    const problems = [...read.problems, ...ignore.problems].map(({ message }) =>
      warning('configuration', message, null),
    );
    return [inForce(read), ...problems, ...checkBaseline(read)];
  } catch (error) {
    return [diagnosisOf('configuration', error)];
  }
}

function inForce({ path, allow, detectors }: Config): Diagnosis {
  if (path === null)
    return { ...ok('configuration', 'none: everything as it comes'), advice: 'bitsieve init writes one.' };
  return ok(
    'configuration',
    `${path}: valid; ${allow.length} allow entries, ${detectors.length} own detectors`,
  );
}

function checkBaseline({ options: { baselinePath } }: Config): Diagnosis[] {
  if (!baselinePath) return [];
  if (readBaseline(baselinePath)) return [ok('baseline', baselinePath)];
  return [
    wrong(
      'baseline',
      `${baselinePath}: there is no such baseline, and no scan starts without it`,
      'bitsieve baseline',
    ),
  ];
}

/** "Cannot start" is what is looked for. */
async function told<Result>(check: string, action: () => Promise<Result>): Promise<Result | Diagnosis> {
  try {
    return await action();
  } catch (error) {
    return diagnosisOf(check, error);
  }
}

function diagnosisOf(check: string, error: unknown): Diagnosis {
  if (!(error instanceof ScannerError) || error.code === 'internal') throw error;
  return wrong(check, error.message, error.hint ?? null);
}
