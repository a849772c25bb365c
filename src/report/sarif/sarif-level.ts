/** Our severities in the words and numbers of SARIF and of the code hosts that read it. */
import type { Severity } from '../../core/severity.ts';

interface SarifLevel {
  readonly level: 'error' | 'warning' | 'note';
  /** GitHub: over 9.0 critical, from 7.0 high, from 4.0 medium, else low. */
  readonly securitySeverity: string;
}

export const SARIF_LEVELS: Readonly<Record<Severity, SarifLevel>> = {
  critical: { level: 'error', securitySeverity: '9.5' },
  high: { level: 'error', securitySeverity: '8.0' },
  medium: { level: 'warning', securitySeverity: '5.5' },
  low: { level: 'note', securitySeverity: '3.0' },
  info: { level: 'note', securitySeverity: '0.0' },
};
