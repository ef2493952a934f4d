// Gathers the views there are: the built-in ones and a person's own, by one rule: the first file of a name wins, and the person's own come first.
// A broken file is reported and passed over, so the built-in view of that name then stays.
import type { ViewError } from './view-error.ts';
import type { ParsedView } from './view-file.ts';
import type { View } from './view.ts';

/** Files are read through these, so that the loader is tested without a disk. `readDir` gives names, or undefined when there is no such folder. */
export type ViewSources = {
  /** The built-in views: compiled ones as the build made them, or the folder of their files. */
  readonly builtIn: readonly View[] | string;
  readonly userDir: string | undefined;
  readonly readDir: (dir: string) => Promise<readonly string[] | undefined>;
  readonly readFile: (file: string) => Promise<string>;
};

export type LoadedViews = { readonly views: readonly View[]; readonly errors: readonly ViewError[] };

type Found = Pick<ParsedView, 'view' | 'drillLines'>;

const isViewFile = (name: string): boolean => /\.ya?ml$/iu.test(name) && !name.startsWith('.');
const join = (dir: string, name: string): string => `${dir.replace(/\/$/u, '')}/${name}`;
const withoutEnding = (file: string): string => (file.split('/').at(-1) ?? file).replace(/\.ya?ml$/iu, '');

async function readFolder(dir: string, sources: ViewSources, errors: ViewError[]): Promise<readonly Found[]> {
  const names = (await sources.readDir(dir))?.filter(isViewFile).toSorted() ?? [];
  if (names.length === 0) return [];
  const { parseView } = await import('./view-file.ts'); // YAML is not loaded for those who have no files of their own
  const found: Found[] = [];
  for (const name of names) {
    const file = join(dir, name);
    try {
      const parsed = parseView(file, await sources.readFile(file));
      errors.push(...parsed.errors);
      if (parsed.view !== undefined) found.push(parsed);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      errors.push({ code: 'unreadable', file, line: 1, field: '', message, cure: 'the file is passed over' });
    }
  }
  return found;
}

/** A view in two files of one folder is a mistake; over a built-in one it is meant. */
function firstOfEach(found: readonly Found[], errors: ViewError[]): readonly Found[] {
  const byName = new Map<string, Found>();
  for (const entry of found) {
    const { view } = entry;
    if (view === undefined) continue;
    const first = byName.get(view.name)?.view;
    if (first === undefined) byName.set(view.name, entry);
    else {
      const message = `a view is named "${view.name}" already, in ${first.file}`;
      errors.push({
        code: 'duplicate',
        file: view.file,
        line: 1,
        field: 'name',
        message,
        cure: 'give it another name',
      });
    }
  }
  return [...byName.values()];
}

/** A drill target that does not exist is left out: the view still shows its rows. */
function withDrills(found: readonly Found[], errors: ViewError[]): readonly View[] {
  const names = new Set(found.map(({ view }) => view?.name));
  const views: View[] = [];
  for (const { view, drillLines } of found) {
    if (view === undefined) continue;
    const drill: Record<string, string> = {};
    for (const [kind, target] of Object.entries(view.drill)) {
      if (names.has(target)) drill[kind] = target;
      else {
        const message = `there is no view "${target}"`;
        const line = drillLines.get(kind) ?? 1;
        errors.push({
          code: 'unknown-view',
          file: view.file,
          line,
          field: `drill.${kind}`,
          message,
          cure: 'name a view that exists',
        });
      }
    }
    views.push({ ...view, drill });
  }
  return views;
}

/** Loads all views, a person's own before the built-in ones of the same file name or view name. Never throws: errors are data. */
export async function loadViews(sources: ViewSources): Promise<LoadedViews> {
  const errors: ViewError[] = [];
  const own =
    sources.userDir === undefined ? [] : firstOfEach(await readFolder(sources.userDir, sources, errors), errors);
  const builtIn =
    typeof sources.builtIn === 'string'
      ? await readFolder(sources.builtIn, sources, errors)
      : sources.builtIn.map((view): Found => ({ view, drillLines: new Map() }));
  const names = new Set(own.flatMap(({ view }) => (view === undefined ? [] : [view.name, withoutEnding(view.file)])));
  const kept = builtIn.filter(
    ({ view }) => view !== undefined && !names.has(view.name) && !names.has(withoutEnding(view.file)),
  );
  const views = withDrills([...kept, ...own], errors);
  return { views, errors };
}
