// What judging a node gave, in the form health keeps: only what is not ok, worst first, with the level and the instant to ask again.
import type { Verdict } from './health.ts';
import type { Level } from './level.ts';
import { worse } from './level.ts';
import { byWorst, NO_VERDICTS } from './rule.ts';
import type { Judgement } from './rules.ts';

export type Finding = {
  readonly own: readonly Verdict[];
  /** Verdicts on a pod's containers; empty for all other kinds. */
  readonly containers: readonly Verdict[];
  readonly level: Level;
};

/** Shared by all that are well, which is nearly all. */
export const OK_FINDING: Finding = Object.freeze({ own: NO_VERDICTS, containers: NO_VERDICTS, level: 'ok' });

/** The finding in a judgement; the very `before` when nothing changed, so that identity says whether to go on. */
export function toFinding(judgement: Judgement, before: Finding): Finding {
  const own = tidy(judgement.own);
  const containers = tidy(judgement.containers);
  if (own.length === 0 && containers.length === 0) return OK_FINDING;
  if (sameVerdicts(own, before.own) && sameVerdicts(containers, before.containers)) return before;
  return { own, containers, level: worstLevel(own) };
}

/** The earliest instant at which any verdict wants to be asked again; Infinity when none does. */
export function wakeOf({ own, containers }: Judgement): number {
  let at = Infinity;
  for (const { askAgainAt } of own) if (askAgainAt !== undefined && askAgainAt < at) at = askAgainAt;
  for (const { askAgainAt } of containers) if (askAgainAt !== undefined && askAgainAt < at) at = askAgainAt;
  return at;
}

/** The level of verdicts: the worst one's; among done and paused the first one's; ok for none. */
export function worstLevel(verdicts: readonly Verdict[]): Level {
  return verdicts.reduce<Level>(
    (level, verdict) => (level === 'ok' ? verdict.level : worse(level, verdict.level)),
    'ok',
  );
}

function tidy(verdicts: readonly Verdict[]): readonly Verdict[] {
  if (verdicts.length === 0) return NO_VERDICTS;
  return verdicts.filter(({ level }) => level !== 'ok').toSorted(byWorst);
}

function sameVerdicts(a: readonly Verdict[], b: readonly Verdict[]): boolean {
  return a.length === b.length && a.every((verdict, at) => sameVerdict(verdict, b[at]));
}

function sameVerdict(a: Verdict, b: Verdict | undefined): boolean {
  return (
    b !== undefined &&
    a.rule === b.rule &&
    a.level === b.level &&
    a.reason === b.reason &&
    a.since === b.since &&
    a.at === b.at &&
    a.message === b.message &&
    a.askAgainAt === b.askAgainAt &&
    a.evidence.length === b.evidence.length &&
    a.evidence.every((fact, at) => fact === b.evidence[at])
  );
}
