// What the tests of deeds stand on: a cluster that answers from a list and notes what reached it, a journal in memory, a person who answers from a list.
import type { ActionId, Choice, Deed, Question, Tools } from '../../src/actions/action.ts';
import { Gate } from '../../src/actions/gate.ts';
import type { Failure, Journal } from '../../src/actions/journal.ts';
import type { LiveText } from '../../src/actions/live-text.ts';
import type { Target } from '../../src/actions/target.ts';
import type { ChangeRequest, ClusterChanges } from '../../src/cluster/cluster-changes.ts';
import type { RemoteProcess } from '../../src/cluster/remote-process.ts';
import type { AccessAnswer, AccessQuestion, Cluster } from '../../src/cluster/cluster.ts';
import { ApiError } from '../../src/cluster/api-error.ts';
import { resourcePath } from '../../src/cluster/resource-path.ts';
import type { ApiErrorCode } from '../../src/objects/kind-state.ts';
import { kindOf } from '../../src/objects/kind.ts';
import type { KubeObject } from '../../src/objects/kube-object.ts';
import { shop } from '../health/shop.ts';
import { CONTEXT, idOf, T0, World } from '../health/world.ts';
import { FakeClock } from '../informer/fake-clock.ts';

export { CONTEXT };

export const apiError = (code: ApiErrorCode, message: string, status?: number): ApiError =>
  new ApiError({ code, what: 'delete', message, ...(status === undefined ? {} : { status }) });

const unused = (name: string) => (): never => {
  throw new Error(`${name} is not used here`);
};

/**
 * Answers `get`, `send` and `mayI` by what the test set; `sent` has every change that arrived, `got` every path read, `rights` what is known of
 * rights, by `delete pods` or `get pods/exec`.
 */
export class FakeCluster implements Cluster {
  readonly context: string;
  readonly namespace = undefined;
  readonly sent: ChangeRequest[] = [];
  readonly got: string[] = [];
  readonly rights = new Map<string, AccessAnswer>();
  allows: (question: AccessQuestion) => boolean = () => true;
  answer: (request: ChangeRequest, signal: AbortSignal) => Promise<unknown> = () =>
    Promise.resolve({ kind: 'Status', status: 'Success' });
  running: (signal: AbortSignal) => Promise<RemoteProcess> = unused('run');
  read: (path: string, signal: AbortSignal) => Promise<unknown> = () =>
    Promise.reject(apiError('not-found', 'gone', 404));

  constructor(context = CONTEXT) {
    this.context = context;
  }

  version = unused('version');
  source = unused('source');
  stream = unused('stream');

  get(path: string, signal: AbortSignal): Promise<unknown> {
    this.got.push(path);
    return this.read(path, signal);
  }

  mayI(question: AccessQuestion): Promise<AccessAnswer> {
    const answer = { allowed: this.allows(question) };
    this.rights.set(rightName(question), answer);
    return Promise.resolve(answer);
  }

  knownRight(question: AccessQuestion): AccessAnswer | undefined {
    return this.rights.get(rightName(question));
  }

  pathOf(kind: KubeObject['kind'], namespace: string, name: string): string {
    const { group, versions, plural, namespaced } = kindOf(kind);
    return resourcePath({
      group,
      version: versions[0] ?? '',
      plural,
      namespace: namespaced ? namespace : undefined,
      name,
    });
  }

  changes(): ClusterChanges {
    return {
      send: (request, signal) => {
        this.sent.push(request);
        return this.answer(request, signal);
      },
      run: (_, signal) => this.running(signal),
    };
  }

  close(): void {}
}

const rightName = ({ verb, resource, subresource }: AccessQuestion): string =>
  `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;

/** Lines as `asked delete Pod shop/cart`, `failed …: code message`. */
export class MemoryJournal implements Journal {
  readonly lines: string[] = [];
  readonly deeds: Deed[] = [];

  asked(deed: Deed): number {
    this.deeds.push(deed);
    this.lines.push(`asked ${words(deed)}`);
    return this.deeds.length;
  }

  answered(number: number, deed: Deed, failure?: Failure): void {
    if (this.deeds[number - 1] !== deed) throw new Error('answered another deed');
    this.lines.push(
      failure === undefined ? `done ${words(deed)}` : `failed ${words(deed)}: ${failure.code} ${failure.message}`,
    );
  }
}

const words = ({ action, target }: Deed): string =>
  `${action} ${[target.kind, target.namespace, target.name].filter((part) => part !== '').join(' ')}`;

/** A target as the session freezes it. */
export function targetOf(object: KubeObject, container?: string): Target {
  const { key, uid } = object;
  return {
    id: container === undefined ? key.text : `${key.text}\u0000${container}`,
    kind: container === undefined ? key.kind : 'Container',
    context: key.context,
    namespace: key.namespace,
    name: key.name,
    uid,
    container,
  };
}

/** After every promise that is ready has run, and what it started. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++) await Promise.resolve();
}

/** The tools of one action over a World, with a person whose answers are given in advance (undefined: they cancel). */
export class FakeTools implements Tools {
  readonly clock: FakeClock;
  readonly stop = new AbortController();
  readonly signal = this.stop.signal;
  readonly clusters = new Map<string, FakeCluster>();
  readonly journal = new MemoryJournal();
  readonly asked: Question[] = [];
  readonly answers: (string | undefined)[] = [];
  readonly notices: string[] = [];
  readonly unmarked: Target[] = [];
  readonly shown: LiveText[] = [];
  readonly watchers = new Map<string, Set<() => void>>();
  readonly health;
  readonly graph;
  readonly #gate: Gate;

  constructor(
    world: World,
    options: { readOnly?: boolean; protect?: (context: string) => boolean; now?: number } = {},
  ) {
    this.clock = new FakeClock(options.now ?? T0);
    this.graph = world.graph;
    this.health = world.engine;
    this.clusters.set(CONTEXT, new FakeCluster());
    this.#gate = new Gate({
      readOnly: options.readOnly ?? false,
      journal: this.journal,
      cluster: (context) => this.clusters.get(context),
      isProtected: options.protect ?? (() => false),
    });
  }

  get theCluster(): FakeCluster {
    return this.clusters.get(CONTEXT) as FakeCluster;
  }

  cluster = (context: string): Cluster => this.#gate.cluster(context);
  change: Tools['change'] = (deed, run) => this.#gate.change(deed, run);
  isProtected = (context: string): boolean => this.#gate.isProtected(context);
  why = (): never[] => [];

  watch(id: string, changed: () => void): () => void {
    const of = this.watchers.get(id) ?? new Set();
    this.watchers.set(id, of.add(changed));
    return () => of.delete(changed);
  }

  touch(id: string): void {
    for (const changed of this.watchers.get(id) ?? []) changed();
  }

  pick = (_title: string, _picks: readonly Choice[]): Promise<undefined> => Promise.resolve(undefined);

  ask(question: Question): Promise<string | undefined> {
    this.asked.push(question);
    return Promise.resolve(this.answers.shift());
  }

  show(text: LiveText): void {
    this.shown.push(text);
  }

  hold = unused('hold');

  terminal = unused('terminal');

  notice(text: string, level: string): void {
    this.notices.push(`${level}: ${text}`);
  }

  unmark(targets: readonly Target[]): void {
    this.unmarked.push(...targets);
  }

  /** The lines of the last question as text. */
  get question(): string {
    return (this.asked.at(-1)?.lines ?? []).map(({ text }) => text).join('\n');
  }
}

export const deedOf = (action: ActionId, target: Target, detail?: Deed['detail']): Deed => ({
  action,
  target,
  ...(detail === undefined ? {} : { detail }),
});

/** A world with `web` (three pods behind a service), and tools whose person gives these answers. */
export function inShop(answers: (string | undefined)[], options: ConstructorParameters<typeof FakeTools>[1] = {}) {
  const world = new World();
  shop(world, 3, 0);
  const tools = new FakeTools(world, options);
  tools.answers.push(...answers);
  const target = (kind: KubeObject['kind'], name: string) => targetOf(world.held.get(idOf(kind, name)) as KubeObject);
  return { world, tools, target };
}
