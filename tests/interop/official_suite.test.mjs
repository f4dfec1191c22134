// The official conformance suite's server scenarios against `serve --open`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { startMock } from '../browser/serve.mjs';
import { binary } from './packages.mjs';

// Runs one scenario and returns its checks, [{id, status}], as the suite prints them.
async function run(suite, scenario, url, more = []) {
  const program = binary(`${suite}/dist/index.js`);
  const child = spawn(
    process.execPath, [program, 'server', '--url', url, '--scenario', scenario, ...more],
    { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  await once(child, 'close');
  const plain = output.replace(/\x1b\[[0-9;]*m/g, '');
  const checks = [...plain.matchAll(/\[([\w-]+) *\] (SUCCESS|FAILURE|WARNING|SKIPPED|INFO) /g)]
    .map(([, id, status]) => ({ id, status }));
  assert.ok(checks.length > 0, `${scenario} ran no check:\n${plain}`);
  return checks;
}

const failed = (checks) =>
  checks.filter(({ status }) => status === 'FAILURE').map(({ id }) => id).sort();

// They need tools of the suite's own server ("test_missing_capability", …), which Omni has not.
const untestable = [
  'sep-2575-http-server-no-independent-requests-on-stream',
  'sep-2575-missing-capability-http-400',
  'sep-2575-server-no-log-without-loglevel',
  'sep-2575-server-rejects-undeclared-capability',
];

const expectations = [
  ['@modelcontextprotocol/conformance', 'server-initialize', []],
  ['@modelcontextprotocol/conformance', 'ping', []],
  ['@modelcontextprotocol/conformance', 'tools-list', []],
  ['@modelcontextprotocol/conformance', 'dns-rebinding-protection', []],
  ['conformance-next', 'http-header-validation', [], ['--spec-version', '2026-07-28']],
  ['conformance-next', 'server-stateless', untestable, ['--spec-version', '2026-07-28']],
];

for (const [suite, scenario, known, more] of expectations) {
  test(`${suite} ${scenario}`, { timeout: 900_000 }, async () => {
    const mock = await startMock({ args: ['--open'] });
    try {
      const checks = await run(suite, scenario, mock.oauthUrl, more);
      assert.deepEqual(failed(checks), known);
      if (scenario === 'server-stateless') {
        const good = checks.filter(({ status }) => status === 'SUCCESS').length;
        assert.ok(good >= 24, `${good} checks passed`);
      }
    } finally {
      await mock.stop();
    }
  });
}
