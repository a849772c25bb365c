/** Reports in a real browser: one browser for a test file, one page a test, and all that a page complains about or asks for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchChromium } from '../../../scripts/chromium.mjs';
import { type MadeRun, madeStore } from '../../exposure/support/made-store.ts';
import { run } from '../../support/run-program.ts';

export interface OpenReport {
  readonly page: Page;
  /** What it wrote to the console, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** Addresses that it asked for, but for its own. */
  readonly requests: readonly string[];
}

export class Reports {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bitsieve-page-'));
  #browser: Browser | undefined;

  /** To be called once, at the top of a test file. */
  constructor() {
    beforeAll(async () => {
      this.#browser = await launchChromium();
    });
    afterAll(async () => {
      await this.#browser?.close();
      rmSync(this.#folder, { recursive: true, force: true });
    });
  }

  /** @returns the path of a report, made by the built program */
  async write(name: string, made: readonly MadeRun[], ...args: string[]): Promise<string> {
    const folder = mkdtempSync(join(this.#folder, 'store-'));
    const store = await madeStore(made, folder);
    const report = join(this.#folder, `${name}.html`);
    const ran = await run(['exposure', '--store', store, '-f', 'html', '-r', report, ...args]);
    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(0);
    return report;
  }

  async open(report: string, options: BrowserContextOptions = {}): Promise<OpenReport> {
    if (!this.#browser) throw new Error('no browser runs');
    const address = pathToFileURL(report).href;
    const page = await this.#browser.newPage({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      ...options,
    });
    onTestFinished(() => page.close());
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== address) requests.push(request.url());
    });
    await page.goto(address);
    await page.locator('html[data-ready]').waitFor({ state: 'attached' });
    return { page, complaints, requests };
  }
}
