/** What the number of values behind a finding changes: the more persons a table holds, the worse. */
import type { Detector } from '../catalogue/detector.ts';
import { groupDigits } from '../core/group-digits.ts';
import { type Severity, SEVERITIES } from '../core/severity.ts';

const MANY = 1000;
const MOST = 10_000;
/** Who somebody is, what they suffer from, what they pay with: nobody can change ten thousand of those. */
const GRAVE = /^personal\/(?:identity-number|health|bank-account|payment-card)$/;

export interface Weight {
  readonly severity: Severity;
  readonly notes: readonly string[];
}

/** One step worse from 1,000 values on; from 10,000 identity numbers, diagnoses, accounts or cards on critical. */
export function weightOf(
  { severity, label, countedFrom }: Pick<Detector, 'severity' | 'label' | 'countedFrom'>,
  count: number,
): Weight {
  if (countedFrom === undefined || count < MANY) return { severity, notes: [] };
  const isGrave = count >= MOST && GRAVE.test(label);
  const raised = isGrave ? 'critical' : SEVERITIES[SEVERITIES.indexOf(severity) + 1];
  const from = groupDigits(isGrave ? MOST : MANY);
  return { severity: raised ?? severity, notes: [`worse for being many: ${from} values or more`] };
}
