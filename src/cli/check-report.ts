// Turns the fleet's health into what `check` prints: plain data, the same for all output formats, documented in docs/check.md.
import type { GraphReader } from '../graph/graph-reader.ts';
import type { NodeId } from '../graph/node-id.ts';
import { contextId } from '../graph/node-id.ts';
import type { CountByLevel, Path, Unknown, Verdict } from '../health/health.ts';
import type { HealthReader } from '../health/health-reader.ts';
import type { Level } from '../health/level.ts';
import { RANK, worse } from '../health/level.ts';
import type { ContextState, KindState } from '../objects/kind-state.ts';
import type { CheckTarget } from './check-target.ts';
import { targetNodes } from './check-target.ts';
import { EXIT } from './exit-code.ts';

/** A node in words; `container` for containers, kind `Context` with the context's name for a context. */
export type NodeName = {
  readonly context: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly container?: string;
};

export type ReportedVerdict = NodeName &
  Pick<Verdict, 'level' | 'rule' | 'reason' | 'message' | 'evidence'> & { readonly since: string };
export type Culprit = { readonly path: readonly NodeName[]; readonly verdict: ReportedVerdict };
export type Subject = NodeName & {
  readonly level: Level;
  readonly unknown: { readonly why: string; readonly since: string; readonly detail: string } | null;
  readonly culprits: readonly Culprit[];
};
export type ReportedContext = {
  readonly name: string;
  readonly state: ContextState['is'];
  readonly serverVersion: string | null;
  readonly error: string | null;
  readonly cure: string | null;
  readonly pods: CountByLevel;
};
export type Unseen = {
  readonly context: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly state: string;
  readonly error: string | null;
};

export type CheckReport = {
  readonly version: 1;
  readonly checkedAt: string;
  readonly target: string | null;
  readonly level: Level;
  readonly unknown: boolean;
  readonly exitCode: number;
  readonly contexts: readonly ReportedContext[];
  /** What was asked about: each context, or the target in each context that has it. */
  readonly subjects: readonly Subject[];
  /** Every verdict of minor or worse at or below the subjects, worst first. */
  readonly verdicts: readonly ReportedVerdict[];
  readonly unseen: readonly Unseen[];
};

export type FleetFacts = {
  readonly graph: GraphReader;
  readonly health: HealthReader;
  readonly kindStates: readonly KindState[];
  readonly contextStates: readonly ContextState[];
  readonly now: number;
};

/** Asks the fleet about `target` (undefined = everything). Levels are verdicts, without hysteresis. */
export function checkReport(fleet: FleetFacts, target: CheckTarget | undefined): CheckReport {
  const contexts = fleet.contextStates.map((state) => state.context);
  const ids = target === undefined ? contexts.map(contextId) : targetNodes(fleet.graph, target, contexts);
  const subjects = ids.map((id) => subjectOf(fleet, id));
  const level = subjects.reduce<Level>((worst, subject) => worse(worst, subject.level), 'ok');
  const unseen = unseenOf(fleet, target);
  const unknown = unseen.length > 0 || subjects.some((subject) => subject.unknown !== null);
  const absent = target !== undefined && ids.length === 0;
  return {
    version: 1,
    checkedAt: new Date(fleet.now).toISOString(),
    target: target?.text ?? null,
    level,
    unknown,
    exitCode: exitCodeOf(level, unknown, absent),
    contexts: fleet.contextStates.map((state) => contextOf(fleet.health, state)),
    subjects,
    verdicts: verdictsBelow(fleet, ids),
    unseen,
  };
}

/** Critical outranks what could not be seen; what could not be seen outranks absent, minor and major. */
function exitCodeOf(level: Level, unknown: boolean, absent: boolean): number {
  if (level === 'critical') return EXIT.critical;
  if (unknown) return EXIT.unknown;
  if (absent) return EXIT.absent;
  return RANK[level] >= RANK.minor ? EXIT.degraded : EXIT.ok;
}

function contextOf(health: HealthReader, state: ContextState): ReportedContext {
  return {
    name: state.context,
    state: state.is,
    serverVersion: state.serverVersion ?? null,
    error: state.error?.message ?? null,
    cure: state.error?.cure ?? null,
    pods: health.podCounts(state.context, undefined),
  };
}

function subjectOf(fleet: FleetFacts, id: NodeId): Subject {
  const { verdictLevel, unknown, culprits } = fleet.health.health(id);
  return {
    ...nodeName(fleet.graph, id),
    level: verdictLevel,
    unknown: unknown === undefined ? null : reportUnknown(unknown),
    culprits: culprits.map((path) => culpritOf(fleet.graph, path)),
  };
}

const reportUnknown = ({ why, since, detail }: Unknown) => ({ why, since: new Date(since).toISOString(), detail });

function culpritOf(graph: GraphReader, path: Path): Culprit {
  return { path: path.steps.map((step) => nodeName(graph, step)), verdict: reportVerdict(graph, path.verdict) };
}

function reportVerdict(graph: GraphReader, verdict: Verdict): ReportedVerdict {
  const { level, rule, reason, message, evidence, since, at } = verdict;
  return { ...nodeName(graph, at), level, rule, reason, message, evidence, since: new Date(since).toISOString() };
}

/** All problems at or below the given nodes; a pod under several parents is told once. */
function verdictsBelow(fleet: FleetFacts, ids: readonly NodeId[]): readonly ReportedVerdict[] {
  const seen = new Set<NodeId>();
  const found: Verdict[] = [];
  const open = [...ids];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    // A pod repeats its containers' verdicts as its own; they are told where they are.
    found.push(
      ...fleet.health.health(id).own.filter((verdict) => verdict.at === id && RANK[verdict.level] >= RANK.minor),
    );
    open.push(...fleet.graph.children(id));
  }
  return found
    .toSorted((a, b) => RANK[b.level] - RANK[a.level] || b.since - a.since || (a.at < b.at ? -1 : 1))
    .map((verdict) => reportVerdict(fleet.graph, verdict));
}

/** In these nothing at all is seen, so their kinds would only repeat the cause. */
const WHOLLY_UNSEEN: ReadonlySet<ContextState['is']> = new Set(['unreachable', 'auth-expired', 'forbidden', 'invalid']);

/** Kinds and contexts without data that the answer depends on: all of them without a target, else those of its namespace. */
function unseenOf(fleet: FleetFacts, target: CheckTarget | undefined): readonly Unseen[] {
  const inScope = (state: KindState): boolean =>
    target?.namespace === undefined || state.namespace === undefined || state.namespace === target.namespace;
  const contexts = fleet.contextStates
    .filter((state) => state.is !== 'live')
    .map((state) => ({
      context: state.context,
      kind: 'Context',
      namespace: null,
      state: state.is,
      error: state.error?.message ?? null,
    }));
  const unseenContexts = new Set(
    fleet.contextStates.filter((state) => WHOLLY_UNSEEN.has(state.is)).map((state) => state.context),
  );
  const kinds = fleet.kindStates
    .filter((state) => state.is !== 'live' && !unseenContexts.has(state.context) && inScope(state))
    .map((state) => ({
      context: state.context,
      kind: state.kind,
      namespace: state.namespace ?? null,
      state: state.is,
      error: state.error?.message ?? null,
    }));
  return [...contexts, ...kinds];
}

/** What a node is called; nodes that no longer exist keep the name in their id. */
export function nodeName(graph: GraphReader, id: NodeId): NodeName {
  const [context = '', kind = '', namespace = '', name = ''] = id.split('\u0000');
  if (kind === '') return { context, kind: 'Context', namespace: '', name: context };
  const container = graph.container(id);
  return container === undefined
    ? { context, kind, namespace, name }
    : { context, kind, namespace, name, container: container.name };
}
