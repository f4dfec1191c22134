// `omni-conform serve` as a child of the tests, and what it prints as values.
//
// CONFORM_PROGRAM  omni-conform; default ../../build/dev/runner/omni-conform
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const program =
  process.env.CONFORM_PROGRAM ??
  fileURLToPath(new URL('../../build/dev/runner/omni-conform', import.meta.url));

// What `serve` prints, line by line, into `mock`.
function readLine(mock, line) {
  const oauthUrl = line.match(/^ {2}OAuth URL +(\S+)/);
  const organization = line.match(/^\S.* \(([a-z0-9-]+)\)$/);
  const keyUrl = line.match(/^ {2}API key URL +(\S+)/);
  const person = line.match(/^ {2}person +(\S+) +password (\S+),/);
  const key = line.match(/^ {2}(?:key|token) +(\S+) +(\S+) of /);
  if (oauthUrl) {
    mock.oauthUrl = oauthUrl[1];
    mock.origins.callbacks = new URL(oauthUrl[1]).origin;
  } else if (organization) {
    mock.reading = organization[1];
  } else if (keyUrl) {
    mock.keyUrls[mock.reading] = keyUrl[1];
    mock.origins[mock.reading] = new URL(keyUrl[1]).origin;
  } else if (person) {
    mock.passwords[person[1]] = person[2];
  } else if (key) {
    mock.keys[key[2]] = key[1];
  }
}

// Starts `omni-conform serve` on free ports. `last` is what the last line that is waited for holds;
// the default suits the world that `serve` has by itself.
export async function startMock({ args = [], last = ' globex_key of ' } = {}) {
  const server = spawn(program, ['serve', '--port', '0', '--seed', '1', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const mock = { pid: server.pid, oauthUrl: '', origins: {}, keyUrls: {}, passwords: {}, keys: {}, reading: '' };
  const ended = once(server, 'exit');
  const kill = () => server.kill();  // whoever starts a mock may end without stop(), by an error
  process.once('exit', kill);
  server.once('exit', () => process.removeListener('exit', kill));
  mock.stop = async () => {
    if (server.exitCode === null && server.signalCode === null) server.kill();
    await ended.catch(() => {});
  };
  const ready = new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`${program}: ${error.message}`)));
    server.once('exit', (code) => reject(new Error(`${program} serve ended with ${code}`)));
    const lines = createInterface({ input: server.stdout });
    lines.on('line', (line) => {
      readLine(mock, line);
      if (line.includes(last)) resolve();
    });
  });
  try {
    await ready;
  } catch (error) {
    await mock.stop();
    throw error;
  }
  return mock;
}
