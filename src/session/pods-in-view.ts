// The header's numbers: the pods of what is being looked at. Those of contexts and namespaces are kept by health; narrower ones are in the list.
import type { CountByLevel } from '../health/health.ts';
import type { HealthReader } from '../health/health-reader.ts';
import { seenLevel } from '../health/level-word.ts';
import { idParts } from '../view/subject.ts';
import { NO_ROWS } from './model.ts';
import type { ListScreen } from './state.ts';

/** Pods of the list's scope by own level, each once. `list` undefined = the whole fleet. */
export function podsInView(list: ListScreen | undefined, health: HealthReader): CountByLevel {
  const within = list?.scope.within;
  if (list === undefined || within === undefined) return health.podCounts(list?.scope.context, list?.scope.namespace);
  if (list.view.kinds.every((kind) => kind === 'Pod')) return list.rows.counts;
  if (idParts(within.id).kind !== 'Pod') return health.podCounts(list.scope.context, list.scope.namespace);
  const { shown, unknown } = health.health(within.id);
  return { ...NO_ROWS.counts, [seenLevel(shown, unknown !== undefined)]: 1 };
}
