/** The table of commands: one line each. */
import type { Command } from './command.ts';

/** Loaded only when called, so that `--version` and hooks pay for nothing that they do not use. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  scan: async () => (await import('./scan.ts')).scanCommand,
  hook: async () => (await import('./hook.ts')).hookCommand,
  pr: async () => (await import('./pr.ts')).prCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  exposure: async () => (await import('./exposure.ts')).exposureCommand,
  evidence: async () => (await import('./evidence.ts')).evidenceCommand,
  baseline: async () => (await import('./baseline.ts')).baselineCommand,
  detectors: async () => (await import('./detectors.ts')).detectorsCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  init: async () => (await import('./init.ts')).initCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  completion: async () => (await import('./completion.ts')).completionCommand,
};
