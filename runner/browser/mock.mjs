// The mock and Chromium, as the browser tests and the screenshots need them.
//
// CONFORM_PROGRAM           omni-conform; default ../../build/dev/runner/omni-conform
// CONFORM_BROWSER_PACKAGES  the folder that `npm ci` ran in; default ../../build/browser
// CONFORM_CHROMIUM          default /usr/bin/chromium
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const beside = (path) => fileURLToPath(new URL(path, import.meta.url));
const program = process.env.CONFORM_PROGRAM ?? beside('../../build/dev/runner/omni-conform');
const packages = process.env.CONFORM_BROWSER_PACKAGES ?? beside('../../build/browser');
const executablePath = process.env.CONFORM_CHROMIUM ?? '/usr/bin/chromium';
const { chromium } = createRequire(join(packages, 'package.json'))('playwright-core');

// What `serve` prints, line by line, into `mock`.
function readLine(mock, line) {
  const oauthUrl = line.match(/^ {2}OAuth URL +(\S+)/);
  const organization = line.match(/^\S.* \(([a-z0-9-]+)\)$/);
  const keyUrl = line.match(/^ {2}API key URL +(\S+)/);
  const person = line.match(/^ {2}person +(\S+) +password (\S+),/);
  const key = line.match(/^ {2}(?:key|token) +(\S+) +(\S+) of /);
  if (oauthUrl) {
    mock.oauthUrl = oauthUrl[1];
    mock.origins.callbacks = new URL(oauthUrl[1]).origin;
  } else if (organization) {
    mock.reading = organization[1];
  } else if (keyUrl) {
    mock.keyUrls[mock.reading] = keyUrl[1];
    mock.origins[mock.reading] = new URL(keyUrl[1]).origin;
  } else if (person) {
    mock.passwords[person[1]] = person[2];
  } else if (key) {
    mock.keys[key[2]] = key[1];
  }
}

// Starts `omni-conform serve` on free ports. `last` is what the last line that is waited for holds;
// the default suits the world that `serve` has by itself.
export async function startMock({ args = [], last = ' globex_key of ' } = {}) {
  const server = spawn(program, ['serve', '--port', '0', '--seed', '1', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const mock = { oauthUrl: '', origins: {}, keyUrls: {}, passwords: {}, keys: {}, reading: '' };
  const ended = once(server, 'exit');
  mock.stop = async () => {
    if (server.exitCode === null && server.signalCode === null) server.kill();
    await ended.catch(() => {});
  };
  const ready = new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`${program}: ${error.message}`)));
    server.once('exit', (code) => reject(new Error(`${program} serve ended with ${code}`)));
    const lines = createInterface({ input: server.stdout });
    lines.on('line', (line) => {
      readLine(mock, line);
      if (line.includes(last)) resolve();
    });
  });
  try {
    await ready;
  } catch (error) {
    await mock.stop();
    throw error;
  }
  return mock;
}

function isLoopback(address) {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'data:' || protocol === 'blob:' || protocol === 'about:') return true;
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname.endsWith('.localhost');
}

export function launchChromium() {
  const own = ['127.0.0.1', 'localhost', '*.localhost'].map((host) => `EXCLUDE ${host}`);
  const args = [`--host-resolver-rules=MAP * ~NOTFOUND, ${own.join(', ')}`];
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return chromium.launch({ executablePath, args });
}

// A browser of its own, with cookies of its own: one person's. Whatever goes wrong on its pages is
// added to `problems`.
export async function newPerson(browser, problems, options = {}) {
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  await context.route('**/*', (route) => {
    const address = route.request().url();
    if (isLoopback(address)) return route.continue();
    problems.push(`asked for ${address}`);
    return route.abort();
  });
  const page = await context.newPage();
  const documents = new Set();
  page.on('response', (response) => {
    if (response.request().isNavigationRequest()) documents.add(response.url());
  });
  page.on('pageerror', (error) => problems.push(`threw ${error}`));
  page.on('dialog', (dialog) => {
    problems.push(`opened a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('console', (message) => {
    // Chromium logs the status of a refused page as an error. That status is the test's to judge.
    const isPageStatus =
      message.text().startsWith('Failed to load resource: the server responded with a status of') &&
      documents.has(message.location().url);
    if (message.type() === 'error' && !isPageStatus) problems.push(message.text());
  });
  return page;
}

// Fills in the sign-in page of an organization, whether it is shown already or not.
export async function signIn(page, mock, organization, email) {
  if (!page.url().startsWith(`${mock.origins[organization]}/login`)) {
    await page.goto(`${mock.origins[organization]}/login`);
  }
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(mock.passwords[email]);
  await page.getByRole('button', { name: 'Log in' }).click();
}
