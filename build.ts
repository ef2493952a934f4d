// Bundles src into dist/ so that start-up reads a few files instead of hundreds: what the first screen needs in one
// chunk, heavy packages in chunks that load when used. Runs from `prepare`, and from bin when src is newer than dist.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { sourceStamp } from './bin/source-stamp.js';
import { loadViews } from './src/view/load-views.ts';
import { viewErrorText } from './src/view/view-error.ts';
import type { View } from './src/view/view.ts';

const ROOT = import.meta.dirname;
const ENTRY = 'src/cli/main.ts';

// Some bundled packages are CommonJS: they `require` Node's own modules, and blessed finds its terminfo at
// `__dirname + '/../usr'`, which is why the code stands in dist/app and the terminfo in dist/usr.
const BANNER = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url), __dirname = import.meta.dirname;`;

/** What blessed does at start and nobody here needs: an edit that finds nothing to change ends the build. */
const BLESSED_EDITS: Readonly<Record<string, readonly [string, string]>> = {
  // for the width of a tab, which no cell of ours holds, it would bring all its widgets: a third of the bundle
  'unicode.js': ["require('../')", '{ screen: {} }'],
  // a function is generated for each of some 200 capabilities, of which we use a dozen: 10 ms of the first frame
  'tput.js': [
    'info.methods[key] = self._compile(info, key, info.all[key]);',
    `var compiled;
      info.methods[key] = typeof info.all[key] !== 'string' || !info.all[key] ? self._compile(info, key, info.all[key])
        : function(params) { return (compiled = compiled || self._compile(info, key, info.all[key])).call(this, params); };`,
  ],
};

const leanBlessed: Plugin = {
  name: 'lean-blessed',
  setup(bundle) {
    bundle.onLoad({ filter: /blessed[\\/]lib[\\/](unicode|tput)\.js$/ }, ({ path }) => {
      const [from, to] = BLESSED_EDITS[basename(path)] ?? ['', ''];
      const text = readFileSync(path, 'utf8');
      if (!text.includes(from)) throw new Error(`${path} has changed: look again at what build.ts edits in it`);
      return { contents: text.replace(from, to) };
    });
  },
};

/**
 * `import` of node:http reads all its exports, and its WebSocket is a getter that loads the whole of undici: 50 ms and 14 MB at every start.
 * Taken as an object it stays untouched.
 */
const plainHttp: Plugin = {
  name: 'plain-http',
  setup(bundle) {
    bundle.onResolve({ filter: /^node:http$/ }, ({ path }) => ({ path, namespace: 'plain-http' }));
    bundle.onLoad({ filter: /.*/, namespace: 'plain-http' }, () => ({
      contents: "module.exports = process.getBuiltinModule('node:http')",
    }));
  },
};

/** What every command, every cluster and every screen has read before it loads something by `import()`. */
const COMMAND = ['cli/command-line.ts', 'cli/crash.ts', 'screen/terminal-abilities.ts'];
const CLUSTER = [...COMMAND, 'cli/beginning.ts'];
const SCREEN = [...CLUSTER, 'cli/view-sources.ts', 'cli/deeds.ts', 'session/session.ts', 'screen/paint.ts'];
const THERE_BEFORE: Readonly<Record<string, readonly string[]>> = { cli: COMMAND, cluster: CLUSTER };

/**
 * What several bodies that load later share with each other or with the start, esbuild puts into chunks, one for each set of sharers: start-up would
 * read forty small files. So each body is made to need what is there before it anyway, and what it shares with that falls into the start's few files.
 */
const fewChunks: Plugin = {
  name: 'few-chunks',
  setup(bundle) {
    const later = new Set<string>();
    bundle.onResolve({ filter: /^\.\.?\// }, ({ kind, path, resolveDir }) => {
      if (kind === 'dynamic-import') later.add(join(resolveDir, path));
      return undefined;
    });
    bundle.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      if (!later.has(path)) return undefined;
      const there = THERE_BEFORE[basename(dirname(path))] ?? SCREEN;
      const imports = there.map((file) => `import ${JSON.stringify(join(ROOT, 'src', file))};\n`);
      return { contents: readFileSync(path, 'utf8') + imports.join(''), loader: 'ts' };
    });
  },
};

/** Puts the finished folder in the place of dist. Where another process gets between, it has built the same, and its dist stays. */
function replaceDist(built: string): void {
  const dist = join(ROOT, 'dist');
  const old = `${built}.old`;
  try {
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(built, dist);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
  } finally {
    rmSync(old, { recursive: true, force: true });
    rmSync(built, { recursive: true, force: true });
  }
}

/** The built-in views as data: reading their YAML at start would cost a third of the first frame. A broken one ends the build. */
async function builtInViews(): Promise<readonly View[]> {
  const readDir = (dir: string): Promise<readonly string[]> => readdir(join(ROOT, dir));
  const readText = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');
  const { views, errors } = await loadViews({ builtIn: 'views', userDir: undefined, readDir, readFile: readText });
  if (errors.length > 0) throw new Error(errors.map(viewErrorText).join('\n'));
  return views;
}

const stamp = sourceStamp(ROOT); // taken before reading, so that an edit during the build is seen as newer
const staging = join(ROOT, `dist.${process.pid}`);
const result = await build({
  absWorkingDir: ROOT,
  entryPoints: { main: ENTRY },
  outdir: join(staging, 'app'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.19',
  chunkNames: '[name]-[hash]',
  banner: { js: BANNER },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'linked',
  sourcemap: 'linked', // a crash report names src, not the bundle; read only when one is written
  sourcesContent: false,
  plugins: [leanBlessed, plainHttp, fewChunks],
  metafile: true,
  logLevel: 'warning',
}).catch((error: unknown) => {
  rmSync(staging, { recursive: true, force: true });
  throw error;
});
const usr = join(ROOT, 'node_modules/blessed/usr');
mkdirSync(join(staging, 'usr'), { recursive: true });
for (const file of ['xterm', 'xterm-256color', 'linux', 'windows-ansi', 'xterm.termcap', 'xterm.terminfo']) {
  cpSync(join(usr, file), join(staging, 'usr', file));
}
writeFileSync(join(staging, 'views.json'), JSON.stringify(await builtInViews()));
writeFileSync(join(staging, 'stamp'), stamp);
replaceDist(staging);
if (process.env['BUILD_REPORT']) {
  for (const [file, { bytes }] of Object.entries(result.metafile.outputs))
    console.log(`${String(bytes).padStart(9)} ${file}`);
}
