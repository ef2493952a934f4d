// The import table of ARCHITECTURE.md as data, and the lint rule that holds it. A stage that could reach any other
// stage would soon do so; here the way data goes is written once, and `npm run lint` refuses the rest.
import { dirname, join, relative, resolve, sep } from 'node:path';

const ROOT = dirname(import.meta.dirname);

/** Which folders of src each folder may import, besides itself. */
export const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  objects: [],
  store: ['objects'],
  cluster: ['objects'],
  informer: ['objects', 'store', 'cluster'],
  graph: ['objects', 'store'],
  health: ['objects', 'graph'],
  history: ['objects', 'health'],
  view: ['objects', 'graph', 'health'],
  actions: ['objects', 'graph', 'health', 'cluster'],
  session: ['objects', 'store', 'cluster', 'informer', 'graph', 'health', 'history', 'view', 'actions'],
  screen: ['objects', 'health', 'view', 'session'],
  demo: [], // it must not share our bugs
  cli: ['objects', 'cluster', 'graph', 'health', 'history', 'view', 'actions', 'session', 'screen', 'demo'],
};

/** One door per package: the folders that may import it. A package without a row may be imported nowhere. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  blessed: ['screen'],
  'blessed-contrib': ['screen'],
  commander: ['cli'],
  '@kubernetes/client-node': ['cluster'],
  yaml: ['cluster', 'view', 'actions', 'cli', 'demo'],
  croner: ['health'],
  ws: ['cluster', 'demo'],
};

/** The package a bare specifier belongs to: `blessed/lib/program.js` → `blessed`, `@a/b/c` → `@a/b`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Where a file stands below src: `['view', 'columns.ts']`; undefined outside src. */
function placeInSrc(file: string): string[] | undefined {
  const source = join(ROOT, 'src') + sep;
  return file.startsWith(source) ? file.slice(source.length).split(sep) : undefined;
}

/** Why `file` (absolute) may not import `specifier`, or undefined when it may. Files outside src may import anything. */
export function refusal(file: string, specifier: string): string | undefined {
  const place = placeInSrc(file);
  const folder = place?.[0];
  if (place === undefined || folder === undefined || specifier.startsWith('node:')) return undefined;
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier);
    const doors = PACKAGES[name];
    if (doors?.includes(folder)) return undefined;
    return `${folder} may not import the package ${name}; its doors: ${doors?.join(', ') ?? 'none (add a row to lint/import-table.ts)'}`;
  }
  const target = resolve(dirname(file), specifier);
  const to = placeInSrc(target)?.[0];
  if (to === folder || (to !== undefined && FOLDERS[folder]?.includes(to))) return undefined;
  if (folder === 'objects' && target === join(ROOT, 'package.json')) return undefined; // the version, read in one place
  return `${folder} may not import ${to ?? relative(dirname(file), target)}; it may import: ${FOLDERS[folder]?.join(', ') || 'nothing of src'}`;
}

/** Why a file of src stands in the wrong place: not in a folder of the table, or in a folder inside a folder. */
export function misplaced(file: string): string | undefined {
  const place = placeInSrc(file);
  if (place === undefined) return undefined;
  const folder = place[0] ?? '';
  if (place.length === 1 || !(folder in FOLDERS))
    return `${place.join('/')}: src holds only the folders of the import table`;
  return place.length > 2 ? `${place.join('/')}: no folder inside a folder of src` : undefined;
}

// The parts of ESLint's rule interface used here; oxlint runs rules of that shape.
type Importing = { source?: { value?: unknown } | null; argument?: unknown };
type RuleContext = { filename: string; report(found: { node: unknown; message: string }): void };

function create(context: RuleContext) {
  const check = (node: Importing): void => {
    const specifier = node.source?.value;
    const message = typeof specifier === 'string' ? refusal(context.filename, specifier) : undefined;
    if (message !== undefined) context.report({ node, message });
  };
  const place = (node: unknown): void => {
    const message = misplaced(context.filename);
    if (message !== undefined) context.report({ node, message });
  };
  return {
    Program: place,
    ImportDeclaration: check,
    ImportExpression: check,
    ExportNamedDeclaration: check,
    ExportAllDeclaration: check,
    TSImportType: check,
  };
}

// oxlint takes a plugin from a default export only.
export default { meta: { name: 'house' }, rules: { 'import-table': { create } } };
