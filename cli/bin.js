#!/usr/bin/env node
// The `payscope` command on whatever Node the machine has: the code behind it needs the Node that
// `npm ci` brought along, so an older one only finds that one and hands over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 24;
const EXIT_ENVIRONMENT = 3;
const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));

if (!existsSync(join(root, 'node_modules', 'commander'))) {
  explain(`its dependencies are not installed. Run this once:\n\n  cd ${root} && npm ci\n`);
} else if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) {
  // Not a named import: Node 20, which has to get past that line, lacks it.
  nodeModule.enableCompileCache(join(root, 'node_modules', '.cache', 'payscope-cli'));
  await import('../lib/lean-imports.js');
  // A reader that has seen enough (`payscope doctor | head`) is no failure, and no reason to stop.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const { run } = await import('./main.ts');
  process.exitCode = await run({
    args: process.argv.slice(2),
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
  });
} else {
  handOver();
}

/** Runs the same command line on the project's own Node and ends as that one ends. */
function handOver() {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const node = join(root, 'node_modules', 'node', 'bin', binary);
  if (!existsSync(node)) {
    explain(
      `it runs on Node ${NODE_MAJOR} and this is ${process.version}. The project brings its own, but\n` +
        `${node} is missing. Install it with its install script allowed:\n\n  npm rebuild node\n`,
    );
    return;
  }
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('error', (error) => explain(`${node} does not run: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function explain(what) {
  process.stderr.write(`payscope: ${what}\n`);
  process.exitCode = EXIT_ENVIRONMENT;
}
