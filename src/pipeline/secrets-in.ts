/** Secrets in texts that are not scanned but shown: names of files, branches and people, messages. A report hides them. */
import type { Detector } from '../catalogue/detector.ts';
import { SecretValue } from '../core/secret-value.ts';
import { buildDetectorSet } from '../detect/detector-set.ts';
import { scanText } from '../detect/scan-text.ts';

/** Only what is surely a secret: a name that is hidden for nothing is one that nobody can find. */
export function secretsIn(texts: Iterable<string>, detectors: readonly Detector[]): SecretValue[] {
  const sure = detectors.filter(
    ({ confidence, label }) => confidence === 'high' && /^(?:credential|key)\//.test(label),
  );
  const bytes = Buffer.from([...new Set(texts)].join('\n'));
  return bytes.length === 0
    ? []
    : scanText(bytes, buildDetectorSet(sure)).map(({ raw }) => new SecretValue(raw));
}
