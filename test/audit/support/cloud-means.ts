/** What an audit of a Cloud on this machine needs: the program itself knows bitbucket.org alone. */
import { join } from 'node:path';
import type { AuditMeans } from '../../../src/audit/run-audit.ts';
import { openAuditStore } from '../../../src/store/audit/open-audit-store.ts';
import { EVERYTHING, type Opened } from '../../bitbucket/support/open-loopback.ts';
import { temporaryFolder } from '../../support/make-repository.ts';
import { cacheIn } from '../../support/mirrors.ts';
import { planHere } from '../../support/scan-here.ts';

/** Its store is to be closed by whoever asks. */
export async function cloudMeans(opened: Opened, changed: Partial<AuditMeans> = {}): Promise<AuditMeans> {
  const key = Buffer.from('test');
  const folder = temporaryFolder();
  return {
    ...opened,
    forgeName: opened.loopback.url,
    store: await openAuditStore({ path: join(folder, 'audit.db'), key, now: () => new Date() }),
    key,
    target: {
      scope: { ...EVERYTHING, workspaces: ['acme'] },
      include: [],
      exclude: [],
      forks: true,
      archived: true,
      personal: true,
    },
    pullRequests: false,
    pushTimes: false,
    permissions: 'workspace',
    mirrors: cacheIn(join(folder, 'mirrors')),
    random: () => 0.5,
    protocol: 'https',
    request: {
      target: 'acme',
      optionsDigest: '',
      detectors: {},
      tool: { name: 'bitsieve', version: '0', detectors: 1, detectorDigest: '' },
    },
    fetchJobs: 2,
    planWith: (memory) => planHere({ memory }),
    catalogue: [],
    config: null,
    problems: [],
    signal: new AbortController().signal,
    onVisit: () => undefined,
    onFetching: () => undefined,
    ...changed,
  };
}
