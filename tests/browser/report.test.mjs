// The HTML report of a large run in Chromium, opened from its file as a reader does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { assertNothingFound } from './axe.mjs';
import { launchChromium } from './mock.mjs';
import { hostileClient, newFolder, openReport, pageTest, writeReport } from './report.mjs';
import { program } from './serve.mjs';

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
  const plays = Number((await page.locator('.headline .plays').innerText()).match(/^(\d+) plays/)[1]);
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

// Where an element is on the screen: whether its top is, and how far down.
const onScreen = (locator) => locator.evaluate((node) => {
  const { top } = node.getBoundingClientRect();
  return top >= 0 && top < innerHeight;
});

reportTest('a red cell opens with what was judged, and the guilty line is one click away', async (open) => {
  const ways = {
    'the cell': (page) => page.locator('a.mark[title^="plain_pkce, oauth/happy_path"]').click(),
    'what broke': (page) => page.locator('.problems a.cell-link').first().click(),
    'the key n': (page) => page.keyboard.press('n'),
    'a permalink': (page) => page.evaluate((hash) => { location.hash = hash; }, cell),
  };
  for (const viewport of [{ width: 1400, height: 900 }, { width: 390, height: 844 }]) {
    for (const [way, go] of Object.entries(ways)) {
      const page = await open('', { viewport });
      await go(page);
      await page.waitForSelector('.entries');
      assert.ok(await onScreen(page.locator('.judged h2')), `by ${way} at ${viewport.width}`);
      await page.locator('.judged .line-link').first().click();
      await page.waitForFunction(() => document.querySelector('.entry.here'));
      const line = page.locator('.entry.here .line.guilty, .entry.here .told.guilty').first();
      assert.ok(await onScreen(line), `by ${way} at ${viewport.width}`);
      await page.evaluate(() => scrollTo(0, 0));
      await page.locator('.judged .line-link').first().click(); // goes there again
      await page.waitForFunction(() => scrollY > 0);
    }
  }
});

reportTest('the head of the matrix and the filters stay while it is scrolled', async (open) => {
  for (const viewport of [{ width: 1400, height: 900 }, { width: 390, height: 844 }]) {
    const page = await open('', { viewport });
    await page.locator('.matrix tbody tr:not(.folder)').last().scrollIntoViewIfNeeded();
    assert.ok((await page.evaluate(() => scrollY)) > 300);
    const head = page.locator('.matrix thead th').first();
    assert.ok(await onScreen(head), `the head at ${viewport.width}`);
    const visible = await head.evaluate((node) => {
      const { left, top, width, height } = node.getBoundingClientRect();
      return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    assert.ok(visible, `nothing covers the head at ${viewport.width}`);
    if (viewport.width > 760) assert.ok(await onScreen(page.getByRole('searchbox')), 'the filters');
  }
});

reportTest('a chip pressed twice is on and off, and nothing moves below the pointer', async (open) => {
  const page = await open();
  const chip = page.locator('.chip.fail');
  const all = await marks(page).count();
  const before = await chip.boundingBox();
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.click(before.x + before.width / 2, before.y + before.height / 2);
  assert.equal(await chip.getAttribute('aria-pressed'), 'true');
  assert.deepEqual(await chip.boundingBox(), before);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.verdict), 'fail');
  await page.mouse.click(before.x + before.width / 2, before.y + before.height / 2);
  assert.equal(await chip.getAttribute('aria-pressed'), 'false');
  assert.equal(await marks(page).count(), all);
});

reportTest('families fold, and count their verdicts', async (open) => {
  const page = await open();
  const family = page.locator('tr.folder').filter({ hasText: 'oauth/' }).getByRole('button');
  const row = page.locator('a.mark[title*="oauth/happy_path"]').first();
  const counted = (await family.locator('.counts').innerText()).match(/\d+/g).map(Number);
  const plays = await page.locator('tbody.family').filter({ hasText: 'oauth/' }).first().locator('a.mark').count();
  assert.equal(counted.reduce((sum, one) => sum + one, 0), plays);
  await family.press('Enter');
  assert.equal(await family.getAttribute('aria-expanded'), 'false');
  assert.equal(await row.isVisible(), false);
  await page.getByRole('searchbox').fill('oauth/happy_path'); // what is looked for is shown
  assert.ok(await row.isVisible());
  await page.getByRole('searchbox').fill('');
  assert.equal(await row.isVisible(), false);
  await page.getByRole('button', { name: 'unfold all', exact: true }).click();
  assert.ok(await row.isVisible());
  await page.getByRole('button', { name: 'fold all', exact: true }).click();
  assert.equal(await page.locator('a.mark:visible').count(), 0);
});

reportTest('titles stand beside ids, and what the plays took where that is wanted', async (open) => {
  const page = await open();
  const row = page.locator('.matrix tbody tr').filter({ has: page.locator('a.mark[title*="oauth/happy_path"]') }).first();
  const [id, title] = [row.locator('.id'), row.locator('.title')];
  assert.equal(await id.innerText(), 'happy_path');
  assert.ok((await title.innerText()).length > 10);
  assert.ok(Math.abs((await id.boundingBox()).y - (await title.boundingBox()).y) < 12, 'on one line');
  const took = page.locator('a.mark .took').first();
  assert.equal(await took.isVisible(), false);
  await page.getByRole('button', { name: 'times' }).click();
  assert.match(await took.innerText(), /^[\d.]+ (ms|s|min.*)$/);
  const again = await open(new URL(page.url()).hash);
  assert.ok(await again.locator('a.mark .took').first().isVisible());
});

reportTest('says when, how long, where and by which command', async (open) => {
  const page = await open();
  const told = await page.getByRole('list', { name: 'This run' }).innerText();
  assert.match(told, new RegExp(new Date().toISOString().slice(0, 8)));
  assert.match(told, /took [\d.]+ (ms|s|min)/);
  assert.match(told, /processor/);
  assert.match(told, /seed 1/);
  assert.match(await page.locator('.headline code').innerText(), /^omni-conform run --report html=\S+ 'oauth\/\*'/);
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

// Colours do not depend on the width, nor does the layout on the colours.
for (const [colorScheme, width] of [['light', 1400], ['dark', 390]]) {
  reportTest(`axe-core finds nothing, ${colorScheme}, ${width} px`, async (open) => {
    for (const hash of ['', '#times=1', cell, '#scenario=oauth/happy_path&client=no_protocol_version', '#scenario=oauth/happy_path&client=nobody']) {
      const page = await open(hash, { colorScheme, viewport: { width, height: 900 } });
      await assertNothingFound(page, hash);
    }
    const page = await open('', { colorScheme, viewport: { width, height: 900 } });
    await page.keyboard.press('?');
    await assertNothingFound(page, 'the keys');
  });
}

reportTest('prints without what only a screen can use', async (open) => {
  const page = await open();
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.filters').isVisible(), false);
  assert.equal(await page.locator('.matrix').isVisible(), true);
});

// A report of its own: body(open) as of reportTest.
function ownReportTest(name, command, body) {
  test(name, { timeout: 1_800_000 }, async () => {
    const problems = [];
    const own = newFolder();
    try {
      const address = writeReport(own.folder, command);
      await body(async (hash = '') => openReport(browser, address + hash, problems));
    } finally {
      own.remove();
    }
    assert.deepEqual(problems, []);
  });
}

ownReportTest('what is known to fail is part of the headline',
  ['run', 'oauth/*', '--profile', 'claude_code,cursor'], async (open) => {
    const page = await open();
    const known = Number((await page.locator('.chip.known').innerText()).match(/\d+/)[0]);
    assert.equal((await heading(page)).toLowerCase(), `conformant, ${known} known`);
  });

ownReportTest('what never came is awaited where it should have come, and no admin is to blame',
  ['run', 'api_key/disabled_and_enabled_again', '--profile', 'gives_up_for_good'], async (open) => {
    const page = await open();
    await marks(page).first().click();
    await page.waitForSelector('.entries');
    assert.equal(await page.locator('.entry.admin.guilty, .sequence .admin.guilty').count(), 0);
    const awaited = page.locator('.sequence .awaited').first();
    assert.match(await awaited.textContent(), /nothing came after this: no tools\/call/);
    await page.locator('.judged .line-link').first().click();
    await page.locator('.entry.here .absent').waitFor();
    assert.match(await page.locator('.entry.here .absent').innerText(), /nothing came after this/);
    const before = await awaited.evaluate((node) => node.previousElementSibling.classList.contains('admin'));
    assert.ok(before, 'behind what the admin did');
  });

// A run with fewer checks came before: what only the others find is new.
const compared = newFolder();
after(compared.remove);
const before = join(compared.folder, 'before.json');
const few = ['oauth/*', '--profile', 'reference,plain_pkce'];
spawnSync(program, ['run', ...few, '--severity', 'should', '--report', `json=${before}`]);
const since = writeReport(compared.folder, ['run', ...few, '--since', before]);

pageTest(browser, 'says what is new since an earlier run, and shows only that', since, async (open) => {
  const page = await open();
  const told = await page.locator('.since').innerText();
  const fresh = Number(told.match(/^Since .*before\.json: (\d+) new$/)?.[1]);
  assert.ok(fresh > 0, told);
  const all = await marks(page).count();
  assert.ok(fresh < all, `${fresh} of ${all}`);
  await page.getByRole('button', { name: `${fresh} new` }).click();
  assert.equal(await marks(page).count(), fresh);
  assert.equal(await page.locator('a.mark.news-new').count(), fresh);
  assert.equal(await marks(await open(new URL(page.url()).hash)).count(), fresh);
  await assertNothingFound(page, 'what is new');
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
