// What the figures do to a served mock beside loading it: worlds, faults, memory, `bench` as a process.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folder, run } from '../peers/processes.mjs';
import { root } from './measurement.mjs';

// A world file: Acme's, edited.
export function worldFile(name, edit) {
  const world = JSON.parse(readFileSync(join(root, 'fixtures/worlds/acme.json'), 'utf8'));
  edit(world);
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(world));
  return file;
}

export const residentBytes = (pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;

export async function control(mock, path, { method = 'GET', body } = {}) {
  const response = await fetch(`${mock.origins.callbacks}/_mock/${path}`, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status}: ${text}`);
  return response.headers.get('content-type').startsWith('application/json') ? JSON.parse(text) : text;
}

// One repetition of `bench` on the mock; gives its row, with the latencies as [[highest µs, count], …].
export async function bench(program, mock, operation, more) {
  const out = await run(`bench ${operation}`, [program, 'bench', operation, '--target', mock.keyUrls.acme,
    '--key', mock.keys.acme_querier_key, '--repetitions', '1', '--json', '-', ...more.map(String)]);
  const [row] = JSON.parse(out).operations;
  const [repetition] = row.repetitions;
  if (Object.keys(repetition.errors).length > 0) throw new Error(`bench ${operation}: ${JSON.stringify(repetition.errors)}`);
  return { p50: row.p50_us, p99: row.p99_us, max: row.max_us, rate: row.rate, count: repetition.succeeded,
    cells: repetition.latencies.counts };
}

export function atPercentile(cells, percentile) {
  let left = Math.ceil(cells.reduce((sum, [, count]) => sum + count, 0) * percentile / 100);
  for (const [highest, count] of cells) {
    left -= count;
    if (left <= 0) return highest;
  }
  throw new Error('nothing was measured');
}

// The request of `bench pickModel` as bytes on the wire, for those who speak HTTP themselves.
export function pickModelFile(mock) {
  const url = new URL(mock.keyUrls.acme);
  const body = JSON.stringify({ jsonrpc: '2.0', id: 3, method: 'tools/call', params: { name: 'pickModel', arguments: {} } });
  const file = join(folder, 'pick_model.http');
  writeFileSync(file, [`POST ${url.pathname} HTTP/1.1`, `Host: ${url.host}`, 'User-Agent: open-loop', `Authorization: Bearer ${mock.keys.acme_querier_key}`,
    'Content-Type: application/json', 'Accept: application/json, text/event-stream', 'MCP-Protocol-Version: 2025-11-25',
    `Content-Length: ${body.length}`, '', body].join('\r\n'));
  return file;
}
