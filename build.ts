// Bundles src into dist/ so that start-up reads a few files instead of hundreds: what the first screen needs in one
// chunk, heavy packages in chunks that load when used. Runs from `prepare`, and from bin when src is newer than dist.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** blessed names its widget files at run time; with the extension spelled out esbuild can follow the expression. */
const blessedWidgets: Plugin = {
  name: 'blessed-widgets',
  setup(bundle) {
    bundle.onLoad({ filter: /blessed[\\/]lib[\\/]widget\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        "require('./widgets/' + file)",
        "require('./widgets/' + file + '.js')",
      ),
    }));
  },
};

/** Puts the finished folder in the place of dist; another process that got there first has built the same. */
function replaceDist(built: string): void {
  const dist = join(ROOT, 'dist');
  const old = `${built}.old`;
  if (existsSync(dist)) renameSync(dist, old);
  try {
    renameSync(built, dist);
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
  external: ['term.js', 'pty.js'], // optional to a blessed widget that is not used
  plugins: [blessedWidgets],
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
