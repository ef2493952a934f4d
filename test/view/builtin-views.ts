// The built-in views as their files say, for tests that need them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseView } from '../../src/view/view-file.ts';
import type { View } from '../../src/view/view.ts';

export const VIEWS_DIR = join(import.meta.dirname, '../../views');

const views = new Map<string, View>();
for (const name of readdirSync(VIEWS_DIR)) {
  const { view } = parseView(join('views', name), readFileSync(join(VIEWS_DIR, name), 'utf8'));
  if (view !== undefined) views.set(view.name, view);
}

export const builtInViews: readonly View[] = [...views.values()];

export function viewCalled(name: string): View {
  const view = views.get(name);
  if (view === undefined) throw new Error(`no view ${name}`);
  return view;
}
