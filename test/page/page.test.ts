/** The HTML report in a real Chromium: what it shows, how it is used, and that nothing in it can act. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { grownRun, hostileFinding } from '../exposure/support/page-store.ts';
import { Reports } from './support/reports.ts';

const reports = new Reports();
let report = '';

beforeAll(async () => {
  const made = grownRun({ places: 12, findings: 60 });
  const found = { ...made.found, 1: [...(made.found[1] ?? []), hostileFinding(1, 900)] };
  report = await reports.write('grown', [{ ...made, found }], '--domain', 'example.org');
});

async function countIn(page: Page): Promise<string> {
  return (await page.locator('#count').textContent()) ?? '';
}

describe('the HTML report', () => {
  it('answers at the top, and counts in the matrix what the answer counts', async () => {
    const { page } = await reports.open(report);
    expect(await page.locator('#headline').textContent()).toMatch(
      /^A reader could take \d+ values in 12 of 12 rep/,
    );
    expect(await page.locator('#verdict').textContent()).toContain('All that was asked for had been scanned');
    const cells = await page.locator('.matrix .cell').allTextContents();
    expect(cells.length).toBeGreaterThan(8);
    expect(await countIn(page)).toBe('721 of 721 findings');
  });

  it('holds few rows in the document, however many there are, and shows others when scrolled', async () => {
    const { page } = await reports.open(report);
    const rows = page.locator('.space .row');
    expect(await rows.count()).toBeLessThan(60);
    const first = await rows.first().textContent();
    await page.evaluate(`document.querySelector('#grid').scrollTop = 20000`);
    await page.locator('#row-386').waitFor();
    expect(await rows.count()).toBeLessThan(60);
    expect(await rows.first().textContent()).not.toBe(first);
    expect(await page.locator('#grid').getAttribute('aria-rowcount')).toBe('722');
  });

  it('runs under a policy that lets nothing else run, asks the network for nothing and complains of nothing', async () => {
    const { page, complaints, requests } = await reports.open(report);
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/);
    expect(policy).not.toContain('unsafe');
    await page.locator('.space .row').first().click();
    await page.keyboard.press('Escape');
    await page.locator('.matrix .cell').first().click();
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    // In force: what a finding could bring in at worst does not run.
    const ran = await page.evaluate(`(() => {
      const script = document.createElement('div');
      try { script.innerHTML = '<img src=x>'; return 'parsed'; } catch { return 'refused'; }
    })()`);
    expect(ran).toBe('refused');
  });

  it('narrows the list by level and label from the matrix, and goes back', async () => {
    const { page } = await reports.open(report);
    const cell = page.getByRole('button', { name: /^key\/private-key, RESTRICTED/ });
    await cell.click();
    expect(await cell.getAttribute('aria-pressed')).toBe('true');
    expect(await countIn(page)).toBe('61 of 721 findings');
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await countIn(page)).toBe('721 of 721 findings');
    expect(await cell.getAttribute('aria-pressed')).toBe('false');
  });

  it.each([{ colorScheme: 'light' as const }, { colorScheme: 'dark' as const }])(
    'is accessible in $colorScheme',
    async ({ colorScheme }) => {
      const { page } = await reports.open(report, { colorScheme });
      expect(await violations(page)).toEqual([]);
      await page.locator('#row-0').click();
      expect(await violations(page)).toEqual([]);
    },
  );
});

/** What axe finds against WCAG 2.2 AA and its own good practice. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)))`,
  );
}
