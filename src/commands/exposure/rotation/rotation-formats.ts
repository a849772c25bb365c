/** The forms of a rotation list. */
import type { RotationAnswer } from '../../../exposure/rotation/rotation-answer.ts';
import type { Canvas } from '../../../report/console/flow.ts';
import { type ExposureFormatName, formOf } from '../exposure-formats.ts';
import { rotationConsole } from './rotation-console.ts';
import { rotationCsv } from './rotation-csv.ts';
import { rotationJson } from './rotation-json.ts';
import { rotationMarkdown } from './rotation-markdown.ts';

type RotationFormat = (answer: RotationAnswer, canvas: Canvas) => Iterable<string>;

const FORMATS: Readonly<Partial<Record<ExposureFormatName, RotationFormat>>> = {
  console: rotationConsole,
  json: rotationJson,
  markdown: rotationMarkdown,
  csv: rotationCsv,
};

/** @throws {ScannerError} `usage` for a form that a list does not have */
export function rotationFormat(name: ExposureFormatName): RotationFormat {
  return formOf('--rotation-list', FORMATS, name);
}
