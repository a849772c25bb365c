/** The three ordered scales a finding is placed on. Order is meaning: later is worse or surer. */

export const LEVELS = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'] as const;
export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export const CONFIDENCES = ['low', 'medium', 'high'] as const;

/** How sensitive the data is: who may see it. */
export type Level = (typeof LEVELS)[number];
/** How bad it is if somebody else has it. */
export type Severity = (typeof SEVERITIES)[number];
/** How sure the scanner is that this is what it says. */
export type Confidence = (typeof CONFIDENCES)[number];

/** Negative, zero or positive as `a` stands below, at or above `b` on its scale. */
export function compareOn<T extends string>(scale: readonly T[], a: T, b: T): number {
  return scale.indexOf(a) - scale.indexOf(b);
}
