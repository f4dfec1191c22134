// `serve --public`: the mock behind a proxy that ends TLS, at two host names, as a tunnel gives them to it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { createServer as createTlsServer, request as tlsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { launchChromium, newPerson, signIn, startMock } from './mock.mjs';
import { OAuthClient, statusOfInitialize } from './oauth_client.mjs';

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

// As fetch(), of a client that is elsewhere: by names that nobody but the proxy knows.
async function ask(url, { method = 'GET', headers = {}, body = '' } = {}) {
  const { hostname, host, port, pathname, search } = new URL(url);
  const form = body instanceof URLSearchParams ? { 'Content-Type': 'application/x-www-form-urlencoded' } : {};
  const asked = tlsRequest({ host: '127.0.0.1', port, servername: hostname, rejectUnauthorized: false, agent: false,
    method, path: pathname + search, headers: { Host: host, ...form, ...headers } });
  asked.end(body.toString());
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const piece of response.setEncoding('utf8')) text += piece;
  return new Response(text, { status: response.statusCode, headers: response.headers });
}

test('a client connects by OAuth through a tunnel, and only by its names', async () => {
  const proxy = await startProxy();
  const port = proxy.address().port;
  const origins = { callbacks: `https://callbacks.tunnel.localhost:${port}`, acme: `https://acme.tunnel.localhost:${port}` };
  const mock = await startMock({ args: Object.entries(origins).flatMap(([site, origin]) => ['--public', `${site}=${origin}`]) });
  proxy.to = new URL(mock.origins.callbacks).port;
  const mcp = `${origins.callbacks}/callback/mcp`;
  const there = { ...mock, oauthUrl: mcp, origins: { ...mock.origins, ...origins } };
  const answers = []; // all that a client elsewhere is told
  const askAndKeep = async (...request) => {
    const response = await ask(...request);
    answers.push(`${JSON.stringify([...response.headers])}\n${await response.clone().text()}`);
    return response;
  };
  const browser = await launchChromium();
  const client = await OAuthClient.register(there, 'In a cloud', askAndKeep);
  const problems = [];
  try {
    const refused = await askAndKeep(mcp, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
    assert.equal(refused.status, 401);
    const metadataUrl = refused.headers.get('www-authenticate').match(/resource_metadata="([^"]+)"/)[1];
    assert.ok(metadataUrl.startsWith(`${origins.callbacks}/`), metadataUrl);
    const resource = await (await askAndKeep(metadataUrl)).json();
    assert.equal(resource.resource, mcp);
    const { origin, pathname } = new URL(resource.authorization_servers[0]);
    const server = await (await askAndKeep(`${origin}/.well-known/oauth-authorization-server${pathname.replace(/\/$/, '')}`)).json();
    assert.equal(server.authorization_endpoint, client.authorizationUrl().split('?')[0]);

    const page = await newPerson(browser, problems, { ignoreHTTPSErrors: true });
    await signIn(page, there, 'acme', 'quinn@acme.example');
    await page.goto(client.authorizationUrl());
    assert.ok(page.url().startsWith(`${origins.acme}/`), page.url());
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.getByText('You can close this window.').waitFor();
    assert.equal(await statusOfInitialize(mcp, await client.exchange(), askAndKeep), 200);
    const own = client.redirectUri; // the client's, which it told itself
    for (const answer of answers) assert.ok(!answer.replaceAll(own, '').includes('127.0.0.1:'), answer);

    assert.equal((await ask(`${origins.callbacks}/_mock/api/world`)).status, 404);
    assert.equal((await ask(`${origins.callbacks}/_mock/`, { headers: { Host: `127.0.0.1:${proxy.to}` } })).status, 404);
    assert.equal((await fetch(`${mock.origins.callbacks}/_mock/api/world`)).status, 200);
    assert.deepEqual(problems, []);
  } finally {
    client.close();
    await browser.close();
    await mock.stop();
    proxy.closeAllConnections();
    proxy.close();
  }
});
