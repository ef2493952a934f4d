// Deletion comes before every other clause: what is leaving is judged by whether it leaves. Source: kstatus Terminating; health-rules.md §1.
import type { KubeObject } from '../objects/kube-object.ts';
import type { Verdict } from './health.ts';
import { afterGrace, MINUTE, verdict } from './rule.ts';

/** The instant deletion was asked for: deletionTimestamp already has the grace period in it. */
export function deletionAsked(object: KubeObject): number {
  return (object.deletedAt ?? 0) - (object.deletionGraceSeconds ?? 0) * 1000;
}

/** The verdict on an object that is being deleted; undefined when it is not. Namespaces have their own clause. */
export function terminating(object: KubeObject, now: number): Verdict | undefined {
  if (object.deletedAt === undefined) return undefined;
  const rule = 'object/terminating';
  const { text: at, kind, name } = object.key;
  const since = deletionAsked(object);
  const held = object.finalizers.length > 0 ? [`finalizers ${object.finalizers.join(', ')}`] : [];
  if (object.kind === 'Pod') {
    const grace = afterGrace(now, object.deletedAt + MINUTE, 'progressing', 'major');
    const stuck = grace.level === 'major';
    const message = stuck ? `pod ${name} should have ended more than a minute ago` : `pod ${name} is ending`;
    return verdict({
      rule,
      ...grace,
      reason: stuck ? 'StuckTerminating' : 'Terminating',
      message,
      since,
      at,
      evidence: held,
    });
  }
  const waits = held.length > 0;
  const grace = waits
    ? afterGrace(now, object.deletedAt + 10 * MINUTE, 'progressing', 'minor')
    : { level: 'progressing' as const };
  const message = waits
    ? `${kind} ${name} is being deleted and waits for its finalizers`
    : `${kind} ${name} is being deleted`;
  return verdict({ rule, ...grace, reason: 'Terminating', message, since, at, evidence: held });
}
