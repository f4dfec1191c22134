// What a mock holds and endures: start to first answer, memory when idle and after a million recorded exchanges, which
// must all be readable, and a thousand open event streams.
//
//   node bench/figures/endurance.mjs [--build build/release] [--exchanges 1000000] [--streams 1000] [--json FILE]
//
// Needs wrk; build omni-conform and serve_times before. Exit status 1: a limit was missed.
import http from 'node:http';
import { join } from 'node:path';
import { toolCall } from '../peers/mcp.mjs';
import { run } from '../peers/processes.mjs';
import { load, requirePrograms } from '../peers/wrk.mjs';
import { median, options, root, round, Verdicts } from './measurement.mjs';
import { bench, control, residentBytes, worldFile } from './served.mjs';

const values = options({ exchanges: 1_000_000, streams: 1000, rounds: 5, rate: 500 });
requirePrograms(['wrk']);
const { startMock } = await import('../../tests/browser/serve.mjs');
const figures = {};
const verdicts = new Verdicts();
const megabytes = (bytes) => round(bytes / 1e6, 1);

const times = await run('serve_times', [join(values.build, 'bench/serve_times'), values.program, join(root, 'fixtures')]);
console.log(times);
figures.startMs = Number(times.match(/start to the end of the first answer +median +([0-9.]+) ms/)[1]);
verdicts.check('start to first answer', figures.startMs, 'at most', 20, ' ms');

async function recorded(mock) {
  const told = await control(mock, 'metrics');
  return Number(told.match(/^omni_mock_transcript_entries (\S+)/m)[1]);
}

// Reads the whole transcript by pages; every number must come once, in order, with its bodies.
async function readAll(mock) {
  let after = 0;
  while (true) {
    const page = await control(mock, `api/transcript?limit=1000&after=${after}`);
    for (const entry of page.entries) {
      if (entry.number !== ++after) throw new Error(`entry ${after} is missing: there is ${entry.number} instead`);
      if (entry.kind !== 'exchange') continue;
      if (!entry.request.body.includes('pickModel') || !entry.response.body.includes('models')) {
        throw new Error(`entry ${after} is not as it was: ${JSON.stringify(entry)}`);
      }
    }
    if (page.entries.length === 0) return after;
  }
}

{
  const mock = await startMock();
  figures.idleMegabytes = megabytes(residentBytes(mock.pid));
  const request = toolCall(mock.keys.acme_querier_key, 'pickModel', {});
  while (await recorded(mock) < values.exchanges) await load('the mock', mock.keyUrls.acme, request, { seconds: 5 });
  figures.recorded = await recorded(mock);
  figures.recordedMegabytes = megabytes(residentBytes(mock.pid));
  const began = performance.now();
  figures.read = await readAll(mock);
  figures.readSeconds = round((performance.now() - began) / 1000, 1);
  figures.readMegabytes = megabytes(residentBytes(mock.pid));
  await mock.stop();
  console.log(`${figures.recorded} recorded, ${figures.read} read in ${figures.readSeconds} s, ${figures.readMegabytes} MB afterwards`);
  verdicts.check('resident, idle', figures.idleMegabytes, 'at most', 30, ' MB');
  verdicts.check(`resident after ${figures.recorded} exchanges`, figures.recordedMegabytes, 'at most', 200, ' MB');
  verdicts.check('of them readable', figures.read / figures.recorded, 'at least', 1);
}

async function openStreams(mock, count) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
  const headers = { Authorization: `Bearer ${mock.keys.acme_querier_key}`, Accept: 'text/event-stream' };
  const open = (_, number) => new Promise((resolve, reject) => {
    const request = http.get(mock.keyUrls.acme, { agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`stream ${number}: HTTP ${response.statusCode}`));
      response.resume();
      response.on('error', () => {});  // they end with the mock
      resolve(response);
    });
    request.on('error', reject);
  });
  return Promise.all(Array.from({ length: count }, open));
}

{
  const args = ['--world', worldFile('streams', (world) => (world.mcp = { ...world.mcp, get_stream: true }))];
  const alone = [];
  const among = [];
  const plan = ['--rate', values.rate, '--concurrency', 16, '--duration', 3];
  for (let turn = 0; turn < values.rounds; ++turn) {
    const mock = await startMock({ args });
    alone.push((await bench(values.program, mock, 'tools/list', plan)).p99);
    const streams = await openStreams(mock, values.streams);
    among.push((await bench(values.program, mock, 'tools/list', plan)).p99);
    const ended = streams.filter((stream) => stream.destroyed || stream.complete).length;
    if (ended > 0) throw new Error(`${ended} of the streams ended by themselves`);
    await mock.stop();
  }
  figures.toolsListP99 = { alone: median(alone), amongStreams: median(among) };
  console.log(`tools/list, p99 in microseconds: ${JSON.stringify(figures.toolsListP99)}`);
  verdicts.check(`p99 of tools/list with ${values.streams} streams open, times that with none`,
    figures.toolsListP99.amongStreams / figures.toolsListP99.alone, 'at most', 2);
}
process.exit(verdicts.finish(values, { figures }));
