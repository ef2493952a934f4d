// Sums of quantities, exactly and in kubectl's writing: 0.1 cores ten times is 1 core, and what was given in Mi is told in Mi.

/** A quantity in billionths of its unit; `binary` when it was written with Ki, Mi, Gi …. */
export type Amount = { readonly nano: bigint; readonly binary: boolean };

const NANO = 1_000_000_000n;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: readonly (readonly [suffix: string, exponent: number])[] = [
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
];
const GRAMMAR = /^([+-]?)(\d{1,30})?(?:\.(\d{0,30}))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i))?$/;

export const ZERO: Amount = { nano: 0n, binary: false };

/** Reads a quantity; zero when it is none. What is smaller than a billionth is rounded up, as Kubernetes does. */
export function amountOf(text: string): Amount {
  const match = GRAMMAR.exec(text);
  if (match === null) return ZERO;
  const [, sign, whole = '', rest = '', exponent, suffix = ''] = match;
  const digits = BigInt(`0${whole}${rest}`);
  const binary = suffix.endsWith('i');
  const power = binary ? 0 : Number(exponent ?? DECIMAL.find(([name]) => name === suffix)?.[1] ?? 0);
  const scaled = binary ? digits * 1024n ** BigInt(BINARY.indexOf(suffix)) : digits;
  const shift = 9 + power - rest.length;
  const nano = shift >= 0 ? scaled * 10n ** BigInt(shift) : roundedUp(scaled, 10n ** BigInt(-shift));
  return { nano: sign === '-' ? -nano : nano, binary };
}

function roundedUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

/** The sum, written as the first that is not zero. */
export function plus(a: Amount, b: Amount): Amount {
  return { nano: a.nano + b.nano, binary: a.nano === 0n ? b.binary : a.binary };
}

/** The greater one; the first when they are equal. */
export function greater(a: Amount, b: Amount): Amount {
  return b.nano > a.nano ? b : a;
}

/** The canonical text: the largest suffix that leaves a whole number. */
export function amountText({ nano, binary }: Amount): string {
  if (nano === 0n) return '0';
  const unit = roundedUp(nano, NANO);
  if (binary && unit >= 1024n) {
    let [value, at] = [unit, 0];
    for (; value % 1024n === 0n && at < BINARY.length - 1; at++) value /= 1024n;
    return `${value}${BINARY[at]}`;
  }
  for (const [suffix, exponent] of DECIMAL.toReversed()) {
    const factor = 10n ** BigInt(exponent + 9);
    if (nano % factor === 0n) return `${nano / factor}${suffix}`;
  }
  return `${nano}n`;
}

/** How much of `whole` it is, in percent without fraction; 0 of nothing. */
export function percentOf(part: Amount, whole: Amount): number {
  return whole.nano === 0n ? 0 : Number((part.nano * 100n) / whole.nano);
}

/** How often `divisor` fits, rounded up: what a container sees of a resource through the downward API. */
export function timesIn(amount: Amount, divisor: Amount): string {
  return divisor.nano <= 0n ? '' : String(roundedUp(amount.nano, divisor.nano));
}
