// What is measured beside the mock: a bare handler and nginx that answer the mock's bytes, and a server of the
// TypeScript SDK with oauth2-mock-server. Each is {name, url, request} for wrk.
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folder, run, start } from './processes.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '../..');
const packages = join(root, 'build/peers');

// What package-lock.json pins, from npm, and our two servers beside it, which import it.
export async function installPackages() {
  mkdirSync(packages, { recursive: true });
  for (const file of ['typescript_server.mjs', 'authorization_server.mjs']) copyFileSync(join(here, file), join(packages, file));
  const lock = readFileSync(join(here, 'package-lock.json'), 'utf8');
  const installed = join(packages, 'package-lock.json');
  if (existsSync(join(packages, 'node_modules/.complete')) && readFileSync(installed, 'utf8') === lock) return;
  console.error('installing the peers from npm …');
  rmSync(join(packages, 'node_modules'), { recursive: true, force: true });
  cpSync(join(here, 'package.json'), join(packages, 'package.json'));
  cpSync(join(here, 'package-lock.json'), installed);
  await run('npm ci', ['npm', 'ci', '--no-audit', '--no-fund'], { cwd: packages });
  writeFileSync(join(packages, 'node_modules/.complete'), '');
}

export async function startBare(program, body, type) {
  const file = join(folder, 'answer');
  writeFileSync(file, body);
  const server = await start('the bare handler', [program, file, type]);
  return { ...server, url: `http://127.0.0.1:${server.line}/` };
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

// nginx cannot pick a port by itself, so one that was free a moment ago.
export async function startNginx(program, body, type) {
  if (/[$'\\\n]/.test(body.replace(/\\"/g, '')) || body.length > 4000) throw new Error('nginx cannot quote this answer');
  const port = await freePort();
  const quoted = body.replace(/\\/g, '\\\\').replace(/'/g, "\\'");
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${folder}/${one};`);
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, `
daemon off; worker_processes auto; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log;
${process.getuid() === 0 ? 'user root;' : ''}
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000; keepalive_timeout 75s; tcp_nodelay on; server_tokens off;
  ${paths.join(' ')}
  server { listen 127.0.0.1:${port}; location / { default_type ${type}; return 200 '${quoted}'; } }
}`);
  const server = await start('nginx', [program, '-c', file, '-p', folder], { waits: false });
  const url = `http://127.0.0.1:${port}/`;
  await answers(url, readFileSync.bind(null, join(folder, 'nginx.log'), 'utf8'));
  return { ...server, url };
}

async function answers(url, why) {
  for (let left = 200; left > 0; --left) {
    try {
      return await fetch(url);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error(`${url} does not answer: ${why()}`);
}

// The SDK's server and the authorization server, each in a process of its own.
export async function startTypescript(key, answer) {
  const node = join(packages, 'node_modules/.bin/node');
  const issuer = await start('oauth2-mock-server', [node, 'authorization_server.mjs'], { cwd: packages });
  const server = await start('the TypeScript server', [node, 'typescript_server.mjs'], {
    cwd: packages,
    environment: { KEY: key, ISSUER: issuer.line, ANSWER: JSON.stringify(answer) },
  });
  return {
    keyUrl: `${server.line}/key`,
    sessionUrl: `${server.line}/session`,
    oauthUrl: `${server.line}/mcp`,
    async stop() {
      await server.stop();
      await issuer.stop();
    },
  };
}
