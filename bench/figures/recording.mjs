// What recording costs: the throughput of a mock with a transcript beside one without, by turns.
//
//   node bench/figures/recording.mjs [--build build/release] [--rounds 5] [--seconds 5] [--connections 16] [--json FILE]
//
// Needs wrk; build omni-conform before. Exit status 1: a limit was missed.
import { ask, toolCall } from '../peers/mcp.mjs';
import { load, requirePrograms } from '../peers/wrk.mjs';
import { median, options, round, Verdicts } from './measurement.mjs';

const values = options({ rounds: 5, seconds: 5, connections: 16 });
requirePrograms(['wrk']);
const { startMock } = await import('../../tests/browser/serve.mjs');
const mocks = { on: await startMock(), off: await startMock({ args: ['--no-transcript'] }) };
const rates = { on: [], off: [] };

for (let turn = 0; turn < values.rounds; ++turn) {
  for (const which of turn % 2 ? ['off', 'on'] : ['on', 'off']) {
    const mock = mocks[which];
    const request = toolCall(mock.keys.acme_querier_key, 'pickModel', {});
    await ask(mock.keyUrls.acme, request);
    const { perSecond } = await load(`transcript ${which}`, mock.keyUrls.acme, request, values);
    rates[which].push(perSecond);
  }
}
const figures = {};
for (const [which, all] of Object.entries(rates)) {
  figures[which] = { perSecond: round(median(all), 0), least: round(Math.min(...all), 0), most: round(Math.max(...all), 0) };
  console.log(`transcript ${which.padEnd(4)} ${JSON.stringify(figures[which])}`);
}
const verdicts = new Verdicts();
verdicts.check('throughput with the transcript, of that without', figures.on.perSecond / figures.off.perSecond, 'at least', 0.85);
for (const mock of Object.values(mocks)) await mock.stop();
process.exit(verdicts.finish(values, { figures }));
