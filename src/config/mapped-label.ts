/** Which label the tables `[[map]]` give to what lies at a path. */
import type { LabelMap } from './check-map.ts';

/** The label that the first table gives which fits; undefined where none does. */
export function mappedLabel(
  maps: readonly LabelMap[],
): (finding: { readonly detector: string; readonly path: string }) => string | undefined {
  return ({ detector, path }) =>
    maps.find(
      ({ paths, detectors }) =>
        (detectors.length === 0 || detectors.includes(detector)) && paths.some((glob) => glob.test(path)),
    )?.label;
}
