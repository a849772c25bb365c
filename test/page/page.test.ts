/** The HTML report in a real Chromium: what it shows, how it is used, and that nothing in it can act. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoredFinding } from '../../src/core/stored-finding.ts';
import { grownRun, HOSTILE, hostileFinding } from '../exposure/support/page-store.ts';
import { Reports } from './support/reports.ts';

const reports = new Reports();
/** Of what is drawn: fills of the bars, backgrounds of cells and tiles. */
const COUNT_COLOURS = `new Set(
  [...document.querySelectorAll('svg rect, svg path, .cell, .mark')].flatMap((one) => {
    const { fill, backgroundColor } = getComputedStyle(one);
    return [fill, backgroundColor];
  }),
).size`;
let report = '';
let windowed = '';
/** In the report. */
let all: readonly StoredFinding[] = [];

beforeAll(async () => {
  const made = grownRun({ places: 12, findings: 60 });
  const found = { ...made.found, 1: [...(made.found[1] ?? []), hostileFinding(1, 900)] };
  all = Object.values(found).flat();
  report = await reports.write('grown', [{ ...made, found }], '--domain', 'example.org');
  const window = ['--from', '2020-05-01', '--to', '2020-11-30'];
  windowed = await reports.write('windowed', [grownRun({ places: 3, findings: 30 })], ...window);
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
    const meant = all.filter(({ label, level }) => label === 'key/private-key' && level === 'RESTRICTED');
    expect(await countIn(page)).toBe(`${meant.length} of 721 findings`);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await countIn(page)).toBe('721 of 721 findings');
    expect(await cell.getAttribute('aria-pressed')).toBe('false');
  });

  it('narrows the list by each choice and name, and by words that stand anywhere', async () => {
    const { page } = await reports.open(report);
    const count = async (label: string, value: string): Promise<number> => {
      const field = page.getByLabel(label, { exact: true });
      if (['Label', 'Level', 'Reach'].includes(label)) await field.selectOption({ label: value });
      else await field.fill(value);
      await page.locator('#count').filter({ hasNotText: /^721 / }).waitFor();
      const shown = Number.parseInt(await countIn(page), 10);
      await page.getByRole('button', { name: 'Show all' }).click();
      return shown;
    };
    expect(await count('Level', 'INTERNAL')).toBe(all.filter(({ level }) => level === 'INTERNAL').length);
    expect(await count('Label', 'personal/contact')).toBe(
      all.filter(({ label }) => label === 'personal/contact').length,
    );
    expect(await count('Reach', 'unreachable')).toBe(
      all.filter(({ reach }) => reach === 'unreachable').length,
    );
    expect(await count('Repository', 'REPOSITORY-12')).toBe(60);
    expect(await count('Author', 'ADA@')).toBe(
      all.filter(({ author }) => author?.email.startsWith('ada@')).length,
    );
    // Pat may read two of four repositories by name; one of nine is public.
    expect(await count('Reader', 'pat partner')).toBe(240);
    expect(await count('Search', 'iban repository-3 part-7')).toBeGreaterThan(0);
    expect(await count('Search', 'no such words')).toBe(0);
  });

  it('sorts by every column, one way and the other', async () => {
    const { page } = await reports.open(report);
    const first = (column: string): Promise<string | null> => page.locator(`#row-0 .${column}`).textContent();
    for (const [name, column, one, other] of [
      ['Since', 'at', '2014-02', '2026-'],
      ['Reach', 'reach', 'tip', 'unreachable'],
      ['Level', 'level', 'RESTRICTED', 'PUBLIC'],
      ['Where', 'place', 'example/repository-1', 'example/repository-9'],
    ] as const) {
      const head = page.getByRole('columnheader', { name });
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      expect(await first(column), name).toContain(one);
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      expect(await first(column), name).toContain(other);
    }
  });

  it('is used by keyboard alone: walk, open, go on, close, and be back where one was', async () => {
    const { page } = await reports.open(report);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('To the findings');
    await page.locator('#grid').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'PageDown', 'ArrowUp']) await page.keyboard.press(key);
    const active = await page.locator('#grid').getAttribute('aria-activedescendant');
    expect(active).toMatch(/^row-\d+$/);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    const place = Number(active?.slice(4)) + 1;
    expect(await dialog.locator('.bar span').textContent()).toBe(`${place} of 721`);
    expect(await focused(page)).toBe('Close');
    await page.keyboard.press('ArrowRight');
    expect(await dialog.locator('.bar span').textContent()).toBe(`${place + 1} of 721`);
    await page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.id')).toBe('grid');
    expect(await page.locator('#grid').getAttribute('aria-activedescendant')).toBe(`row-${place}`);
    await page.keyboard.press('End');
    expect(await page.locator('#row-720').isVisible()).toBe(true);
  });

  it('shows hostile texts as texts, and links nowhere that somebody else chose', async () => {
    const { page, complaints, requests } = await reports.open(report);
    await page.getByLabel('Search', { exact: true }).fill('onerror=alert(1)');
    await page.locator('#count').filter({ hasText: /^1 of/ }).waitFor();
    await page.locator('#row-0').click();
    const dialog = page.getByRole('dialog');
    const text = (await dialog.textContent()) ?? '';
    for (const part of [HOSTILE.author, HOSTILE.title, HOSTILE.branch, HOSTILE.note, 'javascript:alert(7)'])
      expect(text).toContain(part);
    expect(text).toContain('\\u202e');
    expect(text).not.toContain('\u202e');
    const links = await page.evaluate<string[]>(
      `[...document.querySelectorAll('dialog a')].map(({ href }) => href)`,
    );
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) expect(link).toMatch(/^https:\/\/(?:bitbucket|docs)\.example\.(?:org|com)\//);
    expect(await page.locator('img, svg [onload], iframe, script[src]').count()).toBe(0);
    expect(await page.title()).toBe('What a breach would expose');
    expect([...complaints, ...requests]).toEqual([]);
  });

  it('shades the window, and says what came in during it', async () => {
    const { page } = await reports.open(windowed);
    expect(await page.locator('#headline').textContent()).toMatch(
      /^From 2020-05-01 to 2020-11-30 a reader could take/,
    );
    expect(await page.locator('#window').textContent()).toMatch(/Came in during it\d+ values? in \d+ place/);
    expect(await page.locator('#timeline svg').first().textContent()).toContain('the window');
    expect(await page.locator('#timeline svg [fill="var(--window)"]').count()).toBeGreaterThan(1);
    await page.locator('#timeline .bar-buttons button').first().click();
    expect(await page.getByRole('dialog').isVisible()).toBe(true);
  });

  it('fits on a phone without scrolling sideways', async () => {
    const { page } = await reports.open(report, { viewport: { width: 360, height: 740 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.locator('#row-0').click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect(await page.getByRole('button', { name: 'Close' }).isVisible()).toBe(true);
  });

  it('prints its findings as a table, without what is there to be pressed', async () => {
    const { page } = await reports.open(report, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    await page.locator('#printed tbody tr').nth(720).waitFor();
    expect(await page.locator('#filters').isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.documentElement).color')).toBe('rgb(22, 25, 29)');
    await page.emulateMedia({ media: 'screen' });
    await page.locator('#printed table').waitFor({ state: 'detached' });
  });

  it('can be looked at: a picture of it is not of one colour', async () => {
    const { page } = await reports.open(report);
    const picture = await page.screenshot();
    expect(picture.length).toBeGreaterThan(40_000);
    const colours = await page.evaluate<number>(COUNT_COLOURS);
    expect(colours).toBeGreaterThan(6);
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

function focused(page: Page): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent');
}

/** What axe finds against WCAG 2.2 AA and its own good practice. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)))`,
  );
}
