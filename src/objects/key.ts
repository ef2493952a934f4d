// The identity of an object in the fleet. Every stage joins on the key's text, so it is made once, when an object is trimmed,
// and never again: a name alone is ambiguous (`a-b`/`c` and `a`/`b-c`), and a uid does not survive a re-creation.
import type { KindId } from './kind.ts';

/** Cannot occur in a context, namespace or object name, so joined parts never collide. */
const SEPARATOR = '\u0000';

/** The name of an object in the fleet. `namespace` is '' for cluster-scoped kinds. `text` is the whole key as one string, usable as a Map key. */
export type ObjectKey = {
  readonly context: string;
  readonly kind: KindId;
  readonly namespace: string;
  readonly name: string;
  readonly text: string;
};

/** The text of a key without building the key. */
export function keyText(context: string, kind: KindId, namespace: string, name: string): string {
  return context + SEPARATOR + kind + SEPARATOR + namespace + SEPARATOR + name;
}

/** Builds a key; pass '' as the namespace of cluster-scoped kinds. */
export function objectKey(context: string, kind: KindId, namespace: string, name: string): ObjectKey {
  return { context, kind, namespace, name, text: keyText(context, kind, namespace, name) };
}
