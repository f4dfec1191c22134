// `serve --public`: the mock behind a proxy that ends TLS, at two host names, as a tunnel gives them to it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request as plainRequest } from 'node:http';
import { createServer as createTlsServer, request as tlsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { launchChromium, newPerson, signIn, startMock } from './mock.mjs';

const folder = mkdtempSync(join(tmpdir(), 'public-'));
after(() => rmSync(folder, { recursive: true }));

// A certificate that nobody vouches for: what is tested is not trust.
function certificate() {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
    '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=*.tunnel.localhost'], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

// Passes every request on to one port, with its field "Host", and says for whom, as proxies do.
async function startProxy() {
  const proxy = createTlsServer(certificate(), (incoming, answer) => {
    const headers = { ...incoming.headers, 'X-Forwarded-For': '203.0.113.7', 'X-Forwarded-Proto': 'https' };
    const { method, url: path } = incoming;
    const onward = plainRequest({ host: '127.0.0.1', port: proxy.to, method, path, headers }, (response) => {
      answer.writeHead(response.statusCode, response.rawHeaders);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

// A request of a client that is elsewhere.
async function ask(url, { method = 'GET', headers = {}, body = '' } = {}) {
  const { hostname, host, port, pathname, search } = new URL(url);
  const asked = tlsRequest({ host: '127.0.0.1', port, servername: hostname, rejectUnauthorized: false, agent: false,
    method, path: pathname + search, headers: { Host: host, ...headers } });
  asked.end(body);
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const piece of response.setEncoding('utf8')) text += piece;
  return { status: response.statusCode, headers: response.headers, text };
}

async function listenForRedirect() {
  const answers = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    if (url.pathname === '/callback') answers.push(url.searchParams);
    response.end('You can close this window.');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { answers, server, uri: `http://127.0.0.1:${server.address().port}/callback` };
}

test('a client connects by OAuth through a tunnel, and only by its names', async () => {
  const proxy = await startProxy();
  const port = proxy.address().port;
  const origins = { callbacks: `https://callbacks.tunnel.localhost:${port}`, acme: `https://acme.tunnel.localhost:${port}` };
  const mock = await startMock({ args: Object.entries(origins).flatMap(([site, origin]) => ['--public', `${site}=${origin}`]) });
  proxy.to = new URL(mock.origins.callbacks).port;
  const browser = await launchChromium();
  const redirect = await listenForRedirect();
  const problems = [];
  try {
    const mcp = `${origins.callbacks}/callback/mcp`;
    const refused = await ask(mcp, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    assert.equal(refused.status, 401);
    const metadataUrl = refused.headers['www-authenticate'].match(/resource_metadata="([^"]+)"/)[1];
    assert.ok(metadataUrl.startsWith(`${origins.callbacks}/`), metadataUrl);
    const resource = JSON.parse((await ask(metadataUrl)).text);
    assert.equal(resource.resource, mcp);
    const [issuer] = resource.authorization_servers;
    const { origin, pathname } = new URL(issuer);
    const server = JSON.parse((await ask(`${origin}/.well-known/oauth-authorization-server${pathname.replace(/\/$/, '')}`)).text);
    const json = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
    const { client_id: id } = JSON.parse((await ask(server.registration_endpoint,
      { ...json, body: JSON.stringify({ client_name: 'In a cloud', redirect_uris: [redirect.uri] }) })).text);

    const page = await newPerson(browser, problems, { ignoreHTTPSErrors: true });
    const there = { ...mock, origins: { ...mock.origins, ...origins } };
    await signIn(page, there, 'acme', 'quinn@acme.example');
    const verifier = 'a-verifier-that-is-long-enough-for-the-rules-of-pkce';
    const query = new URLSearchParams({ response_type: 'code', client_id: id, redirect_uri: redirect.uri, state: 's',
      resource: mcp, code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' });
    await page.goto(`${server.authorization_endpoint}?${query}`);
    assert.ok(page.url().startsWith(`${origins.acme}/`), page.url());
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.getByText('You can close this window.').waitFor();
    const code = redirect.answers.at(-1).get('code');
    const form = new URLSearchParams({ grant_type: 'authorization_code', client_id: id, redirect_uri: redirect.uri, code,
      code_verifier: verifier, resource: mcp });
    const granted = await ask(server.token_endpoint,
      { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: form.toString() });
    const token = JSON.parse(granted.text).access_token;
    const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'cloud', version: '1' } } };
    const connected = await ask(mcp, { method: 'POST', body: JSON.stringify(initialize), headers: {
      Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' } });
    assert.equal(connected.status, 200);
    for (const answer of [refused, granted, connected]) assert.ok(!JSON.stringify(answer).includes('127.0.0.1:'));

    assert.equal((await ask(`${origins.callbacks}/_mock/api/world`)).status, 404);
    assert.equal((await ask(`${origins.callbacks}/_mock/`, { headers: { Host: `127.0.0.1:${proxy.to}` } })).status, 404);
    assert.equal((await fetch(`${mock.origins.callbacks}/_mock/api/world`)).status, 200);
    assert.deepEqual(problems, []);
  } finally {
    redirect.server.closeAllConnections();
    redirect.server.close();
    await browser.close();
    await mock.stop();
    proxy.closeAllConnections();
    proxy.close();
  }
});
