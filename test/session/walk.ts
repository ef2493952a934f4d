// A person walking through a session without a fleet: press keys, feed rows, look at what would be on the screen. Tables are made up: rows are
// given per view, and filter, sort by name and problems only are done in the plainest way.
import type { Effect, Message } from '../../src/session/message.ts';
import { initialModel, NO_ROWS, topScreen, type Model } from '../../src/session/model.ts';
import type { ListScreen, ScreenState } from '../../src/session/state.ts';
import { update } from '../../src/session/update.ts';
import { isProblem, type Level } from '../../src/health/level.ts';
import { objectKey } from '../../src/objects/key.ts';
import type { Row, RowKind } from '../../src/view/row.ts';
import type { View } from '../../src/view/view.ts';

const EMPTY: ScreenState = { type: 'start', title: '', lines: [], choices: [], cursor: 0 };

export function madeUpView(
  name: string,
  kinds: readonly RowKind[],
  drill: View['drill'] = {},
  aliases: readonly string[] = [],
): View {
  const column = { value: 'name', width: 10, align: 'left', priority: 1 } as const;
  const columns = [
    { ...column, title: 'NAME' },
    { ...column, title: 'STATUS' },
    { ...column, title: 'RESTARTS', align: 'right' as const },
  ];
  return {
    name,
    title: name,
    aliases,
    description: `the ${name}`,
    kinds,
    unowned: [],
    columns,
    sort: { column: 'LEVEL', descending: true },
    drill,
    file: `${name}.yaml`,
  };
}

export const VIEWS: readonly View[] = [
  madeUpView('contexts', ['Context'], { Context: 'namespaces' }, ['ctx']),
  madeUpView('namespaces', ['Namespace'], { Namespace: 'workloads' }, ['ns']),
  madeUpView('workloads', ['Service', 'Deployment'], { Service: 'pods', Deployment: 'pods' }, ['wl']),
  madeUpView('pods', ['Pod'], { Pod: 'containers' }, ['po', 'pod']),
  madeUpView('containers', ['Container'], {}, ['co']),
  madeUpView('nodes', ['Node'], { Node: 'pods' }, ['no']),
];

export function row(kind: RowKind, name: string, level: Level = 'ok', namespace = 'shop', context = 'eu'): Row {
  const key = objectKey(context, kind === 'Context' || kind === 'Container' ? 'Pod' : kind, namespace, name);
  return {
    id: key.text,
    uid: `uid-${name}`,
    kind,
    context,
    namespace,
    name,
    key,
    level,
    unknown: false,
    unlisted: false,
    cells: [{ text: name }],
  };
}

export class Walk {
  model: Model;
  readonly effects: Effect[] = [];
  readonly #rows = new Map<string, readonly Row[]>();

  constructor(size = { width: 80, height: 24 }) {
    this.model = update(initialModel({ size, now: 0, views: VIEWS, screen: EMPTY, readOnly: false }), {
      type: 'tick',
      now: 1,
    }).state;
    const contexts = ['eu', 'us/east:1 b', 'a b'].map((context) => ({ context, is: 'live', since: 0 }) as const);
    this.send({ type: 'fleet', contexts, pods: NO_ROWS.counts });
    this.send({ type: 'namespaces', namespaces: ['shop', 'shipping', 'kube-system'] });
  }

  /** Opens a view as the first screen. */
  begin(view: string): this {
    const found = VIEWS.find((candidate) => candidate.name === view);
    if (found === undefined) throw new Error(`no view ${view}`);
    return this.send({
      type: 'begin',
      view: found,
      scope: { context: undefined, namespace: undefined, within: undefined },
      filter: '',
    });
  }

  /** From now on the view has these rows. */
  rows(view: string, rows: readonly Row[]): this {
    this.#rows.set(view, rows);
    return this.#refresh();
  }

  /** Keys by the decoder's names, split at blanks. */
  press(keys: string): this {
    for (const key of keys.split(' ')) this.send({ type: 'key', key, burst: false });
    return this;
  }

  type(text: string): this {
    for (const key of text) this.send({ type: 'key', key: key === ' ' ? 'space' : key, burst: false });
    return this;
  }

  send(message: Message): this {
    const step = update(this.model, message);
    this.model = step.state;
    this.effects.push(...step.effects);
    return message.type === 'rows' ? this : this.#refresh();
  }

  get list(): ListScreen {
    const top = topScreen(this.model);
    if (top.type !== 'list') throw new Error(`a ${top.type} is on top, not a list`);
    return top;
  }

  get names(): string[] {
    return this.list.rows.rows.map((candidate) => candidate.name);
  }

  get under(): string | undefined {
    return this.list.rows.rows[this.list.cursor]?.name;
  }

  /** `view context/namespace/within` of the list on top. */
  get where(): string {
    const { view, scope } = this.list;
    return [view.name, scope.context ?? '*', scope.namespace ?? '*', scope.within?.label ?? ''].join(' ').trim();
  }

  #refresh(): this {
    const top = topScreen(this.model);
    const all = top.type === 'list' ? this.#rows.get(top.view.name) : undefined;
    if (top.type !== 'list' || top.table === undefined || all === undefined) return this;
    const rows = all.filter(
      (candidate) => candidate.name.includes(top.filter) && (!top.problemsOnly || isProblem(candidate.level)),
    );
    return this.send({ type: 'rows', table: top.table, rows: { ...NO_ROWS, rows, total: all.length, loading: false } });
  }
}
