// wrk, the load generator of Debian: one run of it as numbers. Every answer must be a success. Of several requests each
// connection sends one after the other.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, run } from './processes.mjs';

export function requirePrograms(names) {
  const places = [...(process.env.PATH ?? '').split(':'), '/usr/sbin'];
  const found = {};
  const missing = [];
  for (const name of names) {
    const place = places.find((one) => existsSync(join(one, name)));
    if (place) found[name] = join(place, name);
    else missing.push(name === 'nginx' ? 'nginx-light' : name);
  }
  if (missing.length === 0) return found;
  console.error(`Missing: run  apt-get install --no-install-recommends ${missing.join(' ')}`);
  process.exit(2);
}

const quoted = (text) => `"${String(text).replace(/[\\"\n]/g, (c) => (c === '\n' ? '\\n' : `\\${c}`))}"`;

const table = (fields) =>
  `{${Object.entries(fields ?? {}).map(([name, value]) => `[${quoted(name)}] = ${quoted(value)}`).join(', ')}}`;
const formatted = ({ method = 'POST', path, headers, body }) =>
  `wrk.format(${quoted(method)}, ${path ? quoted(path) : 'nil'}, ${table(headers)}, ${body ? quoted(body) : 'nil'})`;

// wrk reads what to send from a script in Lua, which also tells the result.
function scriptOf(requests) {
  return [
    'local requests, turn = {}, 0',
    'function init()',
    `  requests = {${requests.map(formatted).join(', ')}}`,
    'end',
    'function request()',
    '  turn = turn % #requests + 1',
    '  return requests[turn]',
    'end',
    'function done(summary, latency)',
    '  local e = summary.errors',
    `  io.write(string.format('RESULT {"requests":%d,"seconds":%f,"errors":%d,"p50":%f,"p99":%f,"max":%f}\\n',`,
    '    summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,',
    '    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))',
    'end',
  ].join('\n');
}

// wrk counts what takes longer as an error, by itself after two seconds. Among thousands of connections that are all busy
// a request may wait longer for its turn, which p99 tells.
const patienceSeconds = 10;

let scripts = 0;
// Gives {requests, perSecond, p50, p99, max}, the latter three in milliseconds.
// `request`: {method, path, headers, body}, or an array of such; the path is that of `url` where it is not said.
export async function load(name, url, request, { connections = 16, threads = 2, seconds = 5 } = {}) {
  const script = join(folder, `request${++scripts}.lua`);
  writeFileSync(script, scriptOf([request].flat()));
  const out = await run(`wrk on ${name}`,
    ['wrk', `-t${Math.min(threads, connections)}`, `-c${connections}`, `-d${seconds}s`, '--timeout', `${patienceSeconds}s`, '-s', script, url]);
  const told = out.match(/^RESULT (.*)$/m);
  if (!told) throw new Error(`wrk told nothing of ${name}:\n${out}`);
  const result = JSON.parse(told[1]);
  if (result.errors > 0 || result.requests === 0) {
    throw new Error(`${name}: ${result.errors} errors in ${result.requests} requests`);
  }
  return { requests: result.requests, perSecond: result.requests / result.seconds, p50: result.p50, p99: result.p99, max: result.max };
}
