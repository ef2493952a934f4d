// A broken view file is told where and what, and never takes the built-in view with it.
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../src/objects/kind.ts';
import { columnValue, columnValues, ROW_KINDS } from '../../src/view/columns.ts';
import { loadViews } from '../../src/view/load-views.ts';
import { viewErrorText } from '../../src/view/view-error.ts';
import { parseView } from '../../src/view/view-file.ts';
import { builtInViews, VIEWS_DIR } from './builtin-views.ts';

const GOOD = 'name: mine\nkinds: [Pod]\ncolumns:\n  - { title: NAME, value: name }\n  - { value: status, width: 18 }\n';
const findings = (text: string) =>
  parseView('my.yaml', text).errors.map(({ code, line, field, cure }) => [code, line, field, cure]);

/** A loader over files in memory. */
function load(own: Record<string, string>, builtIn: Record<string, string>) {
  const files = new Map<string, string>([
    ...Object.entries(own).map(([name, text]) => [`/own/${name}`, text] as const),
    ...Object.entries(builtIn).map(([name, text]) => [`/in/${name}`, text] as const),
  ]);
  return loadViews({
    builtIn: '/in',
    userDir: '/own',
    readDir: async (dir) =>
      [...files.keys()].filter((file) => file.startsWith(dir)).map((file) => file.slice(dir.length + 1)),
    readFile: async (file) => {
      const text = files.get(file);
      if (text === undefined || text === 'UNREADABLE') throw new Error(`EACCES: ${file}`);
      return text;
    },
  });
}

describe('parseView', () => {
  it('fills in what is left out, and puts the context column first', () => {
    const { view, errors } = parseView('my.yaml', GOOD);
    expect(errors).toEqual([]);
    expect(view).toMatchObject({
      name: 'mine',
      title: 'mine',
      aliases: [],
      sort: { column: 'LEVEL', descending: true },
      drill: {},
      unowned: [],
      file: 'my.yaml',
    });
    expect(view?.columns).toEqual([
      { title: 'CTX', value: 'context', width: 12, align: 'left', priority: 1 },
      { title: 'NAME', value: 'name', width: 0, align: 'left', priority: 3 },
      { title: 'STATUS', value: 'status', width: 18, align: 'left', priority: 3 },
    ]);
  });

  it.each([
    ['a misspelt field', `${GOOD}tittle: Mine\n`, ['unknown-field', 6, 'tittle', 'did you mean title?']],
    [
      'a misspelt field of a column',
      'name: m\nkinds: [Pod]\ncolumns:\n  - title: A\n    value: name\n    widht: 4\n',
      ['unknown-field', 6, 'columns[0].widht', 'did you mean width?'],
    ],
    [
      'a value the kind has not',
      'name: m\nkinds: [Pod]\ncolumns:\n  - { value: name }\n  - { value: statsu }\n',
      ['unknown-value', 5, 'columns[1].value', 'did you mean status?'],
    ],
    [
      'a kind that is not',
      'name: m\nkinds: [Pods]\ncolumns: [{ value: name }]\n',
      ['unknown-kind', 2, 'kinds[0]', 'did you mean Pod?'],
    ],
    [
      'a width that is none',
      'name: m\nkinds: [Pod]\ncolumns:\n  - { value: name, width: wide }\n',
      ['wrong-type', 4, 'columns[0].width', 'write 0, or leave it out'],
    ],
    [
      'a width out of bounds',
      'name: m\nkinds: [Pod]\ncolumns:\n  - { value: name, width: -3 }\n',
      ['wrong-type', 4, 'columns[0].width', 'write 0, or leave it out'],
    ],
    [
      'an alignment that is none',
      'name: m\nkinds: [Pod]\ncolumns: [{ value: name, align: middle }]\n',
      ['wrong-type', 3, 'columns[0].align', 'write right for numbers'],
    ],
    [
      'two columns of one title',
      'name: m\nkinds: [Pod]\ncolumns:\n  - { value: name }\n  - { title: NAME, value: node }\n',
      ['duplicate', 5, 'columns[1].title', 'give it another title'],
    ],
    [
      'a sort by no column',
      `${GOOD}sort: { column: NAMES }\n`,
      ['unknown-column', 6, 'sort.column', 'did you mean NAME?'],
    ],
    [
      'a drill from a kind it has not',
      `${GOOD}drill:\n  Deployment: pods\n`,
      ['unknown-kind', 7, 'drill.Deployment', 'one of Pod'],
    ],
    ['no name', 'kinds: [Pod]\ncolumns: [{ value: name }]\n', ['missing-field', 1, '', 'add name:']],
    ['no columns', 'name: m\nkinds: [Pod]\n', ['missing-field', 1, 'columns', 'write - { title: NAME, value: name }']],
    ['a list', '- a\n', ['syntax', 1, '', 'begin with name: and kinds:']],
    ['nothing', '', ['syntax', 1, '', 'begin with name: and kinds:']],
    ['no YAML', 'name: m\nkinds: [Pod\ncolumns: x\n', ['syntax', 3, '', 'the file must be YAML']],
  ])('refuses %s', (_what, text, expected) => {
    expect(parseView('my.yaml', text).view).toBeUndefined();
    expect(findings(text)[0]).toEqual(expected);
  });

  it('says file, line, field, what and how', () => {
    const [error] = parseView('/home/me/my.yaml', `${GOOD}tittle: Mine\n`).errors;
    expect(error && viewErrorText(error)).toBe(
      '/home/me/my.yaml:6 tittle: there is no field "tittle" here (did you mean title?)',
    );
  });

  it('reports everything wrong at once', () => {
    expect(findings('name: 4\nkinds: [Pod, Nod]\ncolumns: [{ value: x, width: 1.5 }]\nfoo: 1\n')).toHaveLength(5);
  });
});

describe('loadViews', () => {
  it('takes the own file over the built-in one of that name, and the built-in one when the own is broken', async () => {
    const builtIn = { 'pods.yaml': GOOD.replace('mine', 'pods'), 'nodes.yaml': GOOD.replace('mine', 'nodes') };
    const own = {
      'pods.yaml': `${GOOD.replace('mine', 'pods')}title: My pods\n`,
      'nodes.yaml': 'name: [',
      'notes.txt': 'hello',
    };
    const { views, errors } = await load(own, builtIn);
    expect(views.map(({ name, title }) => [name, title])).toEqual([
      ['nodes', 'nodes'],
      ['pods', 'My pods'],
    ]);
    expect(errors.map(({ file, code }) => [file, code])).toEqual([['/own/nodes.yaml', 'syntax']]);
  });

  it('tells two files of one name, a file that cannot be read, and a drill to nowhere', async () => {
    const { views, errors } = await load(
      {
        'a.yaml': GOOD,
        'b.yaml': GOOD,
        'c.yaml': 'UNREADABLE',
        'd.yaml': `${GOOD.replace('mine', 'd')}drill:\n  Pod: nowhere\n`,
      },
      {},
    );
    expect(errors.map(({ file, code, line }) => [file, code, line])).toEqual([
      ['/own/c.yaml', 'unreadable', 1],
      ['/own/b.yaml', 'duplicate', 1],
      ['/own/d.yaml', 'unknown-view', 7],
    ]);
    expect(views.find(({ name }) => name === 'd')?.drill).toEqual({});
  });

  it('needs no folder of own views, and takes compiled ones', async () => {
    const sources = { userDir: '/none', readDir: async () => undefined, readFile: async () => '' };
    const compiled = JSON.parse(JSON.stringify(builtInViews)) as typeof builtInViews;
    expect(await loadViews({ ...sources, builtIn: compiled })).toEqual({ views: compiled, errors: [] });
  });
});

describe('the built-in views', () => {
  it('are right, and each kind has one of its own', async () => {
    const { views, errors } = await loadViews({
      builtIn: VIEWS_DIR,
      userDir: undefined,
      readDir: readdir,
      readFile: (file) => readFile(file, 'utf8'),
    });
    expect(errors).toEqual([]);
    const single = views.filter(({ kinds }) => kinds.length === 1).flatMap(({ kinds }) => kinds);
    expect(new Set(single)).toEqual(new Set(ROW_KINDS));
    for (const { name, kinds } of views)
      if (kinds.length === 1 && kinds[0] !== 'Context' && kinds[0] !== 'Container')
        expect(name).toBe(kindOf(kinds[0]!).plural);
  });

  it('share no name or alias', () => {
    const words = builtInViews.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(words.length).toBe(new Set(words).size);
  });

  it('have a line in docs/views.md for every column value', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/views.md'), 'utf8');
    for (const kind of ROW_KINDS) {
      for (const value of columnValues(kind))
        expect(page).toContain(`\`${value}\`: ${columnValue(kind, value)?.about ?? ''}`);
    }
  });
});
