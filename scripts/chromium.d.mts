/** Types of chromium.mjs. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export function launchChromium(): Promise<Browser>;
export function openReport(browser: Browser, address: string, options?: BrowserContextOptions): Promise<Page>;
