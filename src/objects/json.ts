// Reading JSON as somebody sent or wrote it, whole and untrimmed: any field may be missing or of another type, and the rest must be told all the same.

export type Json = Readonly<Record<string, unknown>>;

const EMPTY: Json = Object.freeze({});

/** True for an object of JSON: no list, not null. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of fields; undefined when any step is not there. */
export function valueAt(json: unknown, ...path: readonly string[]): unknown {
  let value = json;
  for (const step of path) {
    if (!isJson(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** The object at a path; an empty one when there is none. */
export function objectAt(json: unknown, ...path: readonly string[]): Json {
  const value = valueAt(json, ...path);
  return isJson(value) ? value : EMPTY;
}

/** True when an object, even an empty one, is there. */
export function hasObject(json: unknown, ...path: readonly string[]): boolean {
  return isJson(valueAt(json, ...path));
}

/** The objects of the list at a path; what is no object is left out. */
export function listAt(json: unknown, ...path: readonly string[]): readonly Json[] {
  const value = valueAt(json, ...path);
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The scalars of the list at a path, as texts. */
export function textsAt(json: unknown, ...path: readonly string[]): readonly string[] {
  const value = valueAt(json, ...path);
  return Array.isArray(value) ? value.filter((item) => !isJson(item) && item !== null).map(String) : [];
}

/** The scalar at a path as text; '' when there is none. */
export function textAt(json: unknown, ...path: readonly string[]): string {
  const value = valueAt(json, ...path);
  return typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
}

export function numberAt(json: unknown, ...path: readonly string[]): number | undefined {
  const value = valueAt(json, ...path);
  return typeof value === 'number' ? value : undefined;
}

/** The number at a path as text, 0 when there is none: what leaving out a number means in Kubernetes. */
export function countAt(json: unknown, ...path: readonly string[]): string {
  return String(numberAt(json, ...path) ?? 0);
}

export function flagAt(json: unknown, ...path: readonly string[]): boolean | undefined {
  const value = valueAt(json, ...path);
  return typeof value === 'boolean' ? value : undefined;
}

/** The pairs of a map of scalars at a path, by name. */
export function pairsAt(json: unknown, ...path: readonly string[]): readonly (readonly [string, string])[] {
  return Object.entries(objectAt(json, ...path))
    .filter(([, value]) => typeof value !== 'object')
    .map(([name, value]) => [name, String(value)] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The instant at a path in milliseconds since the epoch; undefined when there is none. */
export function instantAt(json: unknown, ...path: readonly string[]): number | undefined {
  const value = valueAt(json, ...path);
  const instant = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(instant) ? undefined : instant;
}
