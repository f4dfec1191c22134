// The mock and Chromium, as the browser tests and the screenshots need them.
//
// CONFORM_BROWSER_PACKAGES  the folder that `npm ci` ran in; default ../../build/browser
// CONFORM_CHROMIUM          default /usr/bin/chromium
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export { startMock } from './serve.mjs';

const beside = (path) => fileURLToPath(new URL(path, import.meta.url));
const packages = process.env.CONFORM_BROWSER_PACKAGES ?? beside('../../build/browser');
const executablePath = process.env.CONFORM_CHROMIUM ?? '/usr/bin/chromium';
export const fromPackages = createRequire(join(packages, 'package.json'));
const { chromium } = fromPackages('playwright-core');

function isLoopback(address) {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'data:' || protocol === 'blob:' || protocol === 'about:') return true;
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname.endsWith('.localhost');
}

// How long a page may take to become what a test waits for (ms). It ends a test that hangs; a slow machine must not fail
// one.
export const patience = 300_000;

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
  context.setDefaultTimeout(patience);
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
