// The HTML report as the browser tests and its pictures need it: written by omni-conform, opened from its file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { patience } from './mock.mjs';
import { program } from './serve.mjs';

export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'conform-report-'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

// Returns the report's address. `command` is that of omni-conform without the report.
export function writeReport(folder, [subcommand, ...command]) {
  const file = join(folder, 'report.html');
  const run = spawnSync(program, [subcommand, '--report', `html=${file}`, ...command], { encoding: 'utf8' });
  if (run.status !== 0 && run.status !== 1) throw new Error(`omni-conform ended with ${run.status}: ${run.stderr}`);
  return pathToFileURL(file).href;
}

// A client that says, sends and is called what would be dangerous in a page that took it for markup.
export function hostileClient(folder) {
  const file = join(folder, '<img src=x onerror=hit=1>.mjs');
  writeFileSync(file, `
    const hostile = '</script><script>window.hit=1</script><img src=x onerror="window.hit=1">';
    console.log(hostile);
    const [url] = process.argv.slice(2);
    await fetch(url, { method: 'POST', headers: { 'Content-Type': 'text/html', 'X-Hostile': hostile }, body: hostile });
    await fetch(url + '?' + encodeURIComponent(hostile) + '=javascript:hit=1');
  `);
  return file;
}

// A page on which whatever must not happen is added to `problems`.
export async function openReport(browser, address, problems, options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.on('request', (request) => {
    const asked = request.url();
    if (asked.split('#')[0] !== address.split('#')[0] && !asked.startsWith('data:')) problems.push(`asked for ${asked}`);
  });
  page.on('pageerror', (error) => problems.push(`threw ${error}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('dialog', (dialog) => {
    problems.push(`opened a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  await page.goto(address);
  await page.waitForSelector('body[data-ready]');
  return page;
}

// A test of the page at `address`, which must ask for nothing and complain of nothing.
// body(open): `await open(hash, options)` opens the page.
export function pageTest(browser, name, address, body) {
  test(name, { timeout: 1_800_000 }, async () => {
    const problems = [];
    const pages = [];
    const open = async (hash = '', options = {}) => {
      const page = await openReport(browser, address + hash, problems, options);
      pages.push(page);
      return page;
    };
    try {
      await body(open);
    } finally {
      await Promise.all(pages.map((page) => page.context().close()));
    }
    assert.deepEqual(problems, []);
  });
}
