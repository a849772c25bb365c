/** An own detector whose expression takes too long is switched off; the scan ends, and says so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileDetector } from '../../src/catalogue/compile.ts';
import type { Detector } from '../../src/catalogue/detector.ts';
import { checkPatternFile } from '../../src/catalogue/pattern-file.ts';
import { buildDetectorSet } from '../../src/detect/detector-set.ts';
import { withOverBudget } from '../../src/pipeline/over-budget.ts';
import { scanFiles } from '../../src/pipeline/scan-files.ts';
import { runsAway } from '../../src/allow/runs-away.ts';
import { run, sharedFolder } from '../support/run-program.ts';
import { planHere } from '../support/scan-here.ts';
import { tempFolder } from '../support/temp-folder.ts';

const SLOW = 'k3y_[a-z]*[a-z]*[a-z]*!';
const REACH = 1200;

/** As if it had slipped through the check. */
function slowDetector(): Detector {
  const table = {
    id: 'slow',
    title: 'Slow',
    label: 'credential/saas',
    severity: 'low',
    keywords: ['k3y_'],
    token: SLOW,
    reach: REACH,
  };
  const file = checkPatternFile({ issuer: 'Own', detector: [table] });
  const [entry] = 'detector' in file ? file.detector : [];
  if (!entry) throw new Error(JSON.stringify(file));
  return { ...compileDetector(entry, 'Own'), own: true };
}

it('is switched off, once told, and the scan goes on without it', async () => {
  const detectors = [slowDetector()];
  const plan = planHere({ detectors, set: buildDetectorSet(detectors) });
  const line = `k3y_${'a'.repeat(REACH)}\n`;
  const folder = tempFolder({ 'a.txt': line.repeat(200), 'b.txt': line.repeat(200) });
  const { problems, counts } = await scanFiles(folder, false, plan);
  // That this ends tells it: one place takes seconds, four hundred would take half an hour.
  expect(counts.blobs).toBe(2);
  const told = withOverBudget(problems, plan).map(({ code, severity, message }) => ({
    code,
    severity,
    message,
  }));
  expect(told).toEqual([
    { code: 'detector-over-budget', severity: 'error', message: expect.stringContaining('"slow"') },
  ]);
});

it('leaves quick ones alone', async () => {
  const detectors = [{ ...slowDetector(), source: '()(k3y_[a-z]{8}!)' }];
  const plan = planHere({ detectors, set: buildDetectorSet(detectors) });
  const folder = tempFolder({ 'a.txt': `k3y_abcdefgh! `.repeat(20_000) });
  const { located, problems } = await scanFiles(folder, false, plan);
  expect(located.length).toBeGreaterThan(5000);
  expect(withOverBudget(problems, plan).filter(({ code }) => code === 'detector-over-budget')).toEqual([]);
});

describe('an expression that can run away', () => {
  it('is refused in a .scannerrc, with its line', async () => {
    expect(runsAway(SLOW, REACH)).toBeDefined();
    const folder = sharedFolder();
    const text = `[[allow]]
values = ['^(?:x*)*y$']
[[detector]]
id = "bad"
title = "Bad"
label = "credential/saas"
severity = "low"
keywords = ["bad_"]
token = '''bad_(?:a+)+b'''
`;
    writeFileSync(join(folder, '.scannerrc'), text);
    const { code, stderr } = await run(['scan', '--files', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\.scannerrc:2: allow\[0\]\.values\[0\]: .* can take exponential time/);
    expect(stderr).toMatch(/\.scannerrc:9: detector\[0\]\.token: .* can take exponential time/);
  });

  it('is left out of a .gitleaks.toml, with a warning', async () => {
    const folder = sharedFolder();
    const text = `[[rules]]
id = "bad"
regex = '''badtoken(?:a+)+b'''
[allowlist]
regexes = ['''(?:a|a)*b''']
`;
    writeFileSync(join(folder, '.gitleaks.toml'), text);
    writeFileSync(join(folder, 'a.txt'), `badtoken${'a'.repeat(400)}\n`);
    const { code, stdout } = await run(['scan', '--files', folder, '-f', 'json']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/rule \\"bad\\": its regex can take exponential time/);
    expect(stdout).toMatch(/is not used: it can take exponential time/);
  });
});
