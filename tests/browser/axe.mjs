// What axe-core finds wrong on a page: nothing may be.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { fromPackages } from './mock.mjs';

const source = readFileSync(fromPackages.resolve('axe-core/axe.min.js'), 'utf8');

// Beside the usual rules one that axe-core calls experimental: who speaks to the page says what is seen on a control.
const options = { rules: { 'label-content-name-mismatch': { enabled: true } } };

export async function assertNothingFound(page, where) {
  await page.evaluate(source); // by the debugger's way in, which no policy of the page forbids
  const violations = await page.evaluate(async (chosen) => (await window.axe.run(document, chosen)).violations, options);
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 5).map(({ target, html, failureSummary }) => `${id} at ${target.join(' ')}: ${html.slice(0, 200)}\n${failureSummary}`));
  assert.equal(found.length, 0, `${where}:\n${found.join('\n')}`);
}
