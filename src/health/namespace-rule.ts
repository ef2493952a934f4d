// A Namespace of its own is only ever leaving; the rest is its members' doing. A namespace that does not get away says what holds it.
// Source: health-rules.md §2; the conditions of k8s.io/kubernetes/pkg/controller/namespace/deletion.
import type { Verdict } from './health.ts';
import type { NodeView } from './rule.ts';
import { afterGrace, MINUTE, NO_VERDICTS, verdict } from './rule.ts';
import { firstLine } from './exit-words.ts';

const GRACE = 10 * MINUTE;

export function namespaceVerdicts(view: NodeView<'Namespace'>, now: number): readonly Verdict[] {
  const { object: namespace, id: at } = view;
  const { phase, conditions } = namespace.kept.status;
  if (namespace.deletedAt === undefined && phase !== 'Terminating') return NO_VERDICTS;
  const holding = conditions.filter(({ status }) => status === 'True');
  const since = namespace.deletedAt ?? namespace.createdAt;
  const what = holding.map(({ message, reason }) => firstLine(message) || reason);
  const message = `it is being deleted${what.length === 0 ? '' : `: ${what.join('; ')}`}`;
  const evidence = holding.map(({ type }) => type);
  return [
    verdict({
      rule: 'namespace/terminating',
      ...afterGrace(now, since + GRACE, 'progressing', 'major'),
      reason: 'Terminating',
      message,
      since,
      at,
      evidence,
    }),
  ];
}
