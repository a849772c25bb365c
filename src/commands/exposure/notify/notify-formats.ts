/** The forms of a list of notices: one line each. */
import type { NotifyAnswer } from '../../../exposure/notify/notify-answer.ts';
import type { Canvas } from '../../../report/console/flow.ts';
import { type ExposureFormatName, formOf } from '../exposure-formats.ts';
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
  return formOf('--notify-list', FORMATS, name);
}
