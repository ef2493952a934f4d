#!/usr/bin/env node
// The door: sees to a Node that is new enough and to a dist that is not stale, then hands over to dist/app/main.js.
// Plain JavaScript that any Node since 18 can read, because an old one must be able to say what is missing.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');
const NEEDED = { major: 22, minor: 19 };
const EXIT_UNAVAILABLE = 69; // sysexits' EX_UNAVAILABLE

/** @param {string} sentence */
function refuse(sentence) {
  process.stderr.write(`k8s-watch: ${sentence}\n`);
  process.exit(EXIT_UNAVAILABLE);
}

function newEnough() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor);
}

/** Runs this file again under the Node the repository brings, as if it had been started by it. */
function startUnder(/** @type {string} */ node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends ctrl-c and hang-up to the whole group, so the child has them already; forwarding a hang-up twice
  // does no harm, an interrupt twice would look like impatience.
  /** @type {NodeJS.Signals[]} */
  const forwarded = process.stdin.isTTY ? ['SIGTERM', 'SIGHUP'] : ['SIGTERM', 'SIGHUP', 'SIGINT'];
  for (const signal of forwarded) process.on(signal, () => child.kill(signal));
  if (process.stdin.isTTY) for (const signal of ['SIGINT', 'SIGQUIT']) process.on(signal, () => undefined);
  child.on('error', (error) => refuse(`cannot start ${node}: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

/** An installed package has no src and nothing to check; a checkout builds again when src has changed. */
async function freshDist() {
  if (!existsSync(join(ROOT, 'src'))) return;
  const { sourceStamp } = await import('./source-stamp.js');
  const stampFile = join(ROOT, 'dist', 'stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceStamp(ROOT)) return;
  if (!existsSync(join(ROOT, 'node_modules', 'esbuild')))
    refuse('dist is older than src, and esbuild is not installed to build it: run npm ci');
  const built = spawnSync(process.execPath, [join(ROOT, 'build.ts')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (built.status !== 0)
    refuse(`dist is older than src, and building it failed: ${built.stderr.trim().split('\n')[0] || built.error}`);
}

const ownNode = join(ROOT, 'node_modules', 'node', 'bin', 'node');
if (newEnough()) {
  await freshDist();
  module.enableCompileCache?.(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'k8s-watch', 'compiled'));
  await import(new URL('../dist/app/main.js', import.meta.url).href);
} else if (existsSync(ownNode)) {
  startUnder(ownNode);
} else {
  refuse(`needs Node ${NEEDED.major}.${NEEDED.minor} or newer, this is ${process.versions.node}`);
}
