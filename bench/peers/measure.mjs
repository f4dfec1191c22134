// The mock beside what people would use instead, on one machine in one run: wrk by turns on every server, the median of
// five rounds, ratios against their limits. Then a cold OAuth connect, by our client, against the mock and the peer.
//
//   node bench/peers/measure.mjs [--build build/release] [--rounds 5] [--seconds 5] [--connections 16] [--json FILE]
//
// Needs wrk and nginx-light (Debian) and npm; build omni-conform and bare_httplib before. Exit status 1: a limit was missed.
import { join } from 'node:path';
import { median, options, round, Verdicts } from '../figures/measurement.mjs';
import { ask, openSession, toolCall } from './mcp.mjs';
import { run } from './processes.mjs';
import { installPackages, startBare, startNginx, startTypescript } from './rivals.mjs';
import { load, requirePrograms } from './wrk.mjs';

const values = options({ rounds: 5, seconds: 5, connections: 16 });
const programs = requirePrograms(['wrk', 'nginx', 'npm']);
await installPackages();
const { startMock } = await import('../../tests/browser/serve.mjs');

const mock = await startMock();
const key = mock.keys.acme_querier_key;
const mockUrl = mock.keyUrls.acme;
const pickModel = toolCall(key, 'pickModel', {});
const answer = await ask(mockUrl, pickModel);
const [model] = answer.json.result.structuredContent.models;
const getData = toolCall(key, 'getData', { modelId: model.id, topicName: 'order_items', prompt: 'total revenue by status' });
const count = await ask(mockUrl, toolCall(key, 'getData', { modelId: model.id, topicName: 'order_items', prompt: 'how many order items' }));
await ask(mockUrl, getData);
const [[grouped]] = count.json.result.structuredContent.rows;
console.log(`getData groups ${grouped} rows`);

const bare = await startBare(join(values.build, 'bench/peers/bare_httplib'), answer.text, answer.type);
const nginx = await startNginx(programs.nginx, answer.text, answer.type);
const typescript = await startTypescript(key, answer.json.result.structuredContent);
for (const server of [bare, nginx]) {
  const { text } = await ask(server.url, pickModel);
  if (text !== answer.text) throw new Error(`${server.url} does not answer the same bytes`);
}
const session = await openSession(typescript.sessionUrl, key);
const inSession = toolCall(key, 'pickModel', {}, session);
for (const [url, request] of [[typescript.keyUrl, pickModel], [typescript.sessionUrl, inSession]]) {
  const { json } = await ask(url, request);
  if (JSON.stringify(json.result.structuredContent) !== JSON.stringify(answer.json.result.structuredContent)) {
    throw new Error(`${url} does not give the same answer`);
  }
}

const servers = [
  { id: 'mock', name: 'mock, pickModel', url: mockUrl, request: pickModel },
  { id: 'getData', name: 'mock, getData', url: mockUrl, request: getData },
  { id: 'bare', name: 'bare cpp-httplib', url: bare.url, request: pickModel },
  { id: 'nginx', name: 'nginx', url: nginx.url, request: pickModel },
  { id: 'typescript', name: 'TypeScript SDK', url: typescript.keyUrl, request: pickModel },
  { id: 'typescriptSession', name: 'TypeScript SDK, session', url: typescript.sessionUrl, request: inSession },
];
const wanted = { connections: values.connections, seconds: values.seconds };
for (const server of servers) {
  server.rounds = [];
  await load(server.name, server.url, server.request, { ...wanted, seconds: 1 });  // warm-up
}
for (let turn = 0; turn < values.rounds; ++turn) {
  for (let i = 0; i < servers.length; ++i) {
    const server = servers[(i + turn) % servers.length];
    server.rounds.push(await load(server.name, server.url, server.request, wanted));
  }
}
const figures = {};
console.log(`\n${'server'.padEnd(24)} ${'per s'.padStart(10)} ${'least'.padStart(10)} ${'most'.padStart(10)} ${'p50 ms'.padStart(8)} ${'p99 ms'.padStart(8)}`);
for (const server of servers) {
  const rates = server.rounds.map((one) => one.perSecond);
  const figure = {
    perSecond: round(median(rates), 0),
    least: round(Math.min(...rates), 0),
    most: round(Math.max(...rates), 0),
    p50: round(median(server.rounds.map((one) => one.p50)), 3),
    p99: round(median(server.rounds.map((one) => one.p99)), 3),
  };
  figures[server.id] = figure;
  console.log([server.name.padEnd(24), ...[figure.perSecond, figure.least, figure.most].map((one) => String(one).padStart(10)),
    ...[figure.p50, figure.p99].map((one) => String(one).padStart(8))].join(' '));
}

// A cold connect by our client: `bench connect`, the same program for both.
const connects = { mock: [], typescript: [] };
const places = {
  mock: ['--oauth', mock.oauthUrl, '--sign-in', `${mock.origins.acme}/login`, '--email', 'quinn@acme.example',
    '--password', mock.passwords['quinn@acme.example']],
  typescript: ['--oauth', typescript.oauthUrl],
};
for (let turn = 0; turn < values.rounds; ++turn) {
  for (const id of turn % 2 ? ['typescript', 'mock'] : ['mock', 'typescript']) {
    const out = await run(`bench connect on ${id}`, [values.program, 'bench', 'connect', ...places[id], '--repetitions', '1',
      '--duration', String(Math.min(values.seconds, 3)), '--json', '-']);
    const [row] = JSON.parse(out).operations;
    const [repetition] = row.repetitions;
    if (Object.keys(repetition.errors).length > 0) throw new Error(`connect on ${id}: ${JSON.stringify(repetition.errors)}`);
    connects[id].push({ p50: row.p50_us, p99: row.p99_us, requests: repetition.round_trips / repetition.succeeded });
  }
}
figures.connect = {};
for (const [id, rows] of Object.entries(connects)) {
  figures.connect[id] = {
    p50: median(rows.map((row) => row.p50)),
    p99: median(rows.map((row) => row.p99)),
    requests: rows[0].requests,
  };
}
console.log(`\ncold connect, microseconds: ${JSON.stringify(figures.connect)}`);

console.log();
const verdicts = new Verdicts();
const against = (id) => figures.mock.perSecond / figures[id].perSecond;
verdicts.check('pickModel, of the bare cpp-httplib handler', against('bare'), 'at least', 0.8);
verdicts.check('pickModel, of nginx', against('nginx'), 'at least', 0.35);
verdicts.check('pickModel, times the TypeScript SDK server', against('typescript'), 'at least', 30);
verdicts.check('getData, of pickModel', figures.getData.perSecond / figures.mock.perSecond, 'at least', 0.5);
verdicts.check('cold connect, times faster than TypeScript and oauth2-mock-server',
  figures.connect.typescript.p50 / figures.connect.mock.p50, 'at least', 10);
console.log(`beside them: ${round(against('typescriptSession'))} times the TypeScript SDK server with MCP sessions`);

for (const server of [typescript, nginx, bare, mock]) await server.stop();
process.exit(verdicts.finish(values, { figures }));
