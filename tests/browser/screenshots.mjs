// node screenshots.mjs OUTDIR: a picture of each page, light, dark and narrow.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { launchChromium, newPerson, signIn, startMock } from './mock.mjs';
import { OAuthClient, statusOfInitialize } from './oauth_client.mjs';

const folder = process.argv[2];
if (!folder) {
  console.error('usage: node screenshots.mjs OUTDIR');
  process.exit(2);
}
await mkdir(folder, { recursive: true });

const looks = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  narrow: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
};

// Walks through the pages, in an order in which none spoils the next, and calls `shot` at each.
async function walk(page, mock, client, shot) {
  const { acme, callbacks } = mock.origins;
  const show = async (path, name) => {
    await page.goto(acme + path);
    await shot(name);
  };
  await page.goto(callbacks);
  await shot('callbacks');
  await page.goto(client.authorizationUrl());
  await shot('login_required');
  await show('/', 'signed_out');
  await show('/login', 'login');
  await page.getByLabel('Email').fill('omar@acme.example');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Log in' }).click();
  await shot('login_failed');
  await signIn(page, mock, 'acme', 'omar@acme.example');
  await shot('home');
  await show('/settings/ai', 'settings_refused');
  await show('/profile', 'profile_querier');
  await page.getByRole('button', { name: 'Generate token' }).click();
  await shot('token_refused');
  await page.goto(client.authorizationUrl());
  await shot('consent');
  await signIn(page, mock, 'acme', 'ada@acme.example');
  await show('/profile', 'profile');
  await page.getByRole('button', { name: 'Generate token' }).click();
  await shot('token_created');
  await show('/settings/users', 'users');
  await page.locator('summary').nth(2).click();
  await shot('users_edit');
  await show('/settings/api-keys', 'api_keys');
  await page.getByLabel('Name of the new key').fill('Warehouse sync');
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.locator('summary').first().click();
  await shot('key_created');
  await show('/settings/ai', 'ai_settings');
  await page.getByRole('checkbox', { name: 'MCP server' }).uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await shot('ai_settings_off');
  await page.goto(client.authorizationUrl());
  await shot('authorization_refused');
  await walkConsole(page, mock, shot);
}

async function walkConsole(page, mock, shot) {
  await statusOfInitialize(mock.keyUrls.acme, mock.keys.acme_revoked_key);
  await page.goto(`${mock.origins.callbacks}/_mock/`);
  await page.getByText('Put into this case').first().waitFor();
  await page.locator('#list [role=option]', { hasText: 'revoked_key' }).click();
  await page.getByRole('article').getByText('Authorization').waitFor();
  await shot('console');
  for (const name of ['Settings', 'People', 'Keys', 'Faults', 'Grants']) {
    await page.getByRole('tab', { name }).click();
    await shot(`console_${name.toLowerCase()}`);
  }
  await page.getByRole('tab', { name: /Verdicts/ }).click();
  await shot('console_verdicts');
}

const browser = await launchChromium();
try {
  for (const [look, options] of Object.entries(looks)) {
    const mock = await startMock();
    const client = await OAuthClient.register(mock, 'Claude Code');
    const problems = [];
    const page = await newPerson(browser, problems, options);
    try {
      await walk(page, mock, client, (name) =>
        page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true }),
      );
    } finally {
      client.close();
      await mock.stop();
    }
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
} finally {
  await browser.close();
}
