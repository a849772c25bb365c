/** The labels in force: those of the catalogue and those of a configuration. */
import type { Label } from '../catalogue/label-file.ts';
import type { OwnLabel } from './check-labels.ts';

/** Built-in labels as the file changes them, and its own. By id. */
export function mergeLabels(builtIn: readonly Label[], own: readonly OwnLabel[]): Map<string, Label> {
  const labels = new Map(builtIn.map((label) => [label.id, label]));
  for (const { id, ...changes } of own) {
    const base = labels.get(id) ?? { ...NEW_LABEL, title: id };
    labels.set(id, { ...base, ...changes, id });
  }
  return labels;
}

/** Title and level of an own label are asked for; the rest is left to the detector. */
const NEW_LABEL: Omit<Label, 'id' | 'title'> = {
  level: 'CONFIDENTIAL',
  exposes: '',
  handling: '',
  regimes: [],
};
