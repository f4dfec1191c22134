// A page of `bench --plot`, and a result for the HTML report, as the browser tests need them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { program } from './serve.mjs';

// Returns the page's address and the file of its result.
export function writeBench(folder, command) {
  const page = join(folder, 'bench.html');
  const result = join(folder, 'bench.json');
  const run = spawnSync(program, ['bench', ...command, '--plot', page, '--json', result], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`omni-conform bench ended with ${run.status}: ${run.stderr}`);
  return { page: pathToFileURL(page).href, result };
}
