// What a whole pod asks for, as the scheduler counts it: its containers together, or one of its init containers when that asks for more.
import type { Json } from '../objects/json.ts';
import { hasObject, listAt, objectAt, pairsAt, textAt } from '../objects/json.ts';
import { amountOf, greater, plus, type Amount } from './describe-quantity.ts';

/** Amounts by the name of the resource. */
export type Amounts = Map<string, Amount>;

/** Requests or limits of a pod by resource. Source: KEP-753 (sidecars), kubectl's PodRequestsAndLimits. */
export function podAmounts(pod: Json, list: 'requests' | 'limits'): Amounts {
  const spec = objectAt(pod, 'spec');
  const amounts: Amounts = new Map();
  for (const container of listAt(spec, 'containers')) addTo(amounts, asked(pod, container, list));
  const sidecars: Amounts = new Map();
  const starting: Amounts = new Map();
  for (const init of listAt(spec, 'initContainers')) {
    const own = asked(pod, init, list);
    if (textAt(init, 'restartPolicy') === 'Always') {
      addTo(amounts, own);
      addTo(sidecars, own);
      raiseTo(starting, sidecars);
    } else {
      const peak = new Map(own);
      addTo(peak, sidecars);
      raiseTo(starting, peak);
    }
  }
  raiseTo(amounts, starting);
  for (const [name, text] of pairsAt(spec, 'overhead')) {
    const before = amounts.get(name);
    if (list === 'requests' || (before !== undefined && before.nano !== 0n))
      addTo(amounts, new Map([[name, amountOf(text)]]));
  }
  return amounts;
}

/** What a container asks for; while it is resized in place, the greater of what it asks for and what it has. */
function asked(pod: Json, container: Json, list: 'requests' | 'limits'): Amounts {
  const amounts = amountsAt(container, 'resources', list);
  if (list === 'limits') return amounts;
  const statuses = [...listAt(pod, 'status', 'containerStatuses'), ...listAt(pod, 'status', 'initContainerStatuses')];
  const status = statuses.find((one) => textAt(one, 'name') === textAt(container, 'name'));
  if (status === undefined || !hasObject(status, 'resources')) return amounts;
  raiseTo(amounts, amountsAt(status, 'resources', 'requests'));
  raiseTo(amounts, amountsAt(status, 'allocatedResources'));
  return amounts;
}

function amountsAt(json: Json, ...path: readonly string[]): Amounts {
  return new Map(pairsAt(json, ...path).map(([name, text]) => [name, amountOf(text)]));
}

/** Adds every amount of `more` to `sum`. */
export function addTo(sum: Amounts, more: Amounts): void {
  for (const [name, amount] of more) sum.set(name, plus(sum.get(name) ?? { ...amount, nano: 0n }, amount));
}

function raiseTo(most: Amounts, other: Amounts): void {
  for (const [name, amount] of other) most.set(name, greater(most.get(name) ?? { ...amount, nano: 0n }, amount));
}
