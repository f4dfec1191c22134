#!/usr/bin/env node
// Starts the program of this platform, which npm installed as an optional dependency, and ends as it does.
'use strict';
const {spawn} = require('node:child_process');

const HARNESS_ERROR = 3; // as the program's own
const needed = `omni-conform-${process.platform}-${process.arch}`;

function programOf(name) {
  try {
    return require.resolve(`${name}/bin/omni-conform`);
  } catch {
    console.error(
      `omni-conform: the package ${name} is not installed. There is one for Linux on x64; npm leaves it out elsewhere, ` +
        'and with --omit=optional. In a container of Linux the program runs everywhere.');
    process.exit(HARNESS_ERROR);
  }
}

const program = spawn(programOf(needed), process.argv.slice(2), {stdio: 'inherit'});

// A terminal sends its signals to the program as well; a second one would end it at once.
const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
const passOn = (signal) => program.kill(signal);
process.on('SIGTERM', passOn);
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, hasTerminal ? () => {} : passOn);

program.on('error', (error) => {
  console.error(`omni-conform: its program cannot be started: ${error.message}`);
  process.exit(HARNESS_ERROR);
});
program.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
