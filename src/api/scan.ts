/** `scan`: a scan for programs. Prints nothing, ends no process, listens to no signal of the system, keeps nothing between two scans. */
import { performScan, type PerformedScan } from '../commands/perform-scan.ts';
import { ScannerError } from '../core/scanner-error.ts';
import { type DisclosedScan, discloseScan } from '../report/disclosure/disclose.ts';
import { FORMATS } from '../report/formats.ts';
import type { ReportOptions } from '../report/reporter.ts';
import { checkRequest } from './check-request.ts';
import type { Finding } from './finding.ts';
import { FindingIterator } from './finding-iterator.ts';
import type { ReportFormat, ScanRun, ScanSummary } from './scan-run.ts';
import type { ScanRequest } from './scan-request.ts';
import { errorToThrow } from './error-to-throw.ts';
import { CallersWatch } from './callers-watch.ts';

/**
 * Scans one place. Never throws: what is wrong with the request is told to whoever waits for the run.
 *
 *     for await (const finding of scan({ repository: '.' })) console.log(finding.path, finding.line, finding.title);
 */
export function scan(request: ScanRequest): ScanRun {
  return new Run(isObject(request) ? request : {});
}

/** Callers in JavaScript may say nothing at all. */
function isObject(request: unknown): request is ScanRequest {
  return typeof request === 'object' && request !== null;
}

class Run implements ScanRun {
  readonly #request: Partial<ScanRequest>;
  readonly #watch: CallersWatch;
  #performed: Promise<PerformedScan> | undefined;

  constructor(request: Partial<ScanRequest>) {
    this.#request = request;
    this.#watch = new CallersWatch(request);
  }

  get summary(): Promise<ScanSummary> {
    return this.#disclosed().then(({ tool, scan: facts, count, problems, inventory }) => ({
      complete: facts.complete,
      findings: count,
      problems,
      scan: facts,
      tool,
      inventory,
    }));
  }

  [Symbol.asyncIterator](): AsyncIterator<Finding, undefined> {
    return new FindingIterator(() => this.#disclosed(), this.#watch);
  }

  async *report(format: ReportFormat): AsyncGenerator<string, undefined> {
    if (!Object.hasOwn(FORMATS, format)) {
      const hint = `There are ${Object.keys(FORMATS).join(', ')}.`;
      throw new ScannerError('usage', 'there is no such format of reports', { hint });
    }
    const { result } = await this.#perform();
    yield* FORMATS[format].report(result, this.#shown());
  }

  async #disclosed(): Promise<DisclosedScan> {
    const { result } = await this.#perform();
    return discloseScan(result, this.#shown());
  }

  #shown(): ReportOptions {
    const showSecrets = this.#request.showSecrets === true;
    return { color: false, group: true, verbose: true, showSecrets, width: 100 };
  }

  #perform(): Promise<PerformedScan> {
    this.#performed ??= this.#performOnce();
    return this.#performed;
  }

  async #performOnce(): Promise<PerformedScan> {
    const { fingerprintKey } = this.#request;
    try {
      this.#watch.throwIfStopped();
      const { flags, input } = checkRequest(this.#request);
      const performed = await performScan(flags, {
        ...(input && { stdin: input }),
        ...(fingerprintKey !== undefined && { fingerprintKey }),
        watch: ({ timeoutMs }) => this.#watch.begin(timeoutMs),
      });
      this.#watch.throwIfStopped();
      return performed;
    } catch (error) {
      // A git that was stopped half-way looks like a damaged repository.
      this.#watch.throwIfStopped();
      throw errorToThrow(error);
    }
  }
}
