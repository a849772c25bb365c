/** `--notify-list`: the configuration's partners, regimes and zones, the labels in force and the clock, and the list that follows. */
import type { Catalogue } from '../../../catalogue/compile.ts';
import { loadCatalogue } from '../../../catalogue/load-catalogue.ts';
import { mergeLabels } from '../../../config/merge-labels.ts';
import type { Config } from '../../../config/read-config.ts';
import { listNotices, type NoticeRequest } from '../../../exposure/notify/list-notices.ts';
import { mergeRegimes } from '../../../exposure/notify/listed-regime.ts';
import type { NotifyAnswer } from '../../../exposure/notify/notify-answer.ts';
import type { AuditReader } from '../../../store/audit/audit-store.ts';
import { configFolder } from '../../config-folder.ts';
import { configFor } from '../../config-for.ts';
import type { ExposureOptions } from '../exposure-options.ts';
import { noticeClock } from './notice-clock.ts';

type Covered = Omit<NoticeRequest, 'regimes' | 'regimesOf' | 'partners' | 'zones' | 'clock'>;

/**
 * @param now what is overdue is so at this moment
 * @throws {ScannerError} `config`, `usage`
 */
export async function answerNotices(
  reader: AuditReader,
  covered: Covered,
  options: ExposureOptions,
  now: Date,
): Promise<NotifyAnswer> {
  const { awareAt, told = [] } = options;
  const catalogue = loadCatalogue();
  const { partners, zones, labels, regimes: own } = await configIn(options, catalogue);
  const regimes = mergeRegimes(catalogue.regimes, own);
  const known = mergeLabels(catalogue.labels, labels);
  return listNotices(reader, {
    ...covered,
    regimes,
    regimesOf: new Map([...known].map(([id, label]) => [id, label.regimes])),
    partners,
    zones,
    clock: awareAt ? noticeClock({ awareAt, told, regimes, now: now.getTime() }) : null,
  });
}

/** That of the folder in which the command runs; with `--path`, of that one, as for its scan. */
function configIn(
  { config, path, noRepositoryConfig }: ExposureOptions,
  catalogue: Catalogue,
): Promise<Config> {
  const folder = path ? (noRepositoryConfig === true ? null : configFolder(path, false)) : '.';
  return configFor(config === undefined ? {} : { config }, folder, catalogue);
}
