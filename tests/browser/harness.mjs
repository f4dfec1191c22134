// A browser test: it gets a mock of its own and fails when a page logs an error, throws, or asks for
// anything beyond loopback.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { launchChromium, newPerson, startMock } from './mock.mjs';

const longestTest = 1_800_000; // ms; ends a test that hangs, also beside other work

let shared; // one Chromium for all tests of a file
after(async () => (await shared)?.close());

// body({ mock, person }): `await person({ colorScheme, viewport, … })` opens a browser's page.
export function browserTest(name, body) {
  test(name, { timeout: longestTest }, async () => {
    shared ??= launchChromium();
    const browser = await shared;
    const mock = await startMock();
    const problems = [];
    const pages = [];
    const person = async (options) => {
      const page = await newPerson(browser, problems, options);
      pages.push(page);
      return page;
    };
    try {
      await body({ mock, person });
    } finally {
      await Promise.all(pages.map((page) => page.context().close()));
      await mock.stop();
    }
    assert.deepEqual(problems, []);
  });
}
