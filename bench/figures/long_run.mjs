// What a mock that people leave running endures: mixed requests without an error beside an open console with its
// verdicts, thousands of connections, thousands of slow ones, and what is asked of a long record afterwards.
//
//   node bench/figures/long_run.mjs [--build build/release] [--exchanges 1000000] [--connections 4000] [--slow 2000]
//
// Needs wrk, Chromium and the packages of tests/browser (./check installs them). Exit status 1: a limit was missed.
import { createConnection } from 'node:net';
import { once } from 'node:events';
import { toolCall } from '../peers/mcp.mjs';
import { load, requirePrograms } from '../peers/wrk.mjs';
import { median, options, round, Verdicts } from './measurement.mjs';
import { bench, control, residentBytes } from './served.mjs';

const values = options({ exchanges: 1_000_000, connections: 4000, slow: 2000, rounds: 3, rate: 300 });
requirePrograms(['wrk']);
const { launchChromium, newPerson, startMock } = await import('../../tests/browser/mock.mjs');
const figures = {};
const verdicts = new Verdicts();
const megabytes = (bytes) => round(bytes / 1e6, 1);
const key = (mock) => mock.keys.acme_querier_key;
const acmeModel = '9d9440e5-8522-4507-b092-1ac26ba26673';

const message = (mock, method, params) => {
  const request = toolCall(key(mock), '', {});
  return { ...request, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) };
};
// What clients ask, all of it to be served.
const mixed = (mock) => [
  message(mock, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'long run', version: '1' } }),
  message(mock, 'ping', {}),
  message(mock, 'tools/list', {}),
  toolCall(key(mock), 'pickModel', {}),
  toolCall(key(mock), 'getData', { modelId: acmeModel, topicName: 'order_items', prompt: 'orders by status' }),
  { method: 'GET', path: '/login' },
];

async function openVerdicts(browser, mock) {
  const problems = [];
  const page = await newPerson(browser, problems);
  await page.goto(`${mock.origins.callbacks}/_mock/`);
  await page.getByText('Put into this case').first().waitFor();
  await page.getByRole('tab', { name: /Verdicts/ }).click();
  return { page, problems };
}

async function timed(work) {
  const began = performance.now();
  const result = await work();
  return { result, ms: round(performance.now() - began, 1) };
}

const recorded = async (mock) =>
  Number((await control(mock, 'metrics')).match(/^omni_mock_transcript_entries (\S+)/m)[1]);

// The archive, byte by byte and kept nowhere; gives its megabytes and the most that the mock held meanwhile.
async function readArchive(mock) {
  const response = await fetch(`${mock.origins.callbacks}/_mock/api/transcript.har`);
  let bytes = 0;
  let most = 0;
  let pieces = 0;
  for await (const piece of response.body) {
    bytes += piece.length;
    if (pieces++ % 1000 === 0) most = Math.max(most, residentBytes(mock.pid));
  }
  return { megabytes: megabytes(bytes), residentMegabytes: megabytes(most) };
}

const browser = await launchChromium();
try {
  const mock = await startMock();
  const plan = ['--rate', values.rate, '--concurrency', 8, '--duration', 4];
  const alone = [];
  const beside = [];
  for (let turn = 0; turn < values.rounds; ++turn) {
    alone.push((await bench(values.program, mock, 'pickModel', plan)).p99);
    const { page, problems } = await openVerdicts(browser, mock);
    beside.push((await bench(values.program, mock, 'pickModel', plan)).p99);
    await page.context().close();
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }
  figures.pickModelP99 = { alone: median(alone), besideConsole: median(beside) };
  console.log(`pickModel, p99 in microseconds: ${JSON.stringify(figures.pickModelP99)}`);
  verdicts.check('p99 of pickModel beside an open console with verdicts, times that without',
    figures.pickModelP99.besideConsole / figures.pickModelP99.alone, 'at most', 2);

  const { page, problems } = await openVerdicts(browser, mock);
  let requests = 0;
  while (requests < 500_000) {
    requests += (await load('the mock', mock.keyUrls.acme, mixed(mock), { seconds: 10 })).requests;
    console.log(`${requests} mixed requests, ${megabytes(residentBytes(mock.pid))} MB`);
  }
  figures.mixedRequests = requests; // load() throws at the first error
  await page.getByRole('tab', { name: /Verdicts/ }).waitFor();
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await page.context().close();
  verdicts.check('mixed requests beside the console, none with an error', requests, 'at least', 500_000);

  while (await recorded(mock) < values.exchanges) await load('the mock', mock.keyUrls.acme, mixed(mock), { seconds: 10 });
  const total = await recorded(mock);
  figures.recorded = total;
  figures.recordedMegabytes = megabytes(residentBytes(mock.pid));
  const api = (path) => timed(() => control(mock, `api/${path}`));
  figures.ms = {
    firstEntry: (await api('transcript?limit=1')).ms,
    lateEntry: (await api(`transcript?limit=1&after=${total - 1}`)).ms,
    hundredInTheMiddle: (await api(`transcript?limit=100&after=${Math.floor(total / 2)}`)).ms,
  };
  const judged = { ms: 0, requests: 0 };
  for (let done = false; !done; judged.requests += 1) {
    const { result, ms } = await api('verdicts');
    judged.ms = round(judged.ms + ms, 1);
    done = result.judged_to >= total;
  }
  figures.verdicts = judged;
  const archive = await timed(() => readArchive(mock));
  figures.archive = { ...archive.result, seconds: round(archive.ms / 1000, 1) };
  figures.afterwardsMegabytes = megabytes(residentBytes(mock.pid));
  console.log(JSON.stringify(figures, null, 2));
  verdicts.check(`resident after ${total} exchanges`, figures.recordedMegabytes, 'at most', 300, ' MB');
  verdicts.check('resident while the archive was read', figures.archive.residentMegabytes, 'at most', 400, ' MB');
  verdicts.check('one entry out of them', Math.max(figures.ms.firstEntry, figures.ms.lateEntry), 'at most', 50, ' ms');
  await mock.stop();

  const many = await startMock();
  const crowd = await load('the mock', many.keyUrls.acme, mixed(many), { connections: values.connections, seconds: 20 });
  figures.manyConnections = { ...crowd, residentMegabytes: megabytes(residentBytes(many.pid)) };
  verdicts.check(`requests over ${values.connections} connections, none with an error`, crowd.requests, 'at least', values.connections);
  await many.stop();

  const slow = await startMock();
  const { hostname, port, host, pathname } = new URL(slow.keyUrls.acme);
  const before = (await bench(values.program, slow, 'pickModel', plan)).p99;
  const sockets = await Promise.all(Array.from({ length: values.slow }, async () => {
    const socket = createConnection(Number(port), hostname);
    socket.on('error', () => {}); // the mock may end whoever is too slow
    await once(socket, 'connect');
    socket.write(`POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `);
    return socket;
  }));
  const drip = setInterval(() => { for (const socket of sockets) socket.write('x'); }, 1000);
  const among = (await bench(values.program, slow, 'pickModel', plan)).p99;
  clearInterval(drip);
  figures.slow = { before, among, residentMegabytes: megabytes(residentBytes(slow.pid)) };
  for (const socket of sockets) socket.destroy();
  await slow.stop();
  verdicts.check(`p99 of pickModel among ${values.slow} slow connections, times that without`, among / before, 'at most', 2);
  console.log(JSON.stringify(figures, null, 2));
} finally {
  await browser.close();
}
process.exit(verdicts.finish(values, { figures }));
