// Two independent clients, the TypeScript SDK v1 (handshake era) and v2 (2026-07-28), list tools and
// get rows, by OAuth and by API key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMock } from '../browser/serve.mjs';
import { load } from './packages.mjs';
import { authorizes } from './person.mjs';

const organization = 'acme';
const email = 'quinn@acme.example';
const redirectUrl = 'http://127.0.0.1:33418/callback'; // nobody listens: the person brings the answer
const about = { name: 'interop', version: '1' };

// What both SDKs ask of an application: it remembers, and hands the URL to a browser.
class Provider {
  constructor() {
    this.redirectUrl = redirectUrl;
    this.clientMetadata = {
      client_name: 'Interop',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    };
  }
  state() { return (this.sent = 'interop-state'); }
  clientInformation() { return this.information; }
  saveClientInformation(information) { this.information = information; }
  tokens() { return this.saved; }
  saveTokens(tokens) { this.saved = tokens; }
  redirectToAuthorization(url) { this.asked = url; }
  saveCodeVerifier(verifier) { this.verifier = verifier; }
  codeVerifier() { return this.verifier; }
}

const sdks = {
  'TypeScript SDK v1': async () => {
    const { Client } = await load('@modelcontextprotocol/sdk/client/index.js');
    const { StreamableHTTPClientTransport } = await load(
      '@modelcontextprotocol/sdk/client/streamableHttp.js');
    return {
      client: () => new Client(about),
      transport: (url, options) => new StreamableHTTPClientTransport(url, options),
      finish: (transport, answer) => transport.finishAuth(answer.get('code')),
      eras: 'handshake',
    };
  },
  'TypeScript SDK v2': async () => {
    const { Client, StreamableHTTPClientTransport } = await load('@modelcontextprotocol/client');
    return {
      client: () => new Client(about, { versionNegotiation: { mode: { pin: '2026-07-28' } } }),
      transport: (url, options) => new StreamableHTTPClientTransport(url, options),
      finish: (transport, answer) => transport.finishAuth(answer),
      eras: 'stateless',
    };
  },
};

async function getRows(client) {
  const { tools } = await client.listTools();
  assert.ok(tools.some(({ name }) => name === 'getData'), 'getData is listed');
  const result = await client.callTool({
    name: 'getData',
    arguments: { prompt: 'total revenue by status' },
  });
  assert.ok(!result.isError, JSON.stringify(result.content));
  assert.ok(result.structuredContent.rows.length > 1, 'there are rows');
}

for (const [name, prepare] of Object.entries(sdks)) {
  test(`${name} by API key`, { timeout: 900_000 }, async () => {
    const sdk = await prepare();
    const mock = await startMock({ args: ['--eras', sdk.eras] });
    const client = sdk.client();
    try {
      const headers = { Authorization: `Bearer ${mock.keys.acme_querier_key}` };
      const url = new URL(mock.keyUrls[organization]);
      await client.connect(sdk.transport(url, { requestInit: { headers } }));
      await getRows(client);
    } finally {
      await client.close();
      await mock.stop();
    }
  });

  test(`${name} by OAuth`, { timeout: 900_000 }, async () => {
    const sdk = await prepare();
    const mock = await startMock({ args: ['--eras', sdk.eras] });
    const provider = new Provider();
    const url = new URL(mock.oauthUrl);
    const first = sdk.client();
    const client = sdk.client();
    try {
      const transport = sdk.transport(url, { authProvider: provider });
      await assert.rejects(first.connect(transport), 'the first contact is unauthorized');
      const answer = await authorizes(mock, provider.asked, organization, email);
      assert.equal(answer.get('state'), provider.sent);
      await sdk.finish(transport, answer);
      await client.connect(sdk.transport(url, { authProvider: provider }));
      await getRows(client);
    } finally {
      await first.close();
      await client.close();
      await mock.stop();
    }
  });
}
