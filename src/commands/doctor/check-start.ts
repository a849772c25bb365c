/** Whether hooks start from an image here. */
import { imageFault } from '../../hooks/install/start-image.ts';
import { type Diagnosis, ok } from './diagnosis.ts';

/** @param dist the folder of the built program. Never a warning: hooks do the same without, they only take longer */
export function checkStart(dist: URL): Diagnosis {
  const fault = imageFault(dist);
  if (fault === undefined) return ok('start', 'hooks start from an image');
  const said = `hooks start without an image (${fault}), which takes nearly twice as long`;
  return { ...ok('start', said), advice: 'Run bitsieve hook image.' };
}
