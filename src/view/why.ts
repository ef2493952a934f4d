// Why a row has its colour: one sentence for the line under the list, and the whole paths down to the culprits for `w` (law 2).
import type { NodeId } from '../graph/node-id.ts';
import type { Health, Path, Unknown, Verdict } from '../health/health.ts';
import type { HealthReader } from '../health/health-reader.ts';
import type { Level } from '../health/level.ts';
import { isProblem } from '../health/level.ts';
import { spokenAge } from './age.ts';
import { columnValue } from './columns.ts';
import { lastSeen, timesSeen } from './columns-event.ts';
import { CONTEXT_WORD } from './context-word.ts';
import { LEVEL_WORDS, seenLevel } from '../health/level-word.ts';
import { nodeLabel } from './node-label.ts';
import type { RowKind } from './row.ts';
import { idParts, subjectAt, withoutContainer, type Subject } from './subject.ts';
import type { ViewGraph } from './view-graph.ts';

export type WhySentence = { readonly text: string; readonly level: Level | 'unknown' };
/** `path`: the steps from below the row down to whom `text` is about, so that a narrow screen can leave out steps and never the cause. */
export type WhyLine = WhySentence & { readonly path: readonly string[] };
/** One step of a path; `target` is where Enter goes, absent on a remark. */
export type WhyStep = WhySentence & { readonly depth: number; readonly target?: NodeId };

/** Kinds whose `ready` column is a share of their pods or endpoints. */
const COUNTS_READY: ReadonlySet<RowKind> = new Set(['Service', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);
/** Of what began just now, `for 0 s` says nothing. */
const LEAST_AGE_MS = 1000;
/** Warnings shown in the panel; more would push the culprits away. */
const MOST_WARNINGS = 3;

/** The sentence for the node a row stands for; undefined when nothing stands there any more. `now` is the session's clock. */
export function whyLine(id: NodeId, graph: ViewGraph, health: HealthReader, now: number): WhyLine | undefined {
  const subject = subjectAt(id, { graph, health });
  if (subject === undefined) return undefined;
  const found = health.health(id);
  const level = seenLevel(found.shown, found.unknown !== undefined);
  if (subject.kind === 'Event') return { path: [], text: eventText(subject, now), level };
  const cause = causeOf(found, { graph, health, now });
  const said = [cause.text, unknownText(found.unknown, now), contextText(subject)].filter((part) => part !== '');
  if (level !== 'unknown')
    return { path: cause.path, text: said.length === 0 ? wellText(subject, found.shown) : said.join(' · '), level };
  // That nothing is known comes first; the path would then lead to the last of several sentences.
  return { path: [], text: said.toReversed().join(' · '), level };
}

/** Title and lines of the panel: every path once, shared beginnings written once, culprits with their evidence, then recent warnings. */
export function whyPanel(
  id: NodeId,
  graph: ViewGraph,
  health: HealthReader,
  now: number,
): { readonly title: string; readonly lines: readonly WhyStep[] } {
  const found = health.health(id);
  const lines: WhyStep[] = [];
  const paths = asTree(pathsOf(id, found));
  let before: Path | undefined;
  for (const path of paths) {
    lines.push(...pathLines(path, before, { graph, health, now }));
    before = path;
  }
  if (paths.length === 0) {
    const { text, level } = whyLine(id, graph, health, now) ?? { text: 'no longer there', level: 'unknown' };
    lines.push({ text, level, depth: 0, target: id });
  }
  if (paths.length > 0 && found.unknown !== undefined)
    lines.push({ text: unknownText(found.unknown, now), level: 'unknown', depth: 0 });
  const culprits = new Set(paths.map(({ verdict }) => withoutContainer(verdict.at)));
  for (const culprit of culprits) lines.push(...warningLines(culprit, graph, now));
  return {
    title: `Why ${nodeLabel(id)} is ${LEVEL_WORDS[seenLevel(found.shown, found.unknown !== undefined)]}`,
    lines,
  };
}

type Reading = { readonly graph: ViewGraph; readonly health: HealthReader; readonly now: number };

/** Culprits, else what the node finds of itself (done, paused and changing need no culprit). */
function pathsOf(id: NodeId, found: Health): readonly Path[] {
  return found.culprits.length > 0
    ? found.culprits
    : found.own.map((verdict) => ({ steps: [id], verdict, arrives: verdict.level }));
}

/** The paths in their order, but those that begin alike together, so that no step is written twice. */
function asTree(paths: readonly Path[], depth = 0): readonly Path[] {
  const branches = new Map<NodeId | undefined, Path[]>();
  for (const path of paths) {
    const branch = branches.get(path.steps[depth]);
    if (branch === undefined) branches.set(path.steps[depth], [path]);
    else branch.push(path);
  }
  return [...branches].flatMap(([step, branch]) =>
    step === undefined || branch.length < 2 ? branch : asTree(branch, depth + 1),
  );
}

function pathLines(path: Path, before: Path | undefined, reading: Reading): readonly WhyStep[] {
  const { steps, verdict } = path;
  const lines: WhyStep[] = [];
  let shared = true;
  for (const [depth, step] of steps.entries()) {
    const last = depth === steps.length - 1;
    shared &&= before?.steps[depth] === step && !last;
    if (shared) continue;
    const seen = reading.health.health(step);
    // A path's end is as bad as its verdict, which hysteresis may not show yet.
    const level = last ? verdict.level : seenLevel(seen.shown, seen.unknown !== undefined);
    lines.push({
      text: last ? verdictText(step, path, reading) : stepText(step, reading),
      level,
      depth,
      target: step,
    });
  }
  return lines;
}

/** `svc cart 1/3 ready`. */
function stepText(step: NodeId, { graph, health }: Pick<Reading, 'graph' | 'health'>): string {
  const subject = subjectAt(step, { graph, health });
  if (subject === undefined || !COUNTS_READY.has(subject.kind)) return nodeLabel(step);
  const ready = columnValue(subject.kind, 'ready')?.make(subject, { graph, health, loads: undefined }).text ?? '';
  return ready === '' ? nodeLabel(step) : `${nodeLabel(step)} ${ready} ready`;
}

/** The finding in words, named by its node unless the words name it already. */
function verdictText(step: NodeId, { steps, verdict }: Path, reading: Reading): string {
  const words = findingText(verdict, reading.now);
  const named = words.includes(nameInWords(step)) ? words : `${stepText(step, reading)}: ${words}`;
  return isOver(steps, verdict, reading) ? `recovering, was: ${named}` : named;
}

/** True when nobody on the path finds this any more: recovery has to last before it is shown (hysteresis), and must not be told as trouble of now. */
function isOver(steps: readonly NodeId[], { rule, at }: Verdict, { health }: Reading): boolean {
  return !steps.some((step) => health.health(step).own.some((found) => found.rule === rule && found.at === at));
}

/** A finding of the row itself, which need not be named. */
function ownText({ steps, verdict }: Path, reading: Reading): string {
  const words = findingText(verdict, reading.now);
  return isOver(steps, verdict, reading) ? `recovering, was: ${words}` : words;
}

/** How the words of a finding would name its node: with its kind, because a selector may hold the bare name; containers go by several kinds. */
function nameInWords(step: NodeId): string {
  const { container } = idParts(step);
  return container ?? nodeLabel(step);
}

/** The finding with its evidence, and for how long it has been so. */
function findingText({ message, reason, evidence, since }: Verdict, now: number): string {
  const words = (message === '' ? reason : message).replace(/\.$/u, '');
  // Events have lines of their own in the panel; in a sentence they only push the cause out of sight.
  const fresh = evidence.filter((fact) => !words.includes(fact.replace(/\.$/u, '')) && !fact.startsWith('event '));
  const age = since > 0 && now - since >= LEAST_AGE_MS ? [`for ${spokenAge(now - since)}`] : [];
  return [words, ...fresh, ...age].join(' · ');
}

/** The worst culprit: the steps from below the row to it, and what is wrong there. */
function causeOf(found: Health, reading: Reading): { readonly path: readonly string[]; readonly text: string } {
  const [worst, ...others] = found.culprits;
  const [own] = found.own;
  if (worst === undefined) return { path: [], text: own === undefined ? '' : findingText(own, reading.now) };
  const path = worst.steps.slice(1, -1).map((step) => stepText(step, reading));
  const culprit = worst.steps.length > 1 ? worst.steps.at(-1) : undefined;
  const text = culprit === undefined ? ownText(worst, reading) : verdictText(culprit, worst, reading);
  return { path, text: text + (others.length === 0 ? '' : ` · +${others.length} more`) };
}

function unknownText(unknown: Unknown | undefined, now: number): string {
  if (unknown === undefined) return '';
  const age = unknown.since > 0 ? `, for ${spokenAge(now - unknown.since)}` : '';
  return `not known: ${unknown.detail === '' ? unknown.why : unknown.detail}${age}`;
}

/** A context that is not live says so, with the cure. */
function contextText(subject: Subject): string {
  if (subject.kind === 'Namespace' && subject.object === undefined)
    return 'not listed by the server, level from what can be seen';
  if (subject.kind !== 'Context' || subject.state === undefined || subject.state.is === 'live') return '';
  const { is, error } = subject.state;
  return [CONTEXT_WORD[is], error?.message, error?.cure].filter(Boolean).join(': ');
}

function wellText(subject: Subject, level: Level): string {
  if (isProblem(level)) return LEVEL_WORDS[level];
  if (subject.kind === 'Context' || subject.kind === 'Namespace') return 'ok: nothing below it is wrong';
  return level === 'ok' ? 'ok: as specified' : LEVEL_WORDS[level];
}

function eventText(event: Extract<Subject, { kind: 'Event' }>, now: number): string {
  const { kept } = event;
  const times = timesSeen(event);
  const text = `${kept.reason} on ${kept.involvedObject.kind}/${kept.involvedObject.name}: ${kept.message}${times > 1 ? ` · ×${times}` : ''}`;
  return `${text} · ${spokenAge(now - lastSeen(event))} ago`;
}

function warningLines(culprit: NodeId, graph: ViewGraph, now: number): readonly WhyStep[] {
  return graph
    .warnings(culprit)
    .slice(0, MOST_WARNINGS)
    .map((event) => ({
      text: `warning ${eventText(event, now)}`,
      level: 'minor',
      depth: 0,
    }));
}
