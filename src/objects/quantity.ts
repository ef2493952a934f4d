// Kubernetes quantities (k8s.io/apimachinery resource.Quantity). The whole grammar: decimals, exponents, binary and decimal suffixes.

const SUFFIX: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const GRAMMAR = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/;

/** A quantity in its base unit (cores, bytes, pieces); undefined when it is not one. */
export function parseQuantity(text: string): number | undefined {
  const match = GRAMMAR.exec(text.trim());
  if (match === null) return undefined;
  const [, digits = '', exponent, suffix = ''] = match;
  if (exponent !== undefined) return Number(digits + exponent);
  return Number(digits) * (SUFFIX[suffix] ?? 1);
}
