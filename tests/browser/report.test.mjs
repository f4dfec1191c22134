// The HTML report of a large run in Chromium, opened from its file as a reader does.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { launchChromium } from './mock.mjs';
import { hostileClient, newFolder, openReport, pageTest, writeReport } from './report.mjs';

const { folder, remove } = newFolder();
const browser = await launchChromium();
after(async () => {
  await browser.close();
  remove();
});

const clients = ['reference', 'claude_code', 'claude_desktop', 'chatgpt', 'cursor', 'codex', 'vscode'];
const broken = ['plain_pkce', 'no_protocol_version', 'credential_in_query'];
// A third of the scenarios shows everything that the page can show.
const scenarios = ['oauth/*', 'api_key/*', 'discovery/*', 'forbidden/*'];
const report = writeReport(folder, ['run', ...scenarios, '--profile', [...clients, ...broken].join(',')]);

const reportTest = (name, body) => pageTest(browser, name, report, body);

const marks = (page) => page.locator('a.mark');
const heading = (page) => page.getByRole('heading', { level: 1 }).innerText();
const cell = '#scenario=oauth/happy_path&client=plain_pkce';

reportTest('shows how it stands, what broke, and every play', async (open) => {
  const page = await open();
  assert.equal((await heading(page)).toLowerCase(), 'not conformant');
  const plays = Number((await page.locator('.headline .hint').innerText()).match(/^(\d+) plays/)[1]);
  assert.ok(plays >= 300, `${plays} plays`);
  assert.equal(await marks(page).count(), plays);
  assert.ok((await page.locator('.problems > li').count()) >= 3);
  assert.match(await page.locator('.problems').innerText(), /invariant\/pkce-s256/);
});

reportTest('filters by client, verdict, rule and words, and keeps that in the address', async (open) => {
  const page = await open();
  const all = await marks(page).count();
  await page.getByLabel('every client').selectOption('plain_pkce');
  const ofClient = await marks(page).count();
  assert.ok(ofClient > 0 && ofClient < all);
  assert.equal(await page.locator('.matrix thead th').count(), 2);
  await page.locator('.chip.fail').click();
  assert.equal(await marks(page).count(), await page.locator('a.mark.fail').count());
  await page.getByRole('searchbox').fill('happy_path');
  const chosen = await marks(page).count();
  assert.ok(chosen > 0 && chosen < ofClient);
  const again = await open(new URL(page.url()).hash);
  assert.equal(await marks(again).count(), chosen);
  await page.getByRole('button', { name: 'clear' }).click();
  // The address changes first, and the page when it hears of that.
  await page.waitForFunction((count) => document.querySelectorAll('a.mark').length === count, all);
  await page.getByLabel('every rule').selectOption('AZ-02');
  await page.getByRole('searchbox').fill('no such words');
  assert.match(await page.locator('main').innerText(), /No play is like that/);
});

reportTest('a failing cell shows the guilty line, the rule, the fix and how to play it again', async (open) => {
  const page = await open();
  await page.locator('a.mark[title^="plain_pkce, oauth/happy_path"]').click();
  await page.waitForSelector('.entries');
  assert.match(await heading(page), /oauth\/happy_path\s*×\s*plain_pkce/);
  const guilty = page.locator('.entry[open] .line.guilty').first();
  assert.match(await guilty.innerText(), /code_challenge_method=plain/);
  const checks = await page.locator('.judged').innerText();
  assert.match(checks, /S256/);
  assert.match(checks, /AZ-02/);
  const link = page.locator('.judged .rule a').first();
  assert.match(await link.getAttribute('href'), /^https:\/\/modelcontextprotocol\.io\//);
  assert.equal(await page.locator('.replay code').innerText(), 'omni-conform run oauth/happy_path --profile plain_pkce --seed 1');
  const lanes = await page.locator('.sequence .lane-name').allTextContents();
  for (const lane of ['browser', 'application', 'client', 'callbacks host', 'acme host']) {
    assert.ok(lanes.some((name) => name.startsWith(lane)), lane);
  }
  assert.ok((await page.locator('.sequence .row').count()) >= 10);
  assert.ok((await page.locator('.sequence .row.guilty').count()) >= 1);
});

reportTest('what is missing is marked where it should be', async (open) => {
  const page = await open('#scenario=oauth/happy_path&client=no_protocol_version');
  assert.match(await page.locator('.line.absent').first().innerText(), /MCP-Protocol-Version is missing/);
});

reportTest('a permalink opens the cell and its entry', async (open) => {
  const first = await open(cell);
  const number = await first.locator('.entry.guilty').first().getAttribute('id');
  await first.locator('.sequence .row.guilty').first().click();
  const hash = new URL(first.url()).hash;
  assert.match(hash, /entry=\d+/);
  const page = await open(hash);
  assert.equal(await heading(page), await heading(first));
  assert.equal(await page.locator('.entry.here').getAttribute('id'), number);
  const unknown = await open('#scenario=oauth/happy_path&client=nobody');
  assert.match(await unknown.locator('main').innerText(), /no such play/);
});

reportTest('is dark where the reader likes it dark, and light on request', async (open) => {
  const page = await open('', { colorScheme: 'dark' });
  const brightness = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).reduce((sum, part) => sum + Number(part), 0));
  assert.ok((await brightness()) < 150);
  await page.keyboard.press('t');
  assert.ok((await brightness()) > 600);
});

reportTest('fits a phone', async (open) => {
  const narrow = { viewport: { width: 390, height: 844 }, hasTouch: true };
  for (const hash of ['', cell]) {
    const page = await open(hash, narrow);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390, hash);
  }
  const page = await open('', narrow);
  await page.locator('a.mark.fail').first().tap();
  await page.waitForSelector('.cell-head');
  assert.match(await heading(page), /×/);
});

reportTest('can be used with keys alone', async (open) => {
  const page = await open();
  await page.keyboard.press('/');
  await page.keyboard.type('plain_pkce happy');
  await page.keyboard.press('Escape');
  await marks(page).first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.cell-head');
  const before = await heading(page);
  assert.match(before, /plain_pkce/);
  await page.keyboard.press('n');
  await page.waitForFunction((text) => document.querySelector('h1').innerText !== text, before);
  await page.waitForSelector('.entries');
  await page.keyboard.press('j');
  await page.locator('.entry.here').waitFor();
  await page.keyboard.press('Escape');
  await marks(page).first().waitFor();
  await page.keyboard.press('?');
  assert.ok(await page.getByRole('dialog').isVisible());
});

reportTest('prints without what only a screen can use', async (open) => {
  const page = await open();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.filters').isVisible(), false);
  assert.equal(await page.locator('.matrix').isVisible(), true);
});

test('hostile text in a name, a header or a body does nothing', { timeout: 1_800_000 }, async () => {
  const problems = [];
  const own = newFolder();
  try {
    const address = writeReport(own.folder, ['test', 'oauth/happy_path', '--', 'node', hostileClient(own.folder)]);
    const page = await openReport(browser, address, problems);
    await marks(page).first().click();
    await page.waitForSelector('.entries');
    await page.getByRole('button', { name: 'open all' }).click();
    const text = await page.locator('main').innerText();
    assert.match(text, /<script>window\.hit=1<\/script>/);
    assert.equal(await page.evaluate(() => window.hit), undefined);
    assert.equal(await page.locator('main img, main script').count(), 0);
    await page.context().close();
  } finally {
    own.remove();
  }
  assert.deepEqual(problems, []);
});
