// The linter holds the import table, cycles and file size only if it is seen to refuse. Each rule gets a file that
// breaks it, in a copy of the house; the files beside them that keep the rules must pass.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FOLDERS, PACKAGES } from '../../lint/import-table.ts';

const ROOT = join(import.meta.dirname, '../..');
const NAMES = Object.keys(FOLDERS);
const BAD_FOLDER_IMPORTS = NAMES.flatMap((from) =>
  NAMES.filter((to) => to !== from && !FOLDERS[from]?.includes(to)).map((to) => [from, to] as const),
);
const GOOD_FOLDER_IMPORTS = NAMES.flatMap((from) => (FOLDERS[from] ?? []).map((to) => [from, to] as const));
const BAD_PACKAGE_IMPORTS = Object.entries(PACKAGES).flatMap(([name, doors]) =>
  NAMES.filter((folder) => !doors.includes(folder)).map((folder) => [folder, name] as const),
);

const inFile = (name: string): string => name.replace(/\W/g, '_');
const importing = (specifier: string): string => `import { thing } from '${specifier}';\nexport const held = thing;\n`;

/** Every seeded file and what it holds. Paths are below src. */
function seeds(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const folder of NAMES) files[`${folder}/thing.ts`] = 'export const thing = 1;\n';
  for (const [from, to] of [...BAD_FOLDER_IMPORTS, ...GOOD_FOLDER_IMPORTS]) {
    files[`${from}/takes-${to}.ts`] = importing(`../${to}/thing.ts`);
  }
  for (const [folder, name] of BAD_PACKAGE_IMPORTS) files[`${folder}/takes-${inFile(name)}.ts`] = importing(name);
  return Object.assign(files, {
    'objects/takes-unlisted.ts': importing('left-pad'),
    'objects/takes-below-package.ts': importing('blessed/lib/program.js'),
    'objects/takes-late.ts': "export const held = import('../screen/thing.ts');\n",
    'objects/takes-type.ts': "export type Held = import('../screen/thing.ts').Held;\n",
    'objects/passes-on.ts': "export { thing } from '../screen/thing.ts';\n",
    'objects/passes-all-on.ts': "export * from '../screen/thing.ts';\n",
    'objects/takes-test.ts': importing('../../test/rig/pty.ts'),
    'objects/takes-node.ts': "import { sep } from 'node:path';\nexport const held = sep;\n",
    'objects/inner/deep.ts': 'export const thing = 1;\n',
    'misc/anything.ts': 'export const thing = 1;\n',
    'loose.ts': 'export const thing = 1;\n',
    'store/circle.ts': "import { back } from './circle-back.ts';\nexport const round = (): unknown => back;\n",
    'store/circle-back.ts': "import { round } from './circle.ts';\nexport const back = (): unknown => round;\n",
    'store/long.ts': Array.from({ length: 251 }, (_, n) => `export const row${n} = ${n};\n`).join(''),
    'store/long-with-comments.ts': Array.from(
      { length: 200 },
      (_, n) => `// why ${n}\n\nexport const row${n} = ${n};\n`,
    ).join(''),
    'store/careless.ts':
      'const later = async (): Promise<number> => 1;\nexport const start = (): void => {\n  later();\n};\n',
  });
}

describe('the linter', () => {
  let house: string;
  const found = new Map<string, string[]>();
  const rulesFor = (file: string): string[] => found.get(`src/${file}`) ?? [];

  beforeAll(() => {
    house = mkdtempSync(join(tmpdir(), 'house-'));
    for (const name of ['lint', 'oxlint.config.ts', 'tsconfig.json', 'package.json']) {
      cpSync(join(ROOT, name), join(house, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'));
    for (const [file, text] of Object.entries(seeds())) {
      mkdirSync(join(house, 'src', dirname(file)), { recursive: true });
      writeFileSync(join(house, 'src', file), text);
    }
    const lint = spawnSync(process.execPath, [join(ROOT, 'node_modules/oxlint/bin/oxlint'), '-f', 'json', 'src'], {
      cwd: house,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    expect(lint.status, lint.stderr).toBe(1);
    const { diagnostics } = JSON.parse(lint.stdout) as { diagnostics: { code: string; filename: string }[] };
    for (const { code, filename } of diagnostics) found.set(filename, [...(found.get(filename) ?? []), code]);
  }, 60_000);

  afterAll(() => rmSync(house, { recursive: true, force: true }));

  test.each(BAD_FOLDER_IMPORTS)('refuses %s importing %s', (from, to) => {
    expect(rulesFor(`${from}/takes-${to}.ts`)).toContain('house(import-table)');
  });

  test.each(BAD_PACKAGE_IMPORTS)('refuses %s importing the package %s', (folder, name) => {
    expect(rulesFor(`${folder}/takes-${inFile(name)}.ts`)).toContain('house(import-table)');
  });

  test.each(GOOD_FOLDER_IMPORTS)('lets %s import %s', (from, to) => {
    expect(rulesFor(`${from}/takes-${to}.ts`)).toEqual([]);
  });

  test.each([
    ['a package without a row', 'objects/takes-unlisted.ts', 'house(import-table)'],
    ['a file inside a package', 'objects/takes-below-package.ts', 'house(import-table)'],
    ['an import at run time', 'objects/takes-late.ts', 'house(import-table)'],
    ['an import of a type', 'objects/takes-type.ts', 'house(import-table)'],
    ['passing on', 'objects/passes-on.ts', 'house(import-table)'],
    ['passing all on', 'objects/passes-all-on.ts', 'house(import-table)'],
    ['src importing a test', 'objects/takes-test.ts', 'house(import-table)'],
    ['a folder inside a folder', 'objects/inner/deep.ts', 'house(import-table)'],
    ['a folder without a row', 'misc/anything.ts', 'house(import-table)'],
    ['a file beside the folders', 'loose.ts', 'house(import-table)'],
    ['a cycle', 'store/circle.ts', 'import(no-cycle)'],
    ['a file over 250 lines', 'store/long.ts', 'eslint(max-lines)'],
    ['a promise nobody waits for', 'store/careless.ts', 'typescript(no-floating-promises)'],
  ])('refuses %s', (_, file, rule) => {
    expect(rulesFor(file)).toContain(rule);
  });

  test('does not count blank lines and comments, and lets everyone import Node itself', () => {
    expect(rulesFor('store/long-with-comments.ts')).toEqual([]);
    expect(rulesFor('objects/takes-node.ts')).toEqual([]);
  });

  test('has a row for every folder of src, and ARCHITECTURE.md shows the same table', () => {
    const folders = readdirSync(join(ROOT, 'src'));
    expect(NAMES).toEqual(expect.arrayContaining(folders));
    const text = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
    for (const folder of folders) expect(text).toMatch(new RegExp(`^\\| *\`?${folder}\`? *\\|`, 'm'));
  });
});
