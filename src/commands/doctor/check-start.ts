/** Whether hooks start from an image here. */
import { DAMAGED, imageFault } from '../../hooks/install/start-image.ts';
import { type Diagnosis, ok, wrong } from './diagnosis.ts';

/** @param dist the folder of the built program. Without one hooks do the same, they only take longer; from a damaged one none starts */
export function checkStart(dist: URL): Diagnosis {
  const fault = imageFault(dist);
  if (fault === undefined) return ok('start', 'hooks start from an image');
  const advice = 'Run bitsieve hook image.';
  if (fault === DAMAGED)
    return wrong('start', 'the image that hooks start from is damaged, and they crash', advice);
  const said = `hooks start without an image (${fault}), which takes a quarter longer`;
  return { ...ok('start', said), advice };
}
