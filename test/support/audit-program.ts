/**
 * An audit in a process of its own. Arguments: the store, or several with colons between them, each audited for itself; how many places, findings of
 * each; says what it does on its output, and ends with 2 where a store was refused.
 */
import { ScannerError } from '../../src/core/scanner-error.ts';
import { openAuditStore } from '../../src/store/audit/open-audit-store.ts';
import { audit, KEY, NOW } from './audited.ts';

const [paths = '', places = '0', findings = '0', then = ''] = process.argv.slice(2);
for (const path of paths.split(':')) await auditOf(path);

async function auditOf(path: string): Promise<void> {
  try {
    const store = await openAuditStore({ path, key: KEY, now: NOW });
    console.log('open');
    if (then === 'stay') setInterval(() => undefined, 1000);
    else {
      const run = await audit(store, { places: Number(places), findings: Number(findings) });
      console.log(`run ${run.number}`);
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof ScannerError)) throw error;
    console.log(`${error.code}: ${error.message}`);
    process.exitCode = 2;
  }
}
