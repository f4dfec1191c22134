// The console page of the mock in Chromium.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { assertNothingFound } from './axe.mjs';
import { browserTest } from './harness.mjs';
import { launchChromium, newPerson, startMock } from './mock.mjs';
import { statusOfInitialize } from './oauth_client.mjs';

const manyExchanges = 2_000;
const mostRows = 120; // rows in the document, however many entries there are
const run = promisify(execFile);

const consoleOf = (mock) => `${mock.origins.callbacks}/_mock/`;
const tab = (page, name) => page.getByRole('tab', { name });
const list = (page) => page.getByRole('listbox', { name: 'Exchanges' });
const rows = (page) => list(page).getByRole('option');
const row = (page, text) => rows(page).filter({ hasText: text }).first();

async function openConsole(page, mock) {
  await page.goto(consoleOf(mock));
  await page.getByText('Put into this case').first().waitFor();
}

const initializeAtAcme = (mock, key = 'acme_admin_key') =>
  statusOfInitialize(mock.keyUrls.acme, mock.keys[key]);

async function register(mock, name) {
  const response = await fetch(`${mock.origins.callbacks}/oauth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': 'console-test/1' },
    body: JSON.stringify({ client_name: name, redirect_uris: ['http://127.0.0.1:61420/callback'] }),
  });
  return (await response.json()).client_id;
}

browserTest('a switch acts at once, and the refusal appears live', async ({ mock, person }) => {
  const page = await person();
  await openConsole(page, mock);
  assert.equal(await initializeAtAcme(mock), 200);
  await row(page, 'initialize').waitFor();
  await tab(page, 'Settings').click();
  const server = page.getByRole('group', { name: 'Acme Outfitters' }).getByLabel('MCP server');
  await server.uncheck();
  await row(page, '"mcp_server":false').waitFor(); // the note of the change
  assert.equal(await initializeAtAcme(mock), 403);
  await row(page, 'mcp_server_off').waitFor();
  await server.check();
  await row(page, '"mcp_server":true').waitFor();
  assert.equal(await initializeAtAcme(mock), 200);
});

browserTest('one click puts the mock into a case', async ({ mock, person }) => {
  const page = await person();
  await openConsole(page, mock);
  await page.getByLabel('Filter the cases').fill('key is disabled');
  const item = page.locator('#case-list section').first(); // the likeliest
  assert.deepEqual(await item.getByRole('heading').allInnerTexts(), ['The key is disabled']);
  await page.getByLabel('Filter the cases').fill('The MCP server goes off after the client connected');
  await item.getByRole('button').click(); // there is one
  await page.getByText('Case: setting-turned-off-later').waitFor();
  assert.equal(await initializeAtAcme(mock), 200);
  await page.locator('#this-case').getByRole('button', { name: 'The MCP server is switched off' }).click();
  await row(page, 'The MCP server is switched off').waitFor();
  assert.equal(await initializeAtAcme(mock), 403);
});

browserTest('says of a case who signs in where, what comes next and what is seen, and leads out of it', async ({ mock, person }) => {
  const page = await person();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openConsole(page, mock);
  const box = page.locator('#this-case');
  const enter = async (id) => {
    await page.getByLabel('Filter the cases').fill(id);
    await page.locator(`[data-case=${id}]`).getByRole('button').click();
    await page.getByText(`Case: ${id}`).waitFor();
    await page.waitForFunction(() => document.activeElement.id === 'this-case');
  };
  await enter('pats-disabled');
  const text = await box.innerText();
  for (const part of ['quinn@acme.example', `${mock.origins.acme}/login`, mock.oauthUrl, '403 at authorize', 'What helps']) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  await enter('key-of-another-instance');
  await box.getByRole('button', { name: 'Copy key' }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), mock.keys.globex_key);
  await page.getByRole('button', { name: '+1 day' }).click();
  const today = new Date().toISOString().slice(0, 10);
  await page.waitForFunction((day) => !document.getElementById('clock').textContent.startsWith(day), today);
  await box.getByRole('button', { name: 'Leave the case' }).click();
  await box.waitFor({ state: 'hidden' });
  await page.waitForFunction((day) => document.getElementById('clock').textContent.startsWith(day), today);
  await enter('pats-disabled');
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await box.waitFor({ state: 'hidden' });
});

browserTest('every case is in a group, and each group folds', async ({ mock, person }) => {
  const page = await person();
  await openConsole(page, mock);
  const groups = page.locator('#case-list .group');
  assert.deepEqual(await groups.getByRole('heading', { level: 2 }).evaluateAll((all) => all.map((one) => one.firstChild.data)),
    ['OAuth', 'API key', 'Afterwards']);
  const { cases } = await (await fetch(`${mock.origins.callbacks}/_mock/api/cases`)).json();
  assert.equal(await page.locator('#case-list .group [data-case]').count(), cases.length);
  assert.equal(await page.locator('#case-list .primary').count(), 0, 'quiet');
  await groups.first().locator('summary').first().click();
  await page.getByLabel('Filter the cases').fill('x');
  await page.getByLabel('Filter the cases').fill('');
  assert.equal(await groups.first().getAttribute('open'), null);
});

browserTest('the toast leaves the newest row alone', async ({ mock, person }) => {
  for (const viewport of [{ width: 1400, height: 800 }, { width: 390, height: 844 }]) {
    const page = await person({ viewport });
    await openConsole(page, mock);
    for (let i = 0; i < 60; i += 1) await (await fetch(`${mock.origins.callbacks}/n`)).arrayBuffer();
    await tab(page, 'Settings').click();
    await page.getByRole('button', { name: 'Reset the world and the clock' }).click();
    await page.locator('.toast.shown').waitFor();
    await row(page, 'the clock is as it was').waitFor();
    await rows(page).last().scrollIntoViewIfNeeded();
    const newest = await rows(page).last().boundingBox();
    const toast = await page.locator('.toast').boundingBox();
    const apart = toast.y + toast.height <= newest.y || toast.y >= newest.y + newest.height ||
      toast.x + toast.width <= newest.x || toast.x >= newest.x + newest.width;
    assert.ok(apart, `${JSON.stringify(toast)} and ${JSON.stringify(newest)}`);
  }
});

// Colours do not depend on the width, nor does the layout on the colours.
for (const [colorScheme, width] of [['light', 1400], ['dark', 390]]) {
  browserTest(`axe-core finds nothing, ${colorScheme}, ${width} px`, async ({ mock, person }) => {
    const page = await person({ colorScheme, viewport: { width, height: 900 } });
    await openConsole(page, mock);
    await assertNothingFound(page, 'nothing came yet');
    await initializeAtAcme(mock);
    await initializeAtAcme(mock, 'acme_revoked_key');
    await register(mock, 'Some client');
    await page.locator('[data-case=fails-after-authorize-mcp-disabled]').getByRole('button').click();
    await page.getByText('Case: fails').waitFor();
    for (const name of ['Cases', 'Settings', 'People', 'Keys', 'Faults', 'Grants']) {
      await tab(page, name).click();
      await assertNothingFound(page, name);
    }
    await row(page, 'initialize').click();
    await page.getByRole('article').getByRole('heading', { name: /initialize →/ }).waitFor();
    await assertNothingFound(page, 'details');
    await page.keyboard.press('Escape');
    await tab(page, /Verdicts/).click();
    await page.locator('#verdicts section').first().waitFor();
    await assertNothingFound(page, 'Verdicts');
  });
}

browserTest('filters, shows whose an exchange is, and copies it as curl', async ({ mock, person }) => {
  const page = await person();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openConsole(page, mock);
  await initializeAtAcme(mock);
  await initializeAtAcme(mock, 'acme_revoked_key');
  await fetch(`${mock.origins.callbacks}/.well-known/oauth-protected-resource`);
  await row(page, 'oauth-protected-resource').waitFor();
  const count = () => page.locator('#counter').innerText();

  await page.getByLabel('Only refusals').check();
  await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 1);
  assert.match(await rows(page).innerText(), /revoked_key/);
  await page.getByLabel('Only refusals').uncheck();
  await page.getByLabel('Filter by text').fill('ACME_ADMIN_KEY');
  await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 1);
  assert.match(await count(), /^1 of \d+ entries$/);
  await page.getByLabel('Filter by text').fill('');
  await page.getByLabel('Endpoint').selectOption('mcp');
  await page.getByLabel('Status', { exact: true }).selectOption('2');
  await page.waitForFunction(() => document.querySelectorAll('[role=option]').length === 1);

  await rows(page).click();
  const details = page.getByRole('article');
  await details.getByRole('heading', { name: /POST \/mcp\/https initialize → 200/ }).waitFor();
  const text = await details.innerText();
  for (const part of ['acme_admin_key', 'acme', 'ada', '"protocolVersion"', 'Request 1: initialize']) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  assert.ok(!text.includes(mock.keys.acme_admin_key), 'the key is shown');
  await details.getByLabel('Secrets').check();
  await details.getByText(mock.keys.acme_admin_key).waitFor();

  await details.getByRole('button', { name: 'Copy as curl' }).click();
  await page.getByText('curl command copied').waitFor();
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const { stdout } = await run('sh', ['-c', `${command} --silent`]);
  assert.match(stdout, /^HTTP\/1\.1 200/);
  await page.keyboard.press('Escape');
});

browserTest('the keyboard alone is enough', async ({ mock, person }) => {
  const page = await person();
  await openConsole(page, mock);
  for (const path of ['/one', '/two', '/three']) await fetch(mock.origins.callbacks + path);
  await row(page, '/three').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('GET');
  await list(page).focus();
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: 'GET /one → 404' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('heading', { name: 'GET /two → 404' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('article').waitFor({ state: 'hidden' });
});

browserTest('what a client calls itself is text and nothing else', async ({ mock, person }) => {
  const page = await person();
  await openConsole(page, mock);
  const name = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const id = await register(mock, name);
  await fetch(`${mock.oauthUrl}/oauth/authorize?client_id=${id}&redirect_uri=javascript:alert(1)`);
  await row(page, name).click();
  await page.getByRole('article').getByText(name).first().waitFor();
  await tab(page, 'Verdicts').click();
  assert.equal(await page.locator('img, script:not([src])').count(), 0);
  assert.equal(await page.title(), 'Console - Omni (mock)');
});

browserTest('each client has a running verdict that leads to the evidence', async ({ mock, person }) => {
  const page = await person();
  await openConsole(page, mock);
  const id = await register(mock, 'Careless');
  const query = new URLSearchParams({
    client_id: id,
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:61420/callback',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'plain',
  });
  await fetch(`${mock.oauthUrl}/oauth/authorize?${query}`, { redirect: 'manual' });
  await tab(page, /Verdicts/).click();
  const client = page.locator('#verdicts section', { hasText: 'Careless' });
  const failed = client.getByRole('row', { name: /pkce.* fail/ });
  await failed.getByRole('button').click();
  await page.getByRole('heading', { name: /GET \/callback\/mcp\/oauth\/authorize/ }).waitFor();
});

browserTest('thousands of exchanges are as few rows as a hundred', async ({ mock, person }) => {
  const page = await person();
  await openConsole(page, mock);
  let left = manyExchanges;
  const send = async () => {
    while (left > 0) {
      left -= 1;
      const response = await fetch(`${mock.origins.callbacks}/n/${left}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: 20 }, send));
  await page.getByText(`${manyExchanges} entries`, { exact: true }).waitFor();
  const inDocument = () => page.locator('[role=option]').count();
  assert.ok((await inDocument()) <= mostRows);
  await list(page).focus();
  await page.keyboard.press('Home');
  await page.locator('#entry-1').waitFor();
  assert.ok((await inDocument()) <= mostRows);
  await page.keyboard.press('End');
  await page.locator(`#entry-${manyExchanges}`).waitFor();
  assert.equal(await page.locator('#entry-1').count(), 0);
  await page.getByLabel('Filter by text').fill('/n/77');
  await page.getByText(`11 of ${manyExchanges} entries`).waitFor();
  assert.ok((await inDocument()) <= mostRows);
});

// The page keeps far fewer than it does otherwise, so that a test need not send tens of thousands.
async function keepFew(page) {
  await page.route('**/console/exchanges.js', async (route) => {
    const response = await route.fetch();
    const body = (await response.text())
      .replace('kKept = 20_000', 'kKept = 200')
      .replace('kDropped = 2_000', 'kDropped = 20')
      .replace('kPage = 5_000', 'kPage = 100');
    await route.fulfill({ response, body });
  });
}

browserTest('of a long run the list holds a part, and leads to the others', async ({ mock, person }) => {
  const send = async (count, path) => {
    for (let i = 0; i < count; i += 1) await (await fetch(`${mock.origins.callbacks}${path}`)).arrayBuffer();
  };
  await send(500, '/n');
  const page = await person();
  await keepFew(page);
  await openConsole(page, mock);
  await page.getByText('entries 301 to 500 of 500', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Earlier' }).click();
  await page.getByText('entries 201 to 300 of 500', { exact: true }).waitFor();
  await page.locator('#entry-300').waitFor();
  await send(5, '/late'); // is no part of what is looked at
  await page.getByText('entries 201 to 300 of 505', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Latest' }).click();
  await page.getByText('entries 406 to 505 of 505', { exact: true }).waitFor();
  await row(page, '/late').waitFor();
  await send(1, '/last');
  await row(page, '/last').waitFor();
  await page.getByText('entries 406 to 506 of 506', { exact: true }).waitFor();
  await send(300, '/n'); // the oldest go, some at a time
  await page.getByText(/^entries (5[89]|60)\d to 806 of 806$/).waitFor();
});

browserTest('a verdict leads to an entry that the list does not hold', async ({ mock, person }) => {
  const id = await register(mock, 'Careless');
  const query = new URLSearchParams({ client_id: id, response_type: 'code', redirect_uri: 'http://127.0.0.1:61420/callback' });
  await fetch(`${mock.oauthUrl}/oauth/authorize?${query}`, { redirect: 'manual' });
  for (let i = 0; i < 400; i += 1) await (await fetch(`${mock.origins.callbacks}/n`)).arrayBuffer();
  const page = await person();
  await keepFew(page);
  await openConsole(page, mock);
  await page.getByText('entries 203 to 402 of 402', { exact: true }).waitFor();
  await tab(page, /Verdicts/).click();
  const client = page.locator('#verdicts section', { hasText: 'Careless' });
  await client.getByRole('row', { name: /pkce.* fail/ }).getByRole('button').click();
  await page.getByRole('heading', { name: /GET \/callback\/mcp\/oauth\/authorize/ }).waitFor();
});

browserTest('fits a telephone', async ({ mock, person }) => {
  const page = await person({ viewport: { width: 390, height: 844 } });
  await openConsole(page, mock);
  await initializeAtAcme(mock, 'acme_revoked_key');
  for (const name of ['Settings', 'People', 'Keys', 'Faults', 'Grants', 'Cases']) {
    await tab(page, name).click();
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390, name);
  }
  await row(page, 'initialize').click();
  await page.getByRole('article').getByRole('heading', { name: /initialize → 401/ }).waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  await register(mock, 'Some client');
  await tab(page, /Verdicts/).click();
  const seen = page.locator('#verdicts .seen').first();
  await seen.waitFor();
  assert.ok((await seen.boundingBox()).width >= 250, 'a column of text, not of letters');
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
});

// Not a browserTest: the 401 before the secret is known is logged by Chromium.
test('asks for the secret where there is one', { timeout: 1_800_000 }, async () => {
  const mock = await startMock({ args: ['--control-secret', 'open sesame'] });
  const browser = await launchChromium();
  try {
    const page = await newPerson(browser, []);
    await page.goto(consoleOf(mock));
    const secret = page.getByLabel(/asks for its secret/);
    await secret.fill('wrong');
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('That is not the secret.').waitFor();
    await secret.fill('open sesame');
    await page.getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('Put into this case').first().waitFor();
    assert.equal(await initializeAtAcme(mock), 200);
    await row(page, 'initialize').waitFor();
  } finally {
    await browser.close();
    await mock.stop();
  }
});
