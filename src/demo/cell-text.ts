// Small texts that several tables share: labels as one word, the containers of a template, an object's age.
import type { ApiObject, Labels, PodTemplate } from './api-types.ts';
import { ageOf } from './human-age.ts';

export function age(object: ApiObject, now: number): string {
  return ageOf(object.metadata.creationTimestamp, now);
}

/** `a=1,b=2`, or `<none>`. */
export function labelText(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.toSorted().join(',');
}

/** The Containers and Images cells of anything with a pod template. */
export function templateCells(template: PodTemplate): string[] {
  const { containers } = template.spec;
  return [containers.map((each) => each.name).join(','), containers.map((each) => each.image).join(',')];
}
