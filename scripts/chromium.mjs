/** Starts the Chromium of the system's packages without a window: nothing is downloaded. For tests and for pictures of reports. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

export function launchChromium() {
  // It refuses to start with its sandbox as root, which is who runs in containers; what is opened is our own file.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: chromiumPath(), args });
}

/** Opens a report and waits until it is drawn. */
export async function openReport(browser, address, options = {}) {
  const page = await browser.newPage({ reducedMotion: 'reduce', ...options });
  await page.goto(address);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
  return page;
}

function chromiumPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const known = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = process.env.BITSIEVE_CHROMIUM ?? known.find(isProgram);
  if (found) return found;
  throw new Error(
    'The tests of the HTML report need Chromium, and there is none. Install it ("apt-get install chromium" on Debian), or name one in BITSIEVE_CHROMIUM.',
  );
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
