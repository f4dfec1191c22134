// Children of a measurement: each in a process group of its own, with an environment that holds nothing of ours and
// an empty home, ended with everything that it started.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const folder = mkdtempSync(join(tmpdir(), 'omni-conform-figures-'));
export const cleanEnvironment = { PATH: process.env.PATH, HOME: folder, NODE_ENV: 'production', LANG: 'C.UTF-8' };
const running = new Set();

// Starts a program; gives its first line on standard output, and how to end it.
export async function start(name, command, { environment = {}, cwd = folder, waits = true } = {}) {
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...cleanEnvironment, ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let said = '';
  child.stderr.on('data', (data) => (said += data));
  const ended = once(child, 'close');
  const started = {
    pid: child.pid,
    async stop() {
      if (!running.delete(child)) return;
      signal(child, 'SIGTERM');
      await ended.catch(() => {});
    },
  };
  if (!waits) return started;
  const lines = createInterface({ input: child.stdout });
  started.line = await Promise.race([
    once(lines, 'line').then(([line]) => line),
    once(child, 'error').then(([error]) => Promise.reject(new Error(`${name}: ${error.message}`))),
    ended.then(() => Promise.reject(new Error(`${name} ended: ${said}`))),
  ]);
  return started;
}

// Runs a program to its end and gives its standard output.
export async function run(name, command, { environment = {}, cwd = folder, status = [0] } = {}) {
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...cleanEnvironment, ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => (out += data));
  child.stderr.on('data', (data) => (err += data));
  const [code] = await once(child, 'close');
  running.delete(child);
  if (!status.includes(code)) throw new Error(`${name} ended with ${code}:\n${out}${err}`);
  return out;
}

function signal(child, which) {
  try {
    process.kill(-child.pid, which);
  } catch {
    // It is gone already.
  }
}

function endAll() {
  for (const child of running) signal(child, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
process.on('exit', endAll);
for (const which of ['SIGINT', 'SIGTERM']) process.on(which, () => process.exit(130));
