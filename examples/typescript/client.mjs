// An MCP client with the TypeScript SDK: it signs in with an API key or OAuth and does what it is asked to.
// node client.mjs URL
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { homedir } from 'node:os';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const url = process.argv.at(-1);
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const apiKey = context.api_key?.trim(); // a line break is easily copied along

// The registration and the tokens outlive the program, in a file for each server.
const file = `${homedir()}/.mcp-example-${encodeURIComponent(url)}.json`;
const grant = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const keep = (changes) => writeFileSync(file, JSON.stringify(Object.assign(grant, changes)), { mode: 0o600 });

// The browser comes back to a free port of this machine, which stays the one that was registered.
const listener = createServer().listen(grant.port ?? 0, '127.0.0.1');
await once(listener, 'listening');
const { port } = listener.address();
const redirectUrl = `http://127.0.0.1:${port}/callback`;

// What the SDK asks of an application whose user has to sign in.
const signIn = {
  redirectUrl,
  clientMetadata: {
    client_name: 'TypeScript example',
    application_type: 'native',
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  },
  state() { return (this.sentState = randomUUID()); },
  clientInformation: () => grant.client,
  saveClientInformation: (client) => keep({ client, port }),
  tokens: () => grant.tokens,
  saveTokens: (tokens) => keep({ tokens }),
  saveCodeVerifier(verifier) { this.verifier = verifier; },
  codeVerifier() { return this.verifier; },
  invalidateCredentials: (what) => keep(what === 'tokens' ? { tokens: undefined } : { tokens: undefined, client: undefined }),
  redirectToAuthorization(page) {
    this.answer = once(listener, 'request');
    const browser = spawn(process.env.BROWSER ?? 'xdg-open', [page.href], { stdio: 'ignore' });
    browser.on('error', () => console.error(`Open this page: ${page}`));
  },
  async code() {
    const [request, response] = await this.answer;
    this.answer = undefined;
    response.end('You can close this window.');
    const query = new URL(request.url, redirectUrl).searchParams;
    if (query.get('state') !== this.sentState) throw new Error('The answer belongs to another question.');
    if (query.has('error')) throw new Error(query.get('error_description') ?? query.get('error'));
    return query.get('code');
  },
};
const options = apiKey ? { requestInit: { headers: { Authorization: `Bearer ${apiKey}` } } } : { authProvider: signIn };

let transport, client;
async function connect() {
  transport = new StreamableHTTPClientTransport(new URL(url), options);
  client = new Client({ name: 'typescript-example', version: '1.0.0' });
  await client.connect(transport);
}

// When its user has to sign in, the SDK opens the page and gives up: what was asked is asked again afterwards.
async function ask(question) {
  try {
    if (!client) await connect();
    return await question?.();
  } catch (error) {
    if (!(error instanceof UnauthorizedError) || !signIn.answer) throw error;
    await transport.finishAuth(await signIn.code());
    await connect();
    return question?.();
  }
}

const actions = {
  connect: () => ask(),
  async list_tools({ cursor }) {
    const { tools, nextCursor } = await ask(() => client.listTools({ cursor }));
    for (const { name } of tools) console.log(name);
    if (nextCursor !== undefined) await actions.list_tools({ cursor: nextCursor });
  },
  async call_tool({ tool, arguments: given }) {
    const { content, isError } = await ask(() => client.callTool({ name: tool, arguments: given }));
    const text = content.map((part) => part.text ?? `(${part.type})`).join('\n');
    if (isError) throw new Error(text);
    console.log(text);
  },
  call_at_once: ({ calls }) => Promise.all(calls.map(actions.call_tool)),
  async disconnect() {
    await transport?.terminateSession();
    await client?.close();
    client = undefined;
  },
};

for (const intent of context.intents ?? [{ intent: 'connect' }, { intent: 'list_tools' }]) {
  try {
    if (intent.intent in actions) await actions[intent.intent](intent);
    else console.error(`I do not know how to ${intent.intent}.`);
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
    if (intent.intent === 'connect') process.exit();
  }
}
await actions.disconnect().catch(() => {});
process.exit();
