/** What a key pair changes: both halves are surer, the id is worse beside its secret, and one that stands alone says so. */
import type { Detector, DetectorHead } from '../catalogue/detector.ts';
import { CONFIDENCES, SEVERITIES } from '../core/severity.ts';

export interface Pairing {
  readonly detector: Detector;
  readonly notes: readonly string[];
}

/**
 * @param partners the detectors of what it is linked with
 * @param isHalf does another detector name this one as the other half?
 * @returns the detector with the scales that it has here
 */
export function pairingOf(detector: Detector, partners: readonly DetectorHead[], isHalf: boolean): Pairing {
  if (partners.length === 0) {
    return { detector, notes: isHalf ? ['alone: its other half does not stand beside it'] : [] };
  }
  const confidence = CONFIDENCES[CONFIDENCES.indexOf(detector.confidence) + 1] ?? detector.confidence;
  if (detector.pairs) {
    return { detector: { ...detector, confidence }, notes: ['what it belongs to stands beside it'] };
  }
  return {
    detector: { ...detector, confidence, severity: raised(detector, partners) },
    notes: ['the secret that belongs to it stands beside it'],
  };
}

/** One step up, but no worse than the secret that makes it so. */
function raised({ severity }: Detector, partners: readonly DetectorHead[]): Detector['severity'] {
  const own = SEVERITIES.indexOf(severity);
  const worst = Math.max(...partners.map((partner) => SEVERITIES.indexOf(partner.severity)));
  return SEVERITIES[Math.max(own, Math.min(own + 1, worst))] ?? severity;
}
