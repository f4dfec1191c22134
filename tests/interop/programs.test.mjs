// An ordinary program around an SDK and our own driver of the same SDK in the same version: what both
// are judged by, they are judged alike. Where they differ, the program is another one, not the SDK.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { program } from '../browser/serve.mjs';

const root = resolve(import.meta.dirname, '../..');

// Check → broken or not, by what was seen and not by what a profile excuses.
function verdicts(words) {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  try {
    const report = join(folder, 'run.json');
    const options = ['test', '--report', `json=${report}`];
    try {
      execFileSync(program, [...options, ...words], { cwd: folder, stdio: 'ignore', timeout: 5_000_000 });
    } catch (error) {
      if (error.status !== 1) throw error;
    }
    const broken = { pass: false, stale: false, fail: true, warn: true, known: true };
    const found = new Map();
    for (const play of JSON.parse(readFileSync(report, 'utf8')).plays) {
      for (const { id, verdict } of play.checks) {
        if (verdict in broken) found.set(`${play.scenario}:${id}`, broken[verdict]);
      }
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// Pattern of checks → why the two differ there.
const exceptions = {
  typescript: {
    'api_key/tab_before_the_key:is-let-in': 'the program trims the key that it is given',
    'api_key/tab_before_the_key:sends-a-clean-key': 'the program trims the key that it is given',
    'authorization/one_sign_in_for_two_calls:asks-once': 'a driver is asked one thing after the other',
    'registration/by_document:does-not-register': 'the program has no metadata document',
    'registration/by_document:has-a-document': 'the program has no metadata document',
    'tokens/two_calls_at_expiry:keeps-the-grant': 'a driver is asked one thing after the other',
    'tokens/two_calls_at_expiry:renews-once': 'a driver is asked one thing after the other',
    'tools/cursor_that_always_changes:comes-to-an-end': 'the program reads pages itself, without an end',
    'tools/cursor_that_stays:comes-to-an-end': 'the program reads pages itself, without an end',
  },
  python: {
    'registration/by_document:does-not-register': 'the program has no metadata document',
    'registration/by_document:has-a-document': 'the program has no metadata document',
    'tokens/two_calls_at_expiry:keeps-the-grant': 'a driver is asked one thing after the other',
    'tools/cursor_that_always_changes:comes-to-an-end': 'the program reads pages itself, without an end',
    'tools/cursor_that_stays:comes-to-an-end': 'the program reads pages itself, without an end',
    'transport/session_lost_with_401:asks-once': 'the program signs in once more to end the lost session',
  },
};

const pairs = [
  ['typescript', 'ts_sdk_v1', ['node', join(root, 'build/examples/typescript/client.mjs')]],
  ['python', 'python_sdk',
    [join(root, 'build/examples/python/venv/bin/python'), join(root, 'build/examples/python/client.py')]],
];

for (const [name, driver, command] of pairs) {
  test(`examples/${name} and the driver ${driver} are judged alike`, { timeout: 5_400_000 }, () => {
    const ours = verdicts(['--client', driver]);
    const theirs = verdicts(['--', ...command]);
    const both = [...ours.keys()].filter((check) => theirs.has(check));
    assert.ok(both.length > 1_000, `only ${both.length} checks were exercised by both`);
    const differ = both.filter((check) => ours.get(check) !== theirs.get(check)).sort();
    assert.deepEqual(differ, Object.keys(exceptions[name]).sort());
  });
}
