// Lets the story go on by itself: at each step the world that step asks for is built aside, and only what differs is
// written into the live one, so that a watch sees what a real cluster would send.
import type { ApiObject, ContainerStatus, EventObject, Pod } from './api-types.ts';
import { pluralOfKind } from './backstage.ts';
import { PLURALS } from './kinds.ts';
import type { Plural } from './kinds.ts';
import type { Reconciler } from './reconcile.ts';
import { STORY_STEPS } from './story.ts';
import type { StoryStep } from './story.ts';
import type { World } from './world.ts';

/** How long each step lasts when the story moves on its own, in seconds. */
const STEP_S: Record<StoryStep, number> = { calm: 45, 'first-crash': 30, outage: 120, rollout: 40, recovery: 60 };

export function stepSeconds(step: StoryStep): number {
  return STEP_S[step];
}

/** The step that follows when the story moves on its own: after the recovery it begins again with the first crash. */
export function stepAfter(step: StoryStep): StoryStep {
  return STORY_STEPS[STORY_STEPS.indexOf(step) + 1] ?? 'first-crash';
}

/** Makes `live` equal to `wanted`, leaving alone what `owns` says is none of the story's (any more). */
export function turnInto(
  live: World,
  wanted: World,
  reconciler: Reconciler,
  owns: (world: World, plural: Plural, object: ApiObject) => boolean,
): void {
  reconciler.quietly(() => {
    // Events last: only what is there by then can be spoken of.
    for (const plural of PLURALS.toSorted((a, b) => Number(a === 'events') - Number(b === 'events'))) {
      for (const { key, object } of wanted.all(plural)) {
        if (!owns(wanted, plural, object)) continue;
        if (plural === 'events' && !isThere(live, object as EventObject)) continue;
        const present = live.get(plural, key)?.object;
        const next = present ? continued(object, present) : object;
        if (!present || !same(present, next)) live.put(plural, next);
      }
      if (plural === 'events') continue;
      for (const { key, object } of live.all(plural)) {
        if (owns(live, plural, object) && !wanted.get(plural, key)) live.remove(plural, key);
      }
    }
  });
}

/** Whether the one an event is about is there, and not one of the same name that took its place. */
function isThere(world: World, { involvedObject }: EventObject): boolean {
  const { kind, namespace, name, uid } = involvedObject;
  const plural = pluralOfKind(kind);
  if (plural === undefined) return true;
  return world.get(plural, namespace === undefined ? name : `${namespace}/${name}`)?.object.metadata.uid === uid;
}

/** The same object keeps what cannot be undone, whatever the new step would have made of it: its birth, its restarts. */
function continued(object: ApiObject, present: ApiObject): ApiObject {
  if (object.metadata.uid !== present.metadata.uid) return object;
  const { creationTimestamp } = present.metadata;
  const next = { ...object, metadata: { ...object.metadata, creationTimestamp } };
  const before = (present as Partial<Pod>).status?.containerStatuses;
  const after = (object as Partial<Pod>).status?.containerStatuses;
  if (!before || !after) return next;
  const containerStatuses = after.map((status, index) => withRestarts(status, before[index]));
  return { ...next, status: { ...(object as Pod).status, containerStatuses } };
}

function withRestarts(status: ContainerStatus, before: ContainerStatus | undefined): ContainerStatus {
  if (!before || before.restartCount === 0 || before.restartCount < status.restartCount) return status;
  const { restartCount, lastState } = before;
  const state = status.state.running && before.state.running ? before.state : status.state;
  return { ...status, state, restartCount, lastState };
}

function same(a: ApiObject, b: ApiObject): boolean {
  return text(a) === text(b);
}

function text({ metadata, ...rest }: ApiObject): string {
  return JSON.stringify([{ ...metadata, resourceVersion: '' }, rest]);
}
