// What people write in a ticket finds the case of it: among the first three of the console's list.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

import { searched } from '../../fixtures/console/case_search.js';

const folder = resolve(import.meta.dirname, '../../fixtures/cases');
const cases = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));

// Phrase → the cases that it may mean; one of them is among the first three.
const tickets = {
  'PATs not enabled 403': ['pats-disabled'],
  'MCP disabled': ['mcp-server-disabled'],
  "viewer can't query": ['viewer-cannot-query'],
  'wrong org': ['wrong-organization-cookie', 'key-of-another-instance'],
  'API key of another instance': ['key-of-another-instance'],
  'viewer cannot query': ['viewer-cannot-query'],
  timeout: ['query-times-out'],
  'wrong organization': ['wrong-organization-cookie'],
  'Personal Access Tokens are not enabled': ['pats-disabled'],
  'personal tokens turned off': ['pats-disabled', 'pats-turned-off-later'],
  'PAT disabled by admin': ['pats-disabled', 'pats-turned-off-later'],
  '403 MCP server access disabled': ['mcp-server-disabled'],
  'mcp server off since this morning': ['mcp-server-disabled', 'setting-turned-off-later'],
  'mcp switched off while I was on the consent screen': ['fails-after-authorize-mcp-disabled'],
  'fails after I click Authorize': ['fails-after-authorize-token-endpoint', 'fails-after-authorize-code-expired',
    'fails-after-authorize-mcp-disabled', 'fails-after-authorize-pats-disabled', 'fails-after-authorize-user-deactivated'],
  'authorization code expired': ['fails-after-authorize-code-expired'],
  'token endpoint returns 500': ['fails-after-authorize-token-endpoint'],
  'browser does not open': ['flow-does-not-start-no-challenge'],
  'no browser window opens, just 401': ['flow-does-not-start-no-challenge'],
  'oauth flow never starts': ['flow-does-not-start-no-challenge', 'flow-does-not-start-no-resource-metadata',
    'flow-does-not-start-no-server-metadata', 'flow-does-not-start-registration-absent'],
  'cannot find authorization server metadata': ['flow-does-not-start-no-server-metadata',
    'flow-does-not-start-no-resource-metadata'],
  'well-known blocked by the firewall': ['flow-does-not-start-no-resource-metadata'],
  'missing WWW-Authenticate header': ['flow-does-not-start-no-challenge'],
  'dynamic client registration not supported': ['flow-does-not-start-registration-absent',
    'flow-does-not-start-registration-refused'],
  'DCR refused': ['flow-does-not-start-registration-refused'],
  'client is not allowed to register': ['flow-does-not-start-registration-refused'],
  'stuck on login page': ['flow-does-not-start-nobody-signed-in'],
  'I am not logged in to Omni': ['flow-does-not-start-nobody-signed-in'],
  "user can't log in, account deactivated": ['deactivated-user-cannot-sign-in'],
  'account suspended': ['deactivated-user-cannot-sign-in', 'user-deactivated-later'],
  'colleague left the company and the key stopped working': ['key-owner-deactivated'],
  'api key revoked': ['key-revoked'],
  'deleted key still in config': ['key-revoked'],
  'key disabled': ['key-disabled'],
  'key switched off by an admin': ['key-disabled'],
  'invalid api key': ['key-wrong', 'key-revoked', 'key-of-another-instance'],
  'typo in the key': ['key-wrong'],
  'mistyped token': ['key-wrong'],
  'environment variable for the key not set': ['key-missing'],
  'no Authorization header sent': ['key-missing'],
  'key from staging used in production instance': ['key-of-another-instance'],
  'wrong URL for an API key': ['key-at-the-oauth-url', 'key-of-another-instance'],
  'client opens a browser although I configured a key': ['key-at-the-oauth-url'],
  'using the callbacks URL with a key': ['key-at-the-oauth-url'],
  '403 instead of 401 for a bad key': ['key-refused-in-rest-style'],
  'service account needed': ['key-owner-deactivated'],
  'modeler demoted, token stopped': ['key-owner-demoted'],
  'permission denied': ['viewer-cannot-query', 'no-access-to-the-connection', 'role-lost-later',
    'permission-denied-as-http-403', 'key-without-permission'],
  'connected but queries fail': ['viewer-cannot-query', 'no-access-to-the-connection', 'role-lost-later',
    'wrong-organization-cookie', 'permission-denied-as-http-403'],
  'user lost querier role': ['role-lost-later'],
  'no access to connection': ['no-access-to-the-connection'],
  'asks me to sign in over and over': ['permission-denied-as-http-403', 'grant-revoked'],
  'has to reauthorize, PAT revoked by admin': ['grant-revoked'],
  'access token expired': ['token-expired'],
  'works for two hours and then stops': ['token-expired'],
  'it worked yesterday': ['pats-turned-off-later', 'setting-turned-off-later', 'user-deactivated-later',
    'role-lost-later'],
  'too many requests': ['rate-limited'],
  'HTTP 429': ['rate-limited'],
  'rate limit exceeded': ['rate-limited'],
  '404 after a restart': ['session-lost'],
  'session not found': ['session-lost'],
  'server was redeployed and the client hangs': ['session-lost'],
  'slow query returns nothing': ['query-times-out'],
  'empty results': ['query-times-out'],
  'model not found': ['model-not-reachable', 'wrong-organization-cookie'],
  'model id does not exist': ['model-not-reachable', 'wrong-organization-cookie'],
  'topic not available to AI': ['topic-not-allowed'],
  'No such topic': ['topic-not-allowed'],
  'getData tool missing': ['tool-switched-off'],
  'tool disappeared from the list': ['tool-switched-off'],
  'feature is not enabled': ['omni-agent-off'],
  'AI agent disabled': ['omni-agent-off'],
  'data from the wrong company shows up': ['wrong-organization-cookie'],
  'multiple orgs, reads the other one': ['wrong-organization-cookie'],
  // Written after all of the above was found, and found at once.
  'our analyst gets Permission denied when asking a question': ['viewer-cannot-query', 'no-access-to-the-connection'],
  'admin turned PATs off yesterday': ['pats-turned-off-later'],
  'cursor keeps opening login page': ['flow-does-not-start-nobody-signed-in'],
  'the API key is from the sandbox instance': ['key-of-another-instance'],
  'code exchange too slow': ['fails-after-authorize-code-expired'],
  'AI features switched off': ['omni-agent-off'],
  'account locked': ['deactivated-user-cannot-sign-in'],
  'cannot see topic orders': ['topic-not-allowed'],
  'session id unknown': ['session-lost'],
};

for (const [phrase, meant] of Object.entries(tickets)) {
  test(`"${phrase}" finds its case`, () => {
    const found = searched(cases, phrase).map((one) => one.id);
    assert.ok(meant.some((id) => found.slice(0, 3).includes(id)), `found: ${found.slice(0, 5).join(', ')}`);
  });
}

test('nothing written shows every case, in its order', () => {
  assert.deepEqual(searched(cases, '  '), cases);
});

test('words of no case find none', () => {
  assert.deepEqual(searched(cases, 'xylophone'), []);
});

test('the order of the words does not matter', () => {
  assert.deepEqual(searched(cases, 'query viewer'), searched(cases, 'viewer query'));
});

test('an exact id stands first', () => {
  for (const { id } of cases) assert.equal(searched(cases, id)[0].id, id);
});
