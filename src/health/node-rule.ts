// A Node: is it ready, is it short of something, may pods come. Cordoned is a decision of people and never red. Source: health-rules.md §2.
import type { Condition } from '../objects/condition.ts';
import { conditionOf } from '../objects/condition.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import { firstLine } from './exit-words.ts';
import type { Verdict } from './health.ts';
import type { Level } from './level.ts';
import type { NodeView } from './rule.ts';
import { NO_VERDICTS, verdict } from './rule.ts';

/** Conditions that are bad when True. Unknown is not True (Popeye flags it too). */
const PRESSURES: Readonly<Record<string, Level>> = {
  MemoryPressure: 'major',
  DiskPressure: 'major',
  PIDPressure: 'critical',
  NetworkUnavailable: 'critical',
};

const READINESS_TAINTS: ReadonlySet<string> = new Set([
  'node.kubernetes.io/not-ready',
  'node.kubernetes.io/unreachable',
]);

export function nodeVerdicts(view: NodeView<'Node'>): readonly Verdict[] {
  const node = view.object;
  return [...readiness(node), ...pressures(node), ...cordon(node)];
}

function readiness(node: ObjectOf<'Node'>): readonly Verdict[] {
  const at = node.key.text;
  const ready = conditionOf(node.kept.status.conditions, 'Ready');
  const since = ready?.lastTransitionTime ?? node.createdAt;
  const evidence = ready === undefined ? [] : [firstLine(ready.message)].filter((line) => line !== '');
  switch (ready?.status) {
    case 'True': {
      const taints = node.kept.spec.taints.filter(({ key }) => READINESS_TAINTS.has(key)).map(({ key }) => key);
      if (taints.length === 0) return NO_VERDICTS;
      return [
        verdict({
          rule: 'node/tainted',
          level: 'minor',
          reason: 'NotReadyTaint',
          message: `it says it is ready but is still tainted ${taints.join(', ')}`,
          since,
          at,
          evidence: taints,
        }),
      ];
    }
    case 'False':
      return [
        verdict({
          rule: 'node/not-ready',
          level: 'critical',
          reason: ready.reason || 'NotReady',
          message: `the node is not ready: ${evidence[0] ?? ready.reason}`,
          since,
          at,
          evidence,
        }),
      ];
    case undefined:
      return [
        verdict({
          rule: 'node/no-conditions',
          level: 'progressing',
          reason: 'NoConditions',
          message: 'the node has not reported yet',
          since,
          at,
        }),
      ];
    default:
      return [
        verdict({
          rule: 'node/unknown',
          level: 'critical',
          reason: 'NodeLost',
          message: `the node no longer answers: ${evidence[0] ?? ready?.reason ?? ''}`,
          since,
          at,
          evidence,
        }),
      ];
  }
}

function pressures(node: ObjectOf<'Node'>): readonly Verdict[] {
  return node.kept.status.conditions.flatMap((condition: Condition) => {
    const level = PRESSURES[condition.type];
    if (level === undefined || condition.status !== 'True') return [];
    const since = condition.lastTransitionTime ?? node.createdAt;
    const said = firstLine(condition.message);
    return [
      verdict({
        rule: 'node/pressure',
        level,
        reason: condition.type,
        message: `${condition.type}: ${said}`,
        since,
        at: node.key.text,
        evidence: said === '' ? [] : [said],
      }),
    ];
  });
}

function cordon(node: ObjectOf<'Node'>): readonly Verdict[] {
  if (!node.kept.spec.unschedulable) return NO_VERDICTS;
  return [
    verdict({
      rule: 'node/cordoned',
      level: 'minor',
      reason: 'SchedulingDisabled',
      message: 'cordoned: no new pods come here',
      since: node.createdAt,
      at: node.key.text,
    }),
  ];
}
