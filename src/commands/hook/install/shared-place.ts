/** Where hooks of more than one repository are kept for this account. */
import { join } from 'node:path';
import { configHome } from '../../../core/config-home.ts';
import type { SharedPlace } from '../../../hooks/install/plan-global.ts';

export function sharedPlace(reach: 'global' | 'template'): SharedPlace {
  const folder = reach === 'global' ? 'hooks' : 'template';
  return {
    place: { folder: process.cwd(), inheritRepository: false },
    ours: join(configHome(process.env), folder),
  };
}
