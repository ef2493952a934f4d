// The scope read aloud: where in the fleet a screen looks.
import type { Scope } from './scope.ts';

/** `prod-eu › shop › svc/cart`; undefined parts read `all contexts` where something narrower follows, else they are left out. */
export function breadcrumb(scope: Scope): string {
  const words: string[] = [];
  if (scope.context !== undefined) words.push(scope.context);
  else words.push('all contexts');
  if (scope.namespace !== undefined) words.push(scope.namespace);
  if (scope.within !== undefined) words.push(scope.within.label);
  return words.join(' › ');
}
