/** The forms of an answer about exposure: one line each. */
import { ScannerError } from '../../core/scanner-error.ts';
import type { ExposureAnswer } from '../../exposure/exposure-answer.ts';
import type { Exposed } from '../../exposure/measure-exposure.ts';
import { exposurePage } from '../../exposure/page/write-page.ts';
import type { Canvas } from '../../report/console/flow.ts';
import { exposureConsole } from './console-answer.ts';
import { exposureCsv } from './csv-answer.ts';
import { exposureJson } from './json-answer.ts';
import { exposureMarkdown } from './markdown-answer.ts';

/** Chunks of text. All that comes from a repository was masked when it was stored; each form makes it harmless to look at. */
export type ExposureFormat = (answer: ExposureAnswer, canvas: Canvas, exposed: Exposed) => Iterable<string>;

export const EXPOSURE_FORMATS = {
  console: exposureConsole,
  json: exposureJson,
  markdown: exposureMarkdown,
  csv: exposureCsv,
  html: (_answer, _canvas, exposed) => exposurePage(exposed),
} as const satisfies Readonly<Record<string, ExposureFormat>>;

export type ExposureFormatName = keyof typeof EXPOSURE_FORMATS;

/** @param flag the list that was asked for. @throws {ScannerError} `usage` for a form that it does not have */
export function formOf<Form>(
  flag: string,
  forms: Readonly<Partial<Record<ExposureFormatName, Form>>>,
  name: ExposureFormatName,
): Form {
  const form = forms[name];
  if (form !== undefined) return form;
  throw new ScannerError('usage', `${flag}: ${name} is none of its forms`, {
    hint: `Write ${Object.keys(forms).join(', ')}.`,
  });
}
