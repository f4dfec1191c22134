// An MCP server as the TypeScript SDK's documentation builds one: Express, the SDK's bearer middleware, and one tool.
// KEY and ISSUER come by the environment, what the tool answers (structured content) by ANSWER. Prints its origin.
//
//   /key      stateless, with an API key
//   /session  with an API key and MCP sessions, so that server and transport are made once a client
//   /mcp      stateless, with a token of ISSUER
import { randomUUID } from 'node:crypto';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { mcpAuthMetadataRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';

const { KEY, ISSUER, ANSWER } = process.env;
const answer = JSON.parse(ANSWER);

function mcpServer() {
  const server = new McpServer({ name: 'peer', version: '1.0.0' });
  server.registerTool(
    'pickModel',
    {
      title: 'Pick a model',
      description: 'Returns a list of available models and their IDs.',
      inputSchema: {},
      outputSchema: { models: z.array(z.object({ id: z.string(), name: z.string() })) },
    },
    async () => ({ content: [{ type: 'text', text: JSON.stringify(answer) }], structuredContent: answer }));
  return server;
}

const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;
const byKey = requireBearerAuth({
  verifier: {
    async verifyAccessToken(token) {
      if (token !== KEY) throw new InvalidTokenError('unknown key');
      return { token, clientId: 'key', scopes: [], expiresAt: inAnHour() };
    },
  },
});

const app = express();
app.use(express.json());

async function stateless(request, response) {
  const server = mcpServer();
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.on('close', () => {
    transport.close();
    server.close();
  });
  await server.connect(transport);
  await transport.handleRequest(request, response, request.body);
}
app.post('/key', byKey, stateless);

const sessions = new Map();
app.post('/session', byKey, async (request, response) => {
  let transport = sessions.get(request.headers['mcp-session-id']);
  if (!transport) {
    transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      enableJsonResponse: true,
      onsessioninitialized: (id) => sessions.set(id, transport),
    });
    await mcpServer().connect(transport);
  }
  await transport.handleRequest(request, response, request.body);
});

const listener = app.listen(0, '127.0.0.1', async () => {
  const origin = `http://127.0.0.1:${listener.address().port}`;
  if (ISSUER) {
    const metadata = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json();
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
    const byToken = requireBearerAuth({
      resourceMetadataUrl: `${origin}/.well-known/oauth-protected-resource/mcp`,
      verifier: {
        async verifyAccessToken(token) {
          try {
            const { payload } = await jwtVerify(token, keys, { issuer: ISSUER });
            return { token, clientId: payload.sub, scopes: [], expiresAt: payload.exp };
          } catch {
            throw new InvalidTokenError('no token of the issuer');
          }
        },
      },
    });
    app.use(mcpAuthMetadataRouter({ oauthMetadata: metadata, resourceServerUrl: new URL(`${origin}/mcp`) }));
    app.post('/mcp', byToken, stateless);
  }
  console.log(origin);
});
