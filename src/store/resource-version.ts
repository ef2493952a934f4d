// Order of resource versions. Kubernetes calls them opaque, yet every server within reach of us counts them up in etcd, and since 1.35
// (KEP-5504) comparing them as integers is promised. Where one is not a number we do not guess.

const DIGITS = /^[0-9]+$/;

/** True when both versions are decimal numbers and `a` is the smaller one; false when either cannot be compared. */
export function isOlder(a: string, b: string): boolean {
  if (!DIGITS.test(a) || !DIGITS.test(b)) return false;
  return a.length === b.length ? a < b : BigInt(a) < BigInt(b);
}
