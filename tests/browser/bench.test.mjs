// The latency plots in Chromium: the page of `bench --plot`, and the same as a part of the HTML report.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after } from 'node:test';

import { assertNothingFound } from './axe.mjs';
import { writeBench } from './bench.mjs';
import { launchChromium } from './mock.mjs';
import { newFolder, pageTest, writeReport } from './report.mjs';

const { folder, remove } = newFolder();
const browser = await launchChromium();
after(async () => {
  await browser.close();
  remove();
});

const bench = writeBench(folder, [
  'tools/list', 'refused-key', 'profiles', '--duration', '0.2', '--warm-up', '0', '--repetitions', '2', '--connections', '1,2']);
const stream = join(folder, 'stream.jsonl');
writeReport(folder, ['run', 'oauth/happy_path', '--profile', 'reference', '--stream', stream]);
const report = writeReport(folder, ['merge', stream, '--bench', bench.result]);

const benchTest = (name, address, body) => pageTest(browser, name, address, body);

// A canvas on which something was drawn has more than one colour.
const drawn = (page) => page.locator('canvas').evaluateAll((all) => all.map((canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let at = 0; at < data.length; at += 4) colours.add(data.slice(at, at + 4).join());
  return colours.size > 3;
}));
const chosen = (page) => page.locator('.operation[aria-checked=true]').getAttribute('data-operation');
const told = (page, title) => page.locator('section.card', { hasText: title }).locator('canvas').first().getAttribute('aria-label');

benchTest('draws every plot and says in words what it shows', bench.page, async (open) => {
  const page = await open();
  const plots = await drawn(page);
  assert.equal(plots.length, 2 + 3 + 2 * 3 + 1, 'operations, one closely, two sweeps with memory, clients');
  assert.ok(plots.every(Boolean), String(plots));
  assert.match(await told(page, 'Percentiles'), /tools\/list: median .* 99th percentile/);
  assert.match(await page.locator('main').innerText(), /closed loop, 1 at a time/i);
  assert.equal(await page.locator('table.numbers').first().locator('tbody tr').count() > 1, true);
});

benchTest('looks at one operation, which the address keeps', bench.page, async (open) => {
  const page = await open('#operation=refused-key');
  assert.equal(await chosen(page), 'refused-key');
  await page.locator('[data-operation="tools/list"]').click();
  assert.match(page.url(), /#operation=tools\/list$/);
  assert.match(await told(page, 'Histogram'), /^Histogram\. tools\/list/);
});

benchTest('can be used with keys alone', bench.page, async (open) => {
  const page = await open();
  await page.locator('.operation[aria-checked=true]').focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await chosen(page), 'refused-key');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.operation), 'refused-key');
  await page.keyboard.press('?');
  assert.ok(await page.getByRole('dialog').isVisible());
});

benchTest('is dark on request, and its plots with it', bench.page, async (open) => {
  const page = await open('', { colorScheme: 'light' });
  const colours = () => page.locator('canvas').first().evaluate((canvas) => canvas.toDataURL());
  const before = await colours();
  await page.keyboard.press('t');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  assert.notEqual(await colours(), before);
});

for (const colorScheme of ['light', 'dark']) {
  benchTest(`axe-core finds nothing, ${colorScheme}`, bench.page, async (open) => {
    await assertNothingFound(await open('', { colorScheme }), 'the plots');
  });
}

benchTest('fits a phone', bench.page, async (open) => {
  const page = await open('', { viewport: { width: 390, height: 844 } });
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  assert.ok((await drawn(page)).every(Boolean));
});

benchTest('the report of a merged run shows the plots too', report, async (open) => {
  const page = await open();
  await page.getByRole('link', { name: 'Latency' }).click();
  await page.locator('canvas').first().waitFor();
  assert.ok((await drawn(page)).every(Boolean));
  await page.locator('[data-operation="refused-key"]').click();
  const again = await open(new URL(page.url()).hash);
  await again.locator('canvas').first().waitFor();
  assert.equal(await chosen(again), 'refused-key');
  await page.keyboard.press('Escape');
  await page.locator('a.mark').first().waitFor();
});
