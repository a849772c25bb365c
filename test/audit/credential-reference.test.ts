/** An audit finds its credential where the `.scannerrc` of the folder in which it runs says. */
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../support/run-program.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { auditedForge } from './support/audited-forge.ts';

it('reads the file or variable that is named, and a flag wins', async () => {
  const { loopback, token } = await auditedForge();
  const folder = tempFolder({ token, '.scannerrc': '[credential]\nfrom = "file"\npath = "token"\n' });
  chmodSync(join(folder, 'token'), 0o600);
  const check = ['audit', '--url', loopback.url, '--check'];
  const env = { OTHER_TOKEN: token.replaceAll(/./g, 'x') };
  const named = await run(check, { cwd: folder, env });
  expect(named.stdout).toMatch(/yes +repositories /);
  expect(named.stdout + named.stderr).not.toContain(token);
  const flagged = await run([...check, '--credential-variable', 'OTHER_TOKEN'], { cwd: folder, env });
  expect(flagged.code).toBe(4);
  const variable = tempFolder({
    '.scannerrc': '[credential]\nfrom = "environment"\nvariable = "MY_TOKEN"\n',
  });
  const own = await run(check, { cwd: variable, env: { MY_TOKEN: token } });
  expect(own.stdout).toMatch(/yes +repositories /);
});
