// Whether a kind can be seen in a part of the fleet: the difference between "there is none" and "we may not look" (law 3).
import type { HealthReader } from '../health/health-reader.ts';
import type { KindState } from '../objects/kind-state.ts';
import type { KindId } from '../objects/kind.ts';

/** `seen`: listed (perhaps stale by now); `coming`: not listed yet; `hidden`: no rights, not served, or the context cannot be reached. */
export type Sight = 'seen' | 'coming' | 'hidden';

const SIGHT_OF: Readonly<Record<KindState['is'], Sight>> = {
  waiting: 'coming',
  syncing: 'coming',
  live: 'seen',
  stale: 'seen',
  forbidden: 'hidden',
  unavailable: 'hidden',
};

/** The states that say what is known of a kind: one for the whole context, or one per namespace when it is watched namespace by namespace. */
export function kindStates(
  health: HealthReader,
  context: string,
  kind: KindId,
  namespace?: string,
): readonly KindState[] {
  if (namespace !== undefined && namespace !== '') {
    const own = health.kindState(context, kind, namespace);
    if (own !== undefined) return [own];
  }
  const whole = health.kindState(context, kind);
  const asked = health.contextState(context)?.namespaces ?? [];
  const states = asked
    .filter((name) => namespace === undefined || namespace === '' || name === namespace)
    .map((name) => health.kindState(context, kind, name))
    .filter((state) => state !== undefined);
  if (states.length > 0) return states;
  return whole === undefined ? [] : [whole];
}

/** How much of a kind is seen: hidden when no part may be seen, coming while some part is missing. */
export function sightOf(health: HealthReader, context: string, kind: KindId, namespace?: string): Sight {
  const states = kindStates(health, context, kind, namespace);
  if (states.length === 0) return unsaid(health, context);
  const sights = states.map((state) => SIGHT_OF[state.is]);
  if (sights.every((sight) => sight === 'hidden')) return 'hidden';
  return sights.includes('coming') ? unsaid(health, context) : 'seen';
}

/** Not everything was said of the kind: it may come while the context can be reached. */
function unsaid(health: HealthReader, context: string): Sight {
  const is = health.contextState(context)?.is;
  return is === 'waiting' || is === 'connecting' || is === 'live' || is === 'stale' ? 'coming' : 'hidden';
}
