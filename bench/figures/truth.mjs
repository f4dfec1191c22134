// Whether `bench --rate` tells the truth: beside an open loop that shares nothing with it, with answers that are late on
// purpose, and with a mock that stands still for a second.
//
//   node bench/figures/truth.mjs [--build build/release] [--rate 1000] [--seconds 20] [--rounds 5] [--json FILE]
//
// Build omni-conform and open_loop before. Exit status 1: a limit was missed.
import { join } from 'node:path';
import { run } from '../peers/processes.mjs';
import { median, options, round, Verdicts } from './measurement.mjs';
import { atPercentile, bench, control, pickModelFile } from './served.mjs';

const values = options({ rate: 1000, seconds: 20, rounds: 5, concurrency: 64 });
const { startMock } = await import('../../tests/browser/serve.mjs');
const mock = await startMock();
const port = new URL(mock.keyUrls.acme).port;
const request = pickModelFile(mock);
const warmUp = 1;

async function independent(rate) {
  const out = await run('open_loop', [join(values.build, 'bench/figures/open_loop'), port, String(values.concurrency),
    String(rate), String(warmUp), String(values.seconds), request]);
  return JSON.parse(out);
}
async function ours(rate, seconds = values.seconds) {
  const row = await bench(values.program, mock, 'pickModel', ['--rate', rate, '--concurrency', values.concurrency,
    '--warm-up', warmUp, '--duration', seconds]);
  return { ...row, 'p99.5': atPercentile(row.cells, 99.5) };
}

// Both at the same time, so that whatever else the machine does meanwhile happens to both: by turns, a program differs
// from itself by more than the limit. Their rates are not quite the same, or one would always come just before the other.
async function atOnce(one, other) {
  const told = { one: [], other: [] };
  for (let turn = 0; turn < values.rounds; ++turn) {
    const rates = [values.rate / 2, values.rate / 2 * 1.004];
    if (turn % 2) rates.reverse();
    const [first, second] = await Promise.all([one(rates[0]), other(rates[1])]);
    told.one.push(first);
    told.other.push(second);
  }
  const of = (who, metric) => median(told[who].map((row) => row[metric]));
  // The median of the rounds' ratios: a round in which the machine stood still does so for both.
  const ratio = (metric) => round(median(told.one.map((row, turn) => row[metric] / told.other[turn][metric])), 4);
  return Object.fromEntries(['p50', 'p99', 'p99.5'].map((metric) => [metric,
    { one: of('one', metric), other: of('other', metric), ratio: ratio(metric) }]));
}

const figures = {};
const verdicts = new Verdicts();
const apart = ({ ratio }) => Math.abs(ratio - 1) * 100;
async function withFault(effect, on, body) {
  const { id } = await control(mock, 'api/faults', { method: 'POST', body: { on: { endpoint: 'mcp', rpc: 'tools/call', ...on }, do: effect } });
  try {
    return await body();
  } finally {
    await control(mock, `api/faults/${id}`, { method: 'DELETE' });
  }
}

console.log(`pickModel, ${values.rate} a second, microseconds, bench and the independent loop:`);
figures.plain = await atOnce(ours, independent);
console.log(`  as it is            ${JSON.stringify(figures.plain)}`);
figures.delayed = await withFault({ delay_ms: 20 }, {}, () => atOnce(ours, independent));
console.log(`  each 20 ms late     ${JSON.stringify(figures.delayed)}`);
figures.some = await withFault({ delay_ms: 100 }, { probability: 0.01 }, () => atOnce(ours, independent));
console.log(`  1 % 100 ms late     ${JSON.stringify(figures.some)}`);
figures.control = await atOnce(independent, independent);
console.log(`  the independent loop twice, to see what the machine alone makes  ${JSON.stringify(figures.control)}`);

// Stopped for a second while the load goes on: what fell due meanwhile had to wait.
async function stalled() {
  const measuring = ours(values.rate, 6);
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
console.log(`the independent loop apart from itself: p50 ${round(apart(figures.control.p50))} %, p99 ${round(apart(figures.control.p99))} %`);
verdicts.check('p50 apart, each answer 20 ms late', apart(figures.delayed.p50), 'at most', 5, ' %');
verdicts.check('p99 apart, each answer 20 ms late', apart(figures.delayed.p99), 'at most', 5, ' %');
verdicts.check('p99.5 apart from 100 ms, 1 % of answers that late', Math.abs(figures.some['p99.5'].one - 100_000) / 1000, 'at most', 5, ' %');
// Of the second, the last 50 ms wait less than that.
verdicts.check("share of a second's requests that show its stall", figures.stall.requestsOver50Ms / values.rate, 'at least', 0.9);
verdicts.check("share of a second's requests that show its stall", figures.stall.requestsOver50Ms / values.rate, 'at most', 1.1);
await mock.stop();
process.exit(verdicts.finish(values, { figures }));
