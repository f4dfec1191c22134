// What the measurements share: their options, medians, limits and how a result is told.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

// --build FOLDER, --json FILE and numbers with their usual values.
export function options(numbers) {
  const known = { build: { type: 'string', default: join(root, 'build/release') }, json: { type: 'string' } };
  for (const [name, usual] of Object.entries(numbers)) known[name] = { type: 'string', default: String(usual) };
  const { values } = parseArgs({ options: known });
  for (const name of Object.keys(numbers)) {
    values[name] = Number(values[name]);
    if (!(values[name] > 0)) throw new Error(`--${name} must be a positive number`);
  }
  values.program = resolve(values.build, 'runner/omni-conform');
  process.env.CONFORM_PROGRAM = values.program;
  return values;
}

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const round = (value, digits = 2) => Number(value.toFixed(digits));

// Collects figures against their limits; tells them and returns the exit status.
export class Verdicts {
  #checks = [];
  // `limit` is a number; `kind` says on which side of it the figure must be.
  check(what, figure, kind, limit, unit = '') {
    const held = kind === 'at least' ? figure >= limit : figure <= limit;
    this.#checks.push({ what, figure: round(figure, 4), kind, limit, unit, held });
    console.log(`${held ? 'held  ' : 'MISSED'}  ${what}: ${round(figure)}${unit}  (${kind} ${limit}${unit})`);
  }
  finish(values, figures) {
    const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), load: loadavg().map((one) => round(one)) };
    if (values.json) {
      writeFileSync(values.json, JSON.stringify({ at: new Date().toISOString(), machine, ...figures, checks: this.#checks }, null, 2) + '\n');
    }
    if (machine.load[0] > machine.cores) console.log(`The machine was busy (load ${machine.load[0]}): repeat it when nothing else runs.`);
    return this.#checks.every((one) => one.held) ? 0 : 1;
  }
}
