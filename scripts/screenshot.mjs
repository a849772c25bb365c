/** Takes a picture of a report: `npm run screenshot -- report.html picture.png [--dark] [--phone] [--whole] [--width=1280] [--height=900]`. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launchChromium, openReport } from './chromium.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dark: { type: 'boolean' },
    phone: { type: 'boolean' },
    whole: { type: 'boolean' },
    width: { type: 'string' },
    height: { type: 'string' },
  },
});
const [report, picture] = positionals;
if (!report || !picture) throw new Error('say which report, and where the picture is to go');

const [width, height] = values.phone ? [390, 844] : [1280, 900];
const viewport = { width: Number(values.width ?? width), height: Number(values.height ?? height) };
const browser = await launchChromium();
try {
  const colorScheme = values.dark ? 'dark' : 'light';
  const page = await openReport(browser, pathToFileURL(resolve(report)).href, {
    viewport,
    colorScheme,
    deviceScaleFactor: 2,
  });
  await page.screenshot({ path: picture, fullPage: values.whole ?? false });
} finally {
  await browser.close();
}
