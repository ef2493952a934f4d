// Label selectors as controllers use them. An empty selector matches nothing here on purpose: a Service without a selector manages its
// endpoints by hand, and reading it as "matches every pod" is RealOpInsight's bug.
import type { Labels } from './kube-object.ts';

export type LabelSelector = {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
};

/** True when every pair of `wanted` is in `labels`; false for an empty `wanted`. */
export function labelsInclude(labels: Labels, wanted: Labels): boolean {
  let any = false;
  for (const name in wanted) {
    if (labels[name] !== wanted[name]) return false;
    any = true;
  }
  return any;
}

/** True when the selector picks these labels; false for an empty selector. */
export function selectorMatches(selector: LabelSelector, labels: Labels): boolean {
  const hasLabels = Object.keys(selector.matchLabels).length > 0;
  if (!hasLabels && selector.matchExpressions.length === 0) return false;
  if (hasLabels && !labelsInclude(labels, selector.matchLabels)) return false;
  return selector.matchExpressions.every(({ key, operator, values }) => {
    const value = labels[key];
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      default:
        return false;
    }
  });
}
