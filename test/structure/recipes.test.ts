/** The worked examples of CONTRIBUTING.md work. */
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { compileDetector } from '../../src/catalogue/compile.ts';
import { parseToml } from '../../src/catalogue/parse-toml.ts';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import type { Check } from '../../src/detect/check.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { scanText } from '../../src/detect/scan-text.ts';
import type { Format } from '../../src/report/formats.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { disclose } from '../../src/report/disclosure/disclose.ts';
import { jsonArray } from '../../src/report/text/json-array.ts';
import { finding, OPTIONS, result, textOf as joined } from '../report/support/sample-result.ts';
import { generateToken } from '../support/generate-token.ts';
import { textOf } from './support/project.ts';

const text = textOf('CONTRIBUTING.md');

/** Code blocks of one language under a heading. */
function blocksUnder(heading: string, language: string): string[] {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return Array.from(
    own.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm')),
    ([, code]) => code ?? '',
  );
}

/** Runs a module of the examples. @param imports what it imports, by name */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- whoever calls knows what the example exports
function run<Exports>(code: string, imports: Readonly<Record<string, unknown>>): Exports {
  const plain = transformSync(code, { loader: 'ts', format: 'cjs' }).code;
  const module = { exports: {} };
  const require = (): unknown => imports;
  // oxlint-disable-next-line typescript/no-implied-eval -- the code stands in our own document
  new Function('module', 'exports', 'require', plain)(module, module.exports, require);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it exports is what the test is about
  return module.exports as Exports;
}

describe('the recipe for a detector', () => {
  const [toml = ''] = blocksUnder('Recipe: a detector', 'toml');
  const checked = checkPatternFile(parseToml(toml, 'CONTRIBUTING.md'));
  const pattern = 'detector' in checked ? checked : { issuer: '', detector: [] };
  const compiled = pattern.detector.map((entry) => compileDetector(entry, pattern.issuer));

  it('is a pattern file', () => {
    expect(checked).toMatchObject({ issuer: 'Example Corp', detector: [{ id: 'example-corp-token' }] });
  });

  it('finds its examples, and not what it ignores', () => {
    const set = buildDetectorSet(compiled);
    const [detector] = pattern.detector;
    const [built] = compiled;
    if (!detector || !built) throw new Error('there is no detector');
    const token = generateToken(detector, built);
    for (const example of detector.finds) {
      const line = example.replaceAll('{token}', token);
      expect(scanText(Buffer.from(line), set).map(({ raw }) => raw)).toEqual([token]);
    }
    for (const example of detector.ignores) expect(scanText(Buffer.from(example), set)).toEqual([]);
  });
});

describe('the recipe for a check', () => {
  const [code = ''] = blocksUnder('Recipe: a check', 'ts');
  const { digitSumCheck } = run<{ digitSumCheck: Check }>(code, {});

  it('accepts what it should', () => {
    const spec = { name: 'digit-sum' };
    const accepts = (token: string): boolean => digitSumCheck.accepts({ token, before: '', after: '' }, spec);
    expect([accepts('exmpl_1236'), accepts('exmpl_1235')]).toEqual([true, false]);
    expect(digitSumCheck.repair?.('exmpl_1230', spec)).toBe('exmpl_1236');
  });
});

describe('the recipe for a report format', () => {
  const [code = '', line = ''] = blocksUnder('Recipe: a report format', 'ts');
  const { reportCodeQuality } = run<{ reportCodeQuality: Format['report'] }>(code, { disclose, jsonArray });

  it('writes a report', () => {
    const report = JSON.parse(joined(reportCodeQuality(result({ findings: [finding()] }), OPTIONS)));
    expect(report).toMatchObject([{ check_name: finding().detector, location: { path: 'config/prod.env' } }]);
  });

  it('has a line for the table in the form of those that are there', () => {
    const keys = Object.keys(FORMATS.json);
    for (const key of keys) expect(line).toContain(`${key}: `);
    expect(line).toContain("'code-quality': {");
  });
});
