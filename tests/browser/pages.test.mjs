// The instance's own pages in Chromium.
import assert from 'node:assert/strict';

import { assertNothingFound } from './axe.mjs';
import { browserTest } from './harness.mjs';
import { signIn } from './mock.mjs';
import { OAuthClient, statusOfInitialize } from './oauth_client.mjs';

const ada = 'ada@acme.example'; // Organization Admin
const moe = 'moe@acme.example'; // Modeler
const quinn = 'quinn@acme.example'; // Querier
const omar = 'omar@acme.example'; // a member of both organizations

const everyPage = ['/', '/profile', '/settings/ai', '/settings/api-keys', '/settings/users'];
const heading = (page) => page.getByRole('heading', { level: 1 }).innerText();
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function withClient(mock, name, body) {
  const client = await OAuthClient.register(mock, name);
  try {
    await body(client);
  } finally {
    client.close();
  }
}

// What the judge says of one client so far.
async function verdictsOn(mock, client) {
  const response = await fetch(`${mock.origins.callbacks}/_mock/api/verdicts`);
  return (await response.json()).verdicts.filter((verdict) => verdict.client === client);
}

browserTest('signs in, and sees organization, name and role', async ({ mock, person }) => {
  const page = await person();
  await page.goto(`${mock.origins.acme}/profile`);
  assert.match(page.url(), /\/login\?return_to=/);
  await signIn(page, mock, 'acme', quinn);
  assert.equal(page.url(), `${mock.origins.acme}/profile`);
  const bar = await page.locator('header').innerText();
  for (const text of ['Acme Outfitters', 'Quinn Querier', 'Querier']) assert.ok(bar.includes(text));
  await page.getByRole('link', { name: 'Home' }).click();
  assert.equal(await heading(page), 'Acme Outfitters');
});

browserTest('a wrong password is said to be one', async ({ mock, person }) => {
  const page = await person();
  await page.goto(`${mock.origins.acme}/login`);
  await page.getByLabel('Email').fill(quinn);
  await page.getByLabel('Password').fill('wrong');
  await button(page, 'Log in').click();
  assert.match(await page.getByRole('alert').innerText(), /don't match/);
});

browserTest('switches the organization by logging out and in', async ({ mock, person }) => {
  const page = await person();
  await withClient(mock, 'Switching client', async (client) => {
    await signIn(page, mock, 'acme', omar);
    await page.goto(client.authorizationUrl());
    assert.ok(page.url().startsWith(mock.origins.acme));
    await page.goto(`${mock.origins.acme}/`);
    const toGlobex = page.getByRole('link', { name: 'Log in to Globex Trading' });
    const globex = await toGlobex.getAttribute('href');
    await button(page, 'Log out').click();
    assert.match(await page.locator('main').innerText(), /You are not logged in/);
    await page.goto(globex);
    await signIn(page, mock, 'globex', omar);
    assert.equal(await heading(page), 'Globex Trading');
    await page.goto(client.authorizationUrl());
    assert.ok(page.url().startsWith(mock.origins.globex));
    assert.match(await page.locator('main').innerText(), /Globex Trading/);
  });
});

// Switches one setting off and on again while somebody else tries to authorize a client.
function refusesWhileOff({ settingsPath, label, refusal }) {
  return async ({ mock, person }) => {
    const admin = await person();
    await signIn(admin, mock, 'acme', ada);
    const set = async (on) => {
      await admin.goto(mock.origins.acme + settingsPath);
      await admin.getByRole('checkbox', { name: label }).setChecked(on);
      await button(admin, 'Save').click();
      assert.match(await admin.getByRole('status').innerText(), /saved/);
      assert.equal(await admin.getByRole('checkbox', { name: label }).isChecked(), on);
    };
    const user = await person();
    await signIn(user, mock, 'acme', quinn);
    await withClient(mock, 'Refused client', async (client) => {
      await set(false);
      const refused = await user.goto(client.authorizationUrl());
      assert.equal(refused.status(), 403);
      assert.equal(await heading(user), refusal.heading);
      assert.ok((await user.locator('main').innerText()).includes(refusal.advice));
      assert.equal(client.answers.length, 0);
      await set(true);
      assert.equal((await user.goto(client.authorizationUrl())).status(), 200);
      assert.equal(await heading(user), 'Refused client wants to connect to Omni');
    });
  };
}
browserTest(
  'with the MCP server off an authorization ends at the documented 403 page',
  refusesWhileOff({
    settingsPath: '/settings/ai',
    label: 'MCP server',
    refusal: {
      heading: 'MCP server access disabled',
      advice: 'Settings > AI > General > MCP server',
    },
  }),
);
browserTest(
  'with personal tokens off an authorization ends at the documented 403 page',
  refusesWhileOff({
    settingsPath: '/settings/api-keys',
    label: 'Personal access tokens',
    refusal: {
      heading: "Personal Access Tokens aren't enabled",
      advice: 'Settings > API Keys > Personal tokens',
    },
  }),
);

browserTest('tool switches wait for the MCP server and keep what they were', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', ada);
  await page.goto(`${mock.origins.acme}/settings/ai`);
  await page.getByRole('checkbox', { name: 'Content access' }).uncheck();
  await page.getByRole('checkbox', { name: 'MCP server' }).uncheck();
  await button(page, 'Save').click();
  assert.ok(await page.getByRole('checkbox', { name: 'Agentic capabilities' }).isDisabled());
  await page.getByRole('checkbox', { name: 'MCP server' }).check();
  await button(page, 'Save').click();
  assert.ok(await page.getByRole('checkbox', { name: 'Agentic capabilities' }).isChecked());
  assert.equal(await page.getByRole('checkbox', { name: 'Content access' }).isChecked(), false);
});

browserTest('a refused authorization names the organization and leads back to it', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', ada);
  await page.goto(`${mock.origins.acme}/settings/ai`);
  await page.getByRole('checkbox', { name: 'MCP server' }).uncheck();
  await button(page, 'Save').click();
  await withClient(mock, 'Refused client', async (client) => {
    assert.equal((await page.goto(client.authorizationUrl())).status(), 403);
    assert.match(await page.locator('header').innerText(), /Acme Outfitters/);
    await page.getByRole('link', { name: 'Back to Acme Outfitters' }).click();
    assert.equal(page.url(), `${mock.origins.acme}/`);
  });
});

browserTest('URLs and new keys can be copied with one click', async ({ mock, person }) => {
  const page = await person();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await signIn(page, mock, 'acme', ada);
  await button(page, 'Copy the OAuth URL').click();
  await page.getByText('Copied').waitFor();
  assert.equal(await copied(), mock.oauthUrl);
  await button(page, 'Copy the key URL').click();
  assert.equal(await copied(), mock.keyUrls.acme);
  await page.goto(`${mock.origins.acme}/settings/api-keys`);
  await page.getByLabel('Name of the new key').fill('Warehouse sync');
  await button(page, 'Create key').click();
  await button(page, 'Copy the key').click();
  assert.equal(await copied(), await page.locator('#secret').innerText());
});

browserTest('asks before it revokes, and every Save looks alike', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', ada);
  await page.goto(`${mock.origins.acme}/settings/api-keys`);
  const key = page.getByRole('listitem').filter({ hasText: 'Created by' }).first();
  await key.locator('summary').click();
  assert.match(await key.locator('.panel p').innerText(), /^Revoke .+\? The key is deleted for good/);
  for (const path of ['/settings/ai', '/settings/api-keys', '/settings/users']) {
    await page.goto(mock.origins.acme + path);
    const saves = page.locator('button[type=submit]').filter({ hasText: /^Save/ });
    assert.ok((await saves.count()) > 0, path);
    for (const save of await saves.all()) assert.equal(await save.getAttribute('class'), 'primary', path);
  }
});

browserTest('settings are refused to who is no Organization Admin', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', moe);
  for (const path of ['/settings/ai', '/settings/api-keys', '/settings/users']) {
    assert.equal((await page.goto(mock.origins.acme + path)).status(), 403);
    assert.equal(await heading(page), 'Organization Admin permissions are required');
  }
  await page.getByRole('link', { name: 'Back to Home' }).click();
  assert.equal(page.url(), `${mock.origins.acme}/`);
});

browserTest('generates a token that works, and revokes it', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', moe);
  await page.getByRole('link', { name: 'Manage account' }).click();
  await page.getByLabel('Name of the new token').fill('Made in a browser');
  await button(page, 'Generate token').click();
  const token = await page.locator('#token').innerText();
  assert.equal(await statusOfInitialize(mock.keyUrls.acme, token), 200);
  await page.goto(`${mock.origins.acme}/profile`);
  assert.ok(!(await page.content()).includes(token));
  await page.getByText('Revoke Made in a browser').first().click();
  await button(page, 'Revoke Made in a browser').click();
  assert.match(await page.getByRole('status').innerText(), /revoked/);
  assert.equal(await page.getByText('Made in a browser').count(), 0);
  assert.equal(await statusOfInitialize(mock.keyUrls.acme, token), 401);
});

browserTest('a token is refused to a Querier, with the reason', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', quinn);
  await page.goto(`${mock.origins.acme}/profile`);
  await button(page, 'Generate token').click();
  assert.equal(await heading(page), "You can't generate a personal access token");
  assert.match(await page.locator('main').innerText(), /Modeler or higher permissions/);
  await page.getByRole('link', { name: 'Back to Manage account' }).click();
  assert.equal(await heading(page), 'Manage account');
});

browserTest('creates, disables, enables and revokes an organization key', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', ada);
  await page.getByRole('link', { name: 'API Keys' }).click();
  await page.getByLabel('Name of the new key').fill('Warehouse sync');
  await button(page, 'Create key').click();
  const key = await page.locator('#secret').innerText();
  const status = () => statusOfInitialize(mock.keyUrls.acme, key);
  assert.equal(await status(), 200);
  await button(page, 'Disable Warehouse sync').click();
  assert.ok(!(await page.content()).includes(key));
  assert.equal(await status(), 401);
  await button(page, 'Enable Warehouse sync').click();
  assert.equal(await status(), 200);
  await page.getByText('Revoke Warehouse sync').first().click();
  await button(page, 'Revoke Warehouse sync').click();
  assert.equal(await status(), 401);
  assert.equal(await page.getByText('Warehouse sync').count(), 0);
});

browserTest('adds a user, changes the role, deactivates; the last admin stays', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', ada);
  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByLabel('Email').fill('nora@acme.example');
  await page.getByLabel('Name', { exact: true }).fill('Nora New');
  await page.locator('#new-role').selectOption('Modeler');
  await button(page, 'Add user').click();

  const row = (name) => page.getByRole('listitem').filter({ hasText: name });
  assert.match(await row('Nora New').innerText(), /Modeler/);
  await row('Nora New').locator('summary').click();
  await row('Nora New').getByLabel('Role').selectOption('Viewer');
  await row('Nora New').getByRole('button', { name: 'Save' }).click();
  assert.match(await row('Nora New').innerText(), /Viewer/);

  const nora = await person();
  mock.passwords['nora@acme.example'] = 'omni';
  await signIn(nora, mock, 'acme', 'nora@acme.example');
  assert.equal(await heading(nora), 'Acme Outfitters');
  await row('Nora New').locator('summary').click();
  await button(page, 'Deactivate Nora New').click();
  assert.match(await row('Nora New').innerText(), /Deactivated/);
  assert.equal((await nora.goto(`${mock.origins.acme}/`)).status(), 403);
  assert.equal(await heading(nora), 'Your account is deactivated');

  await row('Ada Admin').locator('summary').click();
  await button(page, 'Deactivate Ada Admin').click();
  assert.equal(await heading(page), 'This is the last Organization Admin');
  await page.getByRole('link', { name: 'Back to Users' }).click();
  assert.doesNotMatch(await row('Ada Admin').innerText(), /Deactivated/);
});

browserTest('authorizes a client, which gets a token that works', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', quinn);
  await withClient(mock, 'Some client', async (client) => {
    await page.goto(client.authorizationUrl());
    await button(page, 'Authorize').click();
    await page.waitForURL(`${client.redirectUri}?**`);
    assert.equal(client.answers.length, 1);
    assert.equal(client.answers[0].get('state'), client.state);
    assert.equal(await statusOfInitialize(mock.oauthUrl, await client.exchange()), 200);
    const verdicts = await verdictsOn(mock, 'Some client');
    assert.deepEqual(verdicts.filter(({ verdict }) => verdict === 'fail'), []);
    const clicked = verdicts.find(({ check }) => check === 'only-given-codes');
    assert.equal(clicked?.verdict, 'pass');
  });
});

browserTest('cancels, and the client is told', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', quinn);
  await withClient(mock, 'Some client', async (client) => {
    await page.goto(client.authorizationUrl());
    await button(page, 'Cancel').click();
    await page.waitForURL(`${client.redirectUri}?**`);
    assert.equal(client.answers[0].get('error'), 'access_denied');
    assert.equal(client.answers[0].get('state'), client.state);
    assert.equal(client.answers[0].get('code'), null);
  });
});

browserTest('a hostile client_name is text and nothing else', async ({ mock, person }) => {
  const page = await person();
  await page.addInitScript(() => {
    window.ran = [];
  });
  await signIn(page, mock, 'acme', quinn);
  const name = `<img src=x onerror="window.ran.push(1)"><script>window.ran.push(2)</script>"'`;
  await withClient(mock, name, async (client) => {
    await page.goto(client.authorizationUrl(), { waitUntil: 'networkidle' });
    assert.equal(await heading(page), `${name} wants to connect to Omni`);
    assert.deepEqual(await page.evaluate(() => window.ran), []);
    assert.equal(await page.locator('main img, main script').count(), 0);
    assert.ok((await page.title()).includes(name));
  });
});

browserTest('hostile names of keys and users are text and nothing else', async ({ mock, person }) => {
  const page = await person();
  await page.addInitScript(() => {
    window.ran = [];
  });
  await signIn(page, mock, 'acme', ada);
  const name = `<img src=x onerror="window.ran.push(1)">"'`;
  await page.goto(`${mock.origins.acme}/settings/api-keys`);
  await page.getByLabel('Name of the new key').fill(name);
  await button(page, 'Create key').click();
  await page.goto(`${mock.origins.acme}/settings/users`);
  await page.getByLabel('Email').fill('nora@acme.example');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await button(page, 'Add user').click();
  for (const path of ['/settings/api-keys', '/settings/users']) {
    await page.goto(mock.origins.acme + path, { waitUntil: 'networkidle' });
    assert.ok((await page.locator('main').innerText()).includes(name));
    assert.deepEqual(await page.evaluate(() => window.ran), []);
    assert.equal(await page.locator('img').count(), 0);
  }
});

browserTest('a form without its CSRF token changes nothing', async ({ mock, person }) => {
  const page = await person();
  await signIn(page, mock, 'acme', ada);
  const spoilt = [
    (input) => input.remove(),
    (input) => {
      input.value = '0'.repeat(32);
    },
  ];
  for (const spoil of spoilt) {
    await page.goto(`${mock.origins.acme}/settings/ai`);
    await page.getByRole('checkbox', { name: 'MCP server' }).uncheck();
    await page.locator('#ai-settings input[name=csrf]').evaluate(spoil);
    await button(page, 'Save').click();
    assert.equal(await heading(page), 'This page has expired');
    await page.goto(`${mock.origins.acme}/settings/ai`);
    assert.ok(await page.getByRole('checkbox', { name: 'MCP server' }).isChecked());
  }
});

// Presses Tab until the control has the focus; a control that cannot be reached fails the test.
async function tabTo(page, name) {
  for (let presses = 0; presses < 20; ++presses) {
    const focused = page.locator(':focus');
    if ((await focused.count()) > 0) {
      const label = await focused.evaluate(
        (element) => element.labels?.[0]?.innerText ?? element.innerText,
      );
      if (label === name) return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`no Tab reaches ${name}`);
}

browserTest('signs in and authorizes with the keyboard alone', async ({ mock, person }) => {
  const page = await person();
  await withClient(mock, 'Keyboard client', async (client) => {
    await signIn(page, mock, 'acme', quinn); // leaves the cookie of the last instance …
    await page.context().clearCookies({ name: 'omni_session_acme' }); // … and no session
    await page.goto(client.authorizationUrl());
    await tabTo(page, 'Email');
    await page.keyboard.type(quinn);
    await tabTo(page, 'Password');
    await page.keyboard.type('omni');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Keyboard client wants to connect to Omni' }).waitFor();
    await tabTo(page, 'Authorize');
    const outline = await page.locator(':focus').evaluate((e) => getComputedStyle(e).outlineStyle);
    assert.notEqual(outline, 'none');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${client.redirectUri}?**`);
    assert.ok(client.answers[0].get('code'));
  });
});

browserTest('works without JavaScript', async ({ mock, person }) => {
  const page = await person({ javaScriptEnabled: false });
  await signIn(page, mock, 'acme', ada);
  await page.goto(`${mock.origins.acme}/settings/ai`);
  await page.getByRole('checkbox', { name: 'Omni Agent' }).uncheck();
  await button(page, 'Save').click();
  assert.equal(await page.getByRole('checkbox', { name: 'Omni Agent' }).isChecked(), false);
  await page.goto(`${mock.origins.acme}/settings/users`);
  const vera = page.getByRole('listitem').filter({ hasText: 'Vera Viewer' });
  await vera.locator('summary').click();
  await button(page, 'Deactivate Vera Viewer').click();
  assert.match(await vera.innerText(), /Deactivated/);
});

// Colours do not depend on the width, nor does the layout on the colours.
for (const [colorScheme, width] of [['light', 1280], ['dark', 390]]) {
  browserTest(`pages fit ${width} px and name their controls, ${colorScheme}`, async ({ mock, person }) => {
    const page = await person({ colorScheme, viewport: { width, height: 844 } });
    const examine = async (path) => {
      const found = await page.evaluate(() => ({
        overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        headings: document.querySelectorAll('h1').length,
        nameless: [...document.querySelectorAll('input:not([type=hidden]), select')]
          .filter((control) => !control.labels?.[0]?.innerText)
          .map((control) => control.outerHTML),
        ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
      }));
      assert.ok(found.overflow <= 0, `${path} is ${found.overflow} px too wide`);
      assert.equal(found.headings, 1, path);
      assert.deepEqual(found.nameless, [], path);
      assert.equal(new Set(found.ids).size, found.ids.length, `${path} uses an id twice`);
      await assertNothingFound(page, path);
    };
    await page.goto(`${mock.origins.acme}/login`);
    await examine('/login');
    await signIn(page, mock, 'acme', ada);
    for (const path of everyPage) {
      await page.goto(mock.origins.acme + path);
      for (const summary of await page.locator('summary').all()) await summary.click();
      await examine(path);
    }
    await withClient(mock, 'W'.repeat(150), async (client) => {
      await page.goto(client.authorizationUrl());
      await examine('consent');
      await page.goto(`${mock.origins.acme}/settings/ai`);
      await page.getByRole('checkbox', { name: 'MCP server' }).uncheck();
      await button(page, 'Save').click();
      await page.goto(client.authorizationUrl());
      await examine('refused');
    });
  });
}
