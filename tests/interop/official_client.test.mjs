// `omni-conform client` under the official conformance suite: every client scenario that revision
// 2025-11-25 or 2026-07-28 requires and that needs no extension, of the sets `initialize`,
// `tools_call` and `auth/`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { program } from '../browser/serve.mjs';
import { binary } from './packages.mjs';

// The suite appends the URL and hands the words to a shell.
const metadata = '--client-metadata-url https://conformance-test.local/client-metadata.json';
const calls = (scenario) => {
  if (scenario === 'initialize') return '';
  if (scenario === 'tools_call') return `--call add_numbers '{"a":5,"b":3}'`;
  return `--call test-tool '{}'`;
};

// Runs one scenario; gives the suite's exit status and how many checks passed, of how many.
async function run(suite, revision, scenario, more = '') {
  const command = `${program} client ${metadata} ${more} ${calls(scenario)}`;
  const child = spawn(
    process.execPath,
    [binary(`${suite}/dist/index.js`), 'client', '--spec-version', revision, '--scenario', scenario,
      '--command', command],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const [status] = await once(child, 'close');
  const plain = output.replace(/\x1b\[[0-9;]*m/g, '');
  const told = plain.match(/Passed: (\d+)\/(\d+), (\d+) failed, (\d+) warnings/);
  assert.ok(told, `${scenario} gave no result:\n${plain}`);
  const [passed, all, failed, warnings] = told.slice(1).map(Number);
  return { status, passed, all, failed, warnings, output: plain };
}

const auth = (names) => names.map((name) => `auth/${name}`);
const since_2025_11_25 = ['tools_call', ...auth([
  'metadata-default', 'metadata-var1', 'metadata-var2', 'metadata-var3', 'basic-cimd',
  'scope-from-www-authenticate', 'scope-from-scopes-supported', 'scope-omitted-when-undefined',
  'scope-step-up', 'scope-retry-limit', 'token-endpoint-auth-basic', 'token-endpoint-auth-post',
  'token-endpoint-auth-none', 'pre-registration',
])];
const since_2026_07_28 = auth([
  'resource-mismatch', 'offline-access-scope', 'offline-access-not-supported',
  'authorization-server-migration', 'iss-supported', 'iss-not-advertised', 'iss-supported-missing',
  'iss-wrong-issuer', 'iss-unexpected', 'iss-normalized', 'metadata-issuer-mismatch',
]);

const released = '@modelcontextprotocol/conformance';
const next = 'conformance-next';
const required = [
  [released, '2025-11-25', ['initialize', ...since_2025_11_25]],
  // What became 2026-07-28 was a draft when it was released.
  [released, 'draft', auth(['resource-mismatch', 'offline-access-scope', 'offline-access-not-supported'])],
  [next, '2025-11-25', ['initialize', ...since_2025_11_25]],
  [next, '2026-07-28', [...since_2025_11_25, ...since_2026_07_28]],
];

for (const [suite, revision, scenarios] of required) {
  for (const scenario of scenarios) {
    test(`client under ${suite} ${revision} ${scenario}`, { timeout: 900_000 }, async () => {
      const result = await run(suite, revision, scenario);
      const { status, passed, all, failed, warnings, output } = result;
      assert.deepEqual({ status, failed, warnings, passed }, { status: 0, failed: 0, warnings: 0, passed: all }, output);
      assert.ok(passed > 0, 'a scenario without a check shows nothing');
    });
  }
}

test('a client with a bug fails under the suite', { timeout: 900_000 }, async () => {
  const { status, failed } = await run(next, '2025-11-25', 'auth/metadata-default', '--profile plain_pkce');
  assert.notEqual(status, 0);
  assert.ok(failed > 0);
});
