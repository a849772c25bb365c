/** The public interface of the package, and the only file that re-exports. */
export { scan } from './api/scan.ts';
export type {
  DatedCommit,
  ExposureInterval,
  Finding,
  Introduction,
  LinkedFinding,
  OtherPath,
  Person,
} from './api/finding.ts';
export type {
  FilesSource,
  InputSource,
  RepositorySource,
  ScanProgress,
  ScanRequest,
  ScanSettings,
  StopSignal,
} from './api/scan-request.ts';
export type { LeftOut, ReportFormat, ScanFacts, ScanRun, ScanSummary } from './api/scan-run.ts';
export type { InventoryLine } from './core/inventory.ts';
export type { Problem, ProblemCode } from './core/problem.ts';
export { type ErrorCode, ScannerError } from './core/scanner-error.ts';
export type { Confidence, Level, Severity } from './core/severity.ts';
export type { Verification } from './core/verification.ts';
export { VERSION } from './core/version.ts';
