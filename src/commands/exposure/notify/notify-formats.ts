/** The forms of a list of notices: one line each. */
import { ScannerError } from '../../../core/scanner-error.ts';
import type { NotifyAnswer } from '../../../exposure/notify/notify-answer.ts';
import type { Canvas } from '../../../report/console/flow.ts';
import type { ExposureFormatName } from '../exposure-formats.ts';
import { exposureJson } from '../json-answer.ts';
import { notifyConsole } from './console-list.ts';
import { notifyCsv } from './csv-list.ts';
import { notifyMarkdown } from './markdown-list.ts';

type NotifyFormat = (answer: NotifyAnswer, canvas: Canvas) => Iterable<string>;

const FORMATS: Readonly<Partial<Record<ExposureFormatName, NotifyFormat>>> = {
  console: notifyConsole,
  json: exposureJson,
  markdown: notifyMarkdown,
  csv: notifyCsv,
};

/** @throws {ScannerError} `usage` for a form that the list does not have */
export function notifyFormat(name: ExposureFormatName): NotifyFormat {
  const format = FORMATS[name];
  if (format) return format;
  throw new ScannerError('usage', `--notify-list: ${name} is none of its forms`, {
    hint: `Write ${Object.keys(FORMATS).join(', ')}.`,
  });
}
