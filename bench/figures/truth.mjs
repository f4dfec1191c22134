// Whether `bench --rate` tells the truth: beside an open loop that shares nothing with it, with answers that are late on
// purpose, and with a mock that stands still for a second.
//
//   node bench/figures/truth.mjs [--build build/release] [--rate 500] [--seconds 20] [--rounds 5] [--json FILE]
//
// Build omni-conform and open_loop before. Exit status 1: a limit was missed.
import { join } from 'node:path';
import { run } from '../peers/processes.mjs';
import { median, options, Verdicts } from './measurement.mjs';
import { atPercentile, bench, control, pickModelFile } from './served.mjs';

const values = options({ rate: 500, seconds: 20, rounds: 5, concurrency: 64 });
const { startMock } = await import('../../runner/browser/serve.mjs');
const mock = await startMock();
const port = new URL(mock.keyUrls.acme).port;
const request = pickModelFile(mock);
const warmUp = 1;

async function independent(seconds) {
  const out = await run('open_loop', [join(values.build, 'bench/figures/open_loop'), port, String(values.concurrency),
    String(values.rate), String(warmUp), String(seconds), request]);
  return JSON.parse(out);
}
async function ours(seconds) {
  const row = await bench(values.program, mock, 'pickModel', ['--rate', values.rate, '--concurrency', values.concurrency,
    '--warm-up', warmUp, '--duration', seconds]);
  return { ...row, 'p99.5': atPercentile(row.cells, 99.5) };
}

// By turns, so that a busy machine is busy for both.
async function compare(seconds, rounds) {
  const both = { ours: [], independent: [] };
  for (let turn = 0; turn < rounds; ++turn) {
    for (const who of turn % 2 ? ['independent', 'ours'] : ['ours', 'independent']) {
      both[who].push(await (who === 'ours' ? ours : independent)(seconds));
    }
  }
  const of = (who, metric) => median(both[who].map((one) => one[metric]));
  const told = {};
  for (const metric of ['p50', 'p99', 'p99.5']) {
    told[metric] = { ours: of('ours', metric), independent: of('independent', metric) };
  }
  return told;
}

const figures = {};
const verdicts = new Verdicts();
const apart = ({ ours: a, independent: b }) => Math.abs(a - b) / b * 100;
async function withFault(effect, on, body) {
  const { id } = await control(mock, 'api/faults', { method: 'POST', body: { on: { endpoint: 'mcp', rpc: 'tools/call', ...on }, do: effect } });
  try {
    return await body();
  } finally {
    await control(mock, `api/faults/${id}`, { method: 'DELETE' });
  }
}

console.log(`pickModel, ${values.rate} a second, microseconds:`);
figures.plain = await compare(values.seconds, values.rounds);
console.log(`  as it is            ${JSON.stringify(figures.plain)}`);
figures.delayed = await withFault({ delay_ms: 20 }, {}, () => compare(values.seconds, values.rounds));
console.log(`  each 20 ms late     ${JSON.stringify(figures.delayed)}`);
figures.some = await withFault({ delay_ms: 100 }, { probability: 0.01 }, () => compare(values.seconds, values.rounds));
console.log(`  1 % 100 ms late     ${JSON.stringify(figures.some)}`);

// Stopped for a second while the load goes on: what fell due meanwhile had to wait.
async function stalled() {
  const measuring = ours(6);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  process.kill(mock.pid, 'SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  process.kill(mock.pid, 'SIGCONT');
  const row = await measuring;
  return { slow: row.cells.reduce((sum, [highest, count]) => sum + (highest > 50_000 ? count : 0), 0), max: row.max };
}
const stalls = [];
for (let turn = 0; turn < values.rounds; ++turn) stalls.push(await stalled());
figures.stall = { requestsOver50Ms: median(stalls.map((one) => one.slow)), max: median(stalls.map((one) => one.max)) };
console.log(`  a second's stall    ${JSON.stringify(figures.stall)}\n`);

verdicts.check('p50 apart from the independent open loop', apart(figures.plain.p50), 'at most', 5, ' %');
verdicts.check('p99 apart from the independent open loop', apart(figures.plain.p99), 'at most', 5, ' %');
verdicts.check('p50 apart, each answer 20 ms late', apart(figures.delayed.p50), 'at most', 5, ' %');
verdicts.check('p99 apart, each answer 20 ms late', apart(figures.delayed.p99), 'at most', 5, ' %');
verdicts.check('p99.5 apart from 100 ms, 1 % of answers that late', Math.abs(figures.some['p99.5'].ours - 100_000) / 1000, 'at most', 5, ' %');
// Of the second, the last 50 ms wait less than that.
verdicts.check("share of a second's requests that show its stall", figures.stall.requestsOver50Ms / values.rate, 'at least', 0.9);
verdicts.check("share of a second's requests that show its stall", figures.stall.requestsOver50Ms / values.rate, 'at most', 1.1);
await mock.stop();
process.exit(verdicts.finish(values, { figures }));
