// An MCP client of a few lines: it registers, makes an authorization URL with PKCE, and waits on
// loopback for the redirect.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

export class OAuthClient {
  // `ask` is how it reaches the mock, as fetch() does.
  static async register(mock, name, ask = fetch) {
    const client = new OAuthClient();
    client.mock = mock;
    client.ask = ask;
    client.answers = [];
    client.server = createServer((request, response) => {
      const url = new URL(request.url, client.redirectUri);
      response.setHeader('Content-Type', 'text/plain');
      response.end('You can close this window.');
      if (url.pathname === '/callback') client.answers.push(url.searchParams);
    });
    client.server.listen(0, '127.0.0.1');
    await once(client.server, 'listening');
    client.redirectUri = `http://127.0.0.1:${client.server.address().port}/callback`;
    const response = await ask(`${mock.origins.callbacks}/oauth/register`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ client_name: name, redirect_uris: [client.redirectUri] }),
    });
    client.id = (await response.json()).client_id;
    return client;
  }

  // A new request, with a state and a verifier of its own.
  authorizationUrl() {
    this.state = randomBytes(16).toString('base64url');
    this.verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: this.id,
      redirect_uri: this.redirectUri,
      state: this.state,
      scope: 'mcp:access',
      resource: this.mock.oauthUrl,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return `${this.mock.oauthUrl}/oauth/authorize?${query}`;
  }

  // The access token for the last answer's code.
  async exchange() {
    const response = await this.ask(`${this.mock.oauthUrl}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: this.id,
        redirect_uri: this.redirectUri,
        code: this.answers.at(-1).get('code'),
        code_verifier: this.verifier,
        resource: this.mock.oauthUrl,
      }),
    });
    return (await response.json()).access_token;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

// The HTTP status with which an MCP endpoint answers `initialize`.
export async function statusOfInitialize(url, credential, ask = fetch) {
  const response = await ask(url, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${credential}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'browser test', version: '1' },
      },
    }),
  });
  await response.arrayBuffer();
  return response.status;
}
