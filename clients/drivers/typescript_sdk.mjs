// An application around the TypeScript SDK of MCP, v1 or v2: a host on its standard streams asks it
// for initialize, tools/list and tools/call, one JSON-RPC message a line, and it asks the server.
// node typescript_sdk.mjs PACKAGE_FOLDER v1|v2 PORT URL [--key API_KEY | --client-id ID]
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: { key: { type: 'string' }, 'client-id': { type: 'string' } },
});
const [folder, version, port, url] = positionals;
const apiKey = given.key;
const require = createRequire(join(folder, 'package.json'));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const redirectUrl = `http://127.0.0.1:${port}/callback`;

async function loadSdk() {
  if (version === 'v2') return load('@modelcontextprotocol/client');
  return {
    ...(await load('@modelcontextprotocol/sdk/client/index.js')),
    ...(await load('@modelcontextprotocol/sdk/client/streamableHttp.js')),
    ...(await load('@modelcontextprotocol/sdk/client/auth.js')),
  };
}
const { Client, StreamableHTTPClientTransport, UnauthorizedError } = await loadSdk();

// What it remembers beyond its own life, of each server apart.
const file = join(process.env.HOME, 'grants.json');
const grants = (() => {
  try { return JSON.parse(readFileSync(file, 'utf8')); } catch { return {}; }
})();
const kept = (grants[url] ??= {});
if (given['client-id']) kept.client ??= { client_id: given['client-id'], redirect_uris: [redirectUrl] };
function keep(name, value) {
  kept[name] = value;
  writeFileSync(file, JSON.stringify(grants));
}

// Listens for the redirect only while the person is asked.
let answer;
function listenForAnswer() {
  answer = new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const query = new URL(request.url, redirectUrl).searchParams;
      response.end('You can close this window.');
      server.close();
      if (query.get('state') !== provider.sentState) {
        reject(new Error('the answer carries another state: it was thrown away'));
      } else if (version === 'v1' && query.get('error')) {
        reject(new Error(`${query.get('error')}: ${query.get('error_description') ?? ''}`));
      } else {
        resolve(query);
      }
    });
    server.listen(Number(port), '127.0.0.1');
  });
  answer.catch(() => {}); // whoever waits for it hears of it
}

const provider = {
  redirectUrl,
  clientMetadataUrl: 'https://omni-conform.example/client.json',
  clientMetadata: {
    client_name: `TypeScript SDK ${version}`,
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  },
  state() { return (this.sentState = randomUUID()); },
  clientInformation: () => kept.client,
  saveClientInformation: (client) => keep('client', client),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => keep('tokens', tokens),
  redirectToAuthorization(page) {
    listenForAnswer();
    spawn('xdg-open', [String(page)], { stdio: 'ignore' });
  },
  saveCodeVerifier(verifier) { this.verifier = verifier; },
  codeVerifier() { return this.verifier; },
  // For as long as the verifier: from the authorization request to its answer.
  saveDiscoveryState(state) { this.discovered = state; },
  discoveryState() { return answer && this.discovered; },
  invalidateCredentials(scope) {
    if (scope === 'all' || scope === 'client') keep('client', undefined);
    if (scope === 'all' || scope === 'tokens') keep('tokens', undefined);
  },
};

const options = apiKey
  ? { requestInit: { headers: { Authorization: `Bearer ${apiKey}` } } }
  : { authProvider: provider };
let client;
let transport;

async function connect() {
  client = new Client(
    { name: `typescript-sdk-${version}`, version: '1' },
    version === 'v2' ? { versionNegotiation: { mode: 'auto' } } : {},
  );
  transport = new StreamableHTTPClientTransport(new URL(url), options);
  await client.connect(transport);
}

// Once more after the person has authorized, as the SDK's documentation tells applications to do.
async function authorizedly(action) {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof UnauthorizedError) || apiKey || !answer) throw error;
    try {
      const query = await answer;
      await transport.finishAuth(version === 'v2' ? query : query.get('code'));
    } finally {
      answer = undefined;
    }
    await connect();
    return action === connect ? undefined : action();
  }
}

const methods = {
  initialize: async () => {
    await authorizedly(connect);
    return { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: client.getServerVersion() };
  },
  'tools/list': (params) => authorizedly(() => client.listTools(params)),
  'tools/call': (params) => authorizedly(() => client.callTool(params)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const reply = { jsonrpc: '2.0', id };
  try {
    reply.result = await methods[method](params);
  } catch (error) {
    reply.error = { code: -32000, message: `${error.name}: ${error.message}` };
  }
  console.log(JSON.stringify(reply));
}
await transport?.terminateSession?.().catch(() => {});
await client?.close().catch(() => {});
process.exit(0);
