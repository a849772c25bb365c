/** Where the files of an account lie that programs keep for it. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** A relative XDG_CONFIG_HOME is to be ignored (XDG Base Directory Specification). */
export function configHome(env: Readonly<Record<string, string | undefined>>): string {
  const configured = env['XDG_CONFIG_HOME'];
  const base = configured?.startsWith('/') ? configured : join(env['HOME'] ?? homedir(), '.config');
  return join(base, 'bitsieve');
}
