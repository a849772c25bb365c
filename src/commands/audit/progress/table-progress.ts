/** Progress for somebody who watches: a table that changes in its place, and goes away at the end. */
import type { Ora } from 'ora';
import { LEVELS } from '../../../core/severity.ts';
import { painter } from '../../../report/console/paint.ts';
import { bytesText, durationText } from '../../../report/console/quantities.ts';
import { tableLines } from '../../../report/console/table-lines.ts';
import { visibleText } from '../../../report/text/visible-text.ts';
import type { AuditProgress, ProgressStream } from './audit-progress.ts';
import { type AuditState, AuditTally } from './audit-tally.ts';
import { retryLine, waitLine } from './line-progress.ts';

const REDRAW_MS = 500;
const NARROWEST = 40;

export function tableProgress(stream: ProgressStream): AuditProgress {
  const tally = new AuditTally(() => performance.now());
  let note = 'Listing repositories';
  let spinner: Ora | undefined;
  let isStopped = false;
  const draw = (): void => {
    if (spinner) spinner.text = [visibleText(note), ...stateLines(tally.state(), stream.columns)].join('\n');
  };
  void import('ora').then(({ default: ora }) => {
    // Reading standard input would take Ctrl-C away from us.
    if (!isStopped) spinner = ora({ stream, discardStdin: false, isEnabled: true }).start(note);
    return draw();
  });
  const timer = setInterval(draw, REDRAW_MS);
  return {
    onVisit: (done) => {
      tally.visited(done);
      note = done.fullName;
      draw();
    },
    onWait: (wait) => {
      note = waitLine(wait);
      draw();
    },
    onRetry: (retry) => {
      note = retryLine(retry);
      draw();
    },
    onFetching: (id, bytes) => tally.fetching(id, bytes),
    stop: () => {
      isStopped = true;
      clearInterval(timer);
      spinner?.stop();
    },
  };
}

/** Two small tables: how far it is, and what was found. */
function stateLines(state: AuditState, columns = 0): string[] {
  const canvas = {
    paint: painter(false),
    width: Math.max(NARROWEST, (columns || 100) - 2),
    isVerbose: false,
  };
  const { repositories, done, failed, waiting, fetchedBytes, scannedBytes, bytesPerSecond, secondsLeft } =
    state;
  const levels = LEVELS.toReversed();
  return [
    ...tableLines(
      [
        ['repositories', 'done', 'failed', 'waiting', 'fetched', 'scanned', 'rate', 'left'],
        [
          ...[repositories, done, failed, waiting].map(String),
          bytesText(fetchedBytes),
          bytesText(scannedBytes),
          `${bytesText(bytesPerSecond)}/s`,
          secondsLeft === null ? '?' : durationText(secondsLeft * 1000),
        ],
      ],
      { words: 1, hasTotal: false },
      canvas,
    ),
    ...tableLines(
      [
        ['findings', ...levels],
        ['', ...levels.map((level) => String(state.findings[level]))],
      ],
      { words: 1, hasTotal: false },
      canvas,
    ),
  ];
}
