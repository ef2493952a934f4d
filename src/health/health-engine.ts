// Health of the whole fleet, kept as changes come: an event costs its object and its ancestors, a batch goes up once. Rules judge, hysteresis
// settles what is shown, propagation takes it to the parents; this file is only the order in which that happens.
import type { NodeId } from '../graph/node-id.ts';
import { contextId } from '../graph/node-id.ts';
import type { ObjectGraph } from '../graph/object-graph.ts';
import type { KindId } from '../objects/kind.ts';
import { KIND_IDS } from '../objects/kind.ts';
import type { ContextState, KindState } from '../objects/kind-state.ts';
import { UNKNOWN_AFTER_STALE_MS } from '../objects/kind-state.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import type { StoreChange } from '../objects/store-change.ts';
import type { Finding } from './finding.ts';
import { OK_FINDING, toFinding, wakeOf } from './finding.ts';
import type { CountByLevel, Health } from './health.ts';
import type { HealthReader } from './health-reader.ts';
import { HealthTable } from './health-table.ts';
import { dueAt, showNext } from './hysteresis.ts';
import { KnownStates } from './known-states.ts';
import { dependentsOf, needsOf } from './needs.ts';
import type { NodeRecord } from './node-record.ts';
import { PodTally } from './pod-tally.ts';
import { toleranceOf } from './propagation.ts';
import type { Tolerance } from './replicas.ts';
import type { RestartReader } from './restart-memory.ts';
import { RestartMemory } from './restart-memory.ts';
import { Rising } from './rising.ts';
import type { NodeView } from './rule.ts';
import { judge } from './rules.ts';
import { sameUnknown, unknownOf } from './trust.ts';
import { WakeTimes } from './wake-times.ts';

/** An object younger than this is new: what it recovers from was its start. */
const NEW_MS = 30_000;
/** Wake ids of states begin with a character that no node's id begins with. */
const STATE = '\u0001';

/**
 * `graph` is fed by the engine and by nobody else. `hysteresis: false` shows every verdict at once (`check`, property tests). `restarts`: a memory that
 * somebody else feeds, instead of the engine's own. `slice`: a kind that comes to life asks thousands of nodes at once; they are judged so many
 * at a time by `settle` (all at once, and by the call itself, when left out).
 */
export type HealthEngineOptions = {
  readonly graph: ObjectGraph;
  readonly hysteresis?: boolean;
  readonly restarts?: RestartReader;
  readonly slice?: number;
};

export class HealthEngine implements HealthReader {
  readonly #graph: ObjectGraph;
  readonly #hysteresis: boolean;
  readonly #slice: number;
  readonly #memory: RestartMemory | undefined;
  readonly #states = new KnownStates();
  readonly #table: HealthTable;
  readonly #tally = new PodTally();
  readonly #rising: Rising;
  readonly #wakes = new WakeTimes();
  /** Nodes whose own rule must be asked; those seen for the first time. */
  readonly #asked = new Set<NodeId>();
  readonly #fresh = new Set<NodeId>();
  /** Nodes whose rule must be asked because of a state or the time, not of a change: they can wait for the next slice. */
  readonly #later = new Set<NodeId>();
  /** What rules read of restarts; also for a second engine that judges the same world. */
  readonly restarts: RestartReader;

  constructor({ graph, hysteresis = true, restarts, slice = Infinity }: HealthEngineOptions) {
    this.#graph = graph;
    this.#hysteresis = hysteresis;
    this.#slice = slice;
    const memory = new RestartMemory();
    this.#memory = restarts === undefined ? memory : undefined;
    this.restarts = restarts ?? memory;
    this.#table = new HealthTable(graph);
    this.#rising = new Rising(graph, this.#table, this.#tally);
    graph.listenToEdges((child, parent, added) => this.#rising.edge(child, parent, added));
  }

  /**
   * Takes a batch of changes in, the graph's part included. `now`: ms since the epoch. Returns the ids whose object or Health changed, ancestors
   * included; a pod's id stands for its containers too.
   */
  apply(changes: readonly StoreChange[], now: number): readonly NodeId[] {
    const changed = new Set<NodeId>();
    for (const change of changes) {
      const { text, kind, context, namespace } = change.key;
      const known = this.#graph.object(text);
      this.#memory?.note({ ...change, before: known }, now);
      this.#graph.applyInto(change, this.#asked);
      changed.add(text);
      if (change.after !== undefined && known?.uid !== change.after.uid) this.#fresh.add(text);
      if (kind !== 'Pod') continue;
      if (known === undefined && change.after !== undefined) this.#tally.move(context, namespace, undefined, 'ok');
      else if (known !== undefined && change.after === undefined)
        this.#tally.move(context, namespace, this.#table.get(text)?.standing.bucket ?? 'ok', undefined);
      if (change.after === undefined) this.#table.drop(text);
    }
    return this.#settle(changed, now);
  }

  /** Takes in what became of a kind's watch. Returns as apply. */
  applyKindState(state: KindState, now: number): readonly NodeId[] {
    const { context, kind, namespace = '' } = state;
    const before = this.#states.signature(context, kind, namespace, now);
    this.#states.set(state);
    this.#wakes.set(
      STATE + [context, kind, namespace].join('\u0000'),
      state.is === 'stale' ? state.since + UNKNOWN_AFTER_STALE_MS : undefined,
    );
    if (before !== this.#states.signature(context, kind, namespace, now)) this.#askAbout(context, kind, namespace);
    return this.#settle(new Set(), now);
  }

  /** Takes in what became of a context, with the namespaces asked for in it. Returns as apply. */
  applyContextState(state: ContextState, now: number): readonly NodeId[] {
    const { context } = state;
    const known = this.#states.context(context);
    this.#states.setContext(state);
    this.#graph.askForContext(context, true);
    for (const id of this.#graph.askForNamespaces(context, state.namespaces ?? [])) this.#asked.add(id);
    this.#wakes.set(STATE + context, state.is === 'live' ? undefined : state.since + UNKNOWN_AFTER_STALE_MS);
    if (known !== undefined && known.is !== state.is) this.#askAll(context);
    this.#asked.add(contextId(context));
    return this.#settle(new Set(), now);
  }

  /** Asks again whoever wanted to be asked by `now`. Returns as apply. */
  advance(now: number): readonly NodeId[] {
    for (const id of this.#wakes.takeDue(now)) {
      if (!id.startsWith(STATE)) {
        this.#later.add(id);
        continue;
      }
      const [context = '', kind, namespace = ''] = id.slice(STATE.length).split('\u0000');
      if (kind === undefined) this.#askAll(context);
      else this.#askAbout(context, kind as KindId, namespace);
    }
    return this.#settle(new Set(), now);
  }

  /** True when every node has been judged; until then call settle, before anything else is told if what is shown in between matters. */
  get isSettled(): boolean {
    return this.#later.size === 0;
  }

  /** Judges one more slice. Returns as apply. */
  settle(now: number): readonly NodeId[] {
    const changed = new Set<NodeId>();
    this.#judgeLater(changed, now);
    this.#rising.run(changed);
    return [...changed];
  }

  /** When advance should be called next; undefined when time alone changes nothing. */
  nextWakeAt(): number | undefined {
    return this.#wakes.next();
  }

  health(id: NodeId): Health {
    return this.#table.health(id);
  }

  kindState(context: string, kind: KindId, namespace?: string): KindState | undefined {
    return this.#states.kind(context, kind, namespace);
  }

  contextState(context: string): ContextState | undefined {
    return this.#states.context(context);
  }

  contexts(): readonly ContextState[] {
    return this.#states.contexts();
  }

  podCounts(context: string | undefined, namespace: string | undefined): CountByLevel {
    return this.#tally.count(context, namespace);
  }

  #askAbout(context: string, kind: KindId, namespace: string): void {
    for (const each of [kind, ...dependentsOf(kind)]) {
      if (each === 'Context') this.#later.add(contextId(context));
      else if (namespace === '') for (const id of this.#graph.ids(each, context)) this.#later.add(id);
      else if (each === 'Namespace') for (const id of this.#graph.ids(each, context)) this.#askIfNamed(id, namespace);
      else for (const object of this.#graph.objectsIn(each, context, namespace)) this.#later.add(object.key.text);
    }
  }

  #askIfNamed(id: NodeId, name: string): void {
    if (this.#graph.place(id)?.name === name) this.#later.add(id);
  }

  #askAll(context: string): void {
    for (const kind of KIND_IDS) for (const id of this.#graph.ids(kind, context)) this.#later.add(id);
    this.#later.add(contextId(context));
  }

  #settle(changed: Set<NodeId>, now: number): readonly NodeId[] {
    for (const id of this.#asked) this.#judge(id, changed, now);
    this.#asked.clear();
    this.#fresh.clear();
    if (this.#slice === Infinity) this.#judgeLater(changed, now);
    this.#rising.run(changed);
    return [...changed];
  }

  #judgeLater(changed: Set<NodeId>, now: number): void {
    let room = this.#slice;
    for (const id of this.#later) {
      if (room-- <= 0) return;
      this.#later.delete(id);
      this.#judge(id, changed, now);
    }
  }

  /** Asks a node's rule, settles what is shown of the answer, and puts the node in line when that changed. */
  #judge(id: NodeId, changed: Set<NodeId>, now: number): void {
    const place = this.#graph.place(id);
    if (place === undefined) {
      this.#table.drop(id);
      this.#wakes.set(id, undefined);
      changed.add(id);
      return;
    }
    const known = this.#table.get(id);
    const object = this.#graph.object(id);
    let finding: Finding = OK_FINDING;
    let wakeAt = Infinity;
    let tolerance: Tolerance | undefined;
    if (object !== undefined) {
      const view = this.#view(id, object);
      const judgement = judge(view, now);
      finding = toFinding(judgement, known?.finding ?? OK_FINDING);
      wakeAt = wakeOf(judgement);
      tolerance = toleranceOf(view);
    }
    const unknown = unknownOf(id, place, this.#graph, this.#states, now);
    const below = place.kind === 'Namespace' ? place.name : place.namespace;
    const whole =
      needsOf(place.kind).every((kind) => this.#states.sees(place.context, kind, below)) &&
      !(place.kind === 'Pod' && finding !== OK_FINDING && this.#states.isComing(place.context, 'Node'));
    if (known === undefined && finding === OK_FINDING && unknown === undefined && tolerance === undefined && whole) {
      this.#wakes.set(id, wakeAt);
      return;
    }
    const record = known ?? this.#table.record(id);
    const atOnce = !this.#hysteresis || this.#fresh.has(id) || record.unsettled || !whole;
    const shown = showNext(record.shown, finding, now, {
      atOnce,
      betterAtOnce: this.#isNewOrCured(id, object, record, now),
    });
    const same =
      record.finding === finding &&
      record.shown.finding === shown.finding &&
      sameUnknown(record.unknown, unknown) &&
      sameTolerance(record.tolerance, tolerance);
    record.finding = finding;
    record.shown = shown;
    record.unknown = unknown;
    record.tolerance = tolerance;
    record.unsettled = !whole;
    this.#wakes.set(id, Math.min(wakeAt, dueAt(shown) ?? Infinity));
    if (!same || known === undefined) this.#rising.mark(id, true);
  }

  #view(id: NodeId, object: KubeObject): NodeView<KindId> {
    const { context, namespace } = object.key;
    return {
      id,
      object,
      graph: this.#graph,
      restarts: this.restarts,
      sees: (kind) => this.#states.sees(context, kind, namespace),
    };
  }

  /** Better is shown at once when the object is new, or when all that its shown verdicts point at is gone. */
  #isNewOrCured(id: NodeId, object: KubeObject | undefined, { shown }: NodeRecord, now: number): boolean {
    if (object === undefined || now < object.createdAt + NEW_MS) return true;
    return shown.finding.own.every(({ at }) => at !== id && !this.#graph.has(at));
  }
}

function sameTolerance(a: Tolerance | undefined, b: Tolerance | undefined): boolean {
  return (
    a === b ||
    (a !== undefined && b !== undefined && a.desired === b.desired && a.ready === b.ready && a.floor === b.floor)
  );
}
