// One line of a log as the kubelet sends it with timestamps=true: an RFC 3339 time with up to nine decimals, a space, and what the program wrote.

/** Seconds since the epoch, and nanoseconds within it: a JavaScript number cannot hold both. */
export type LogTime = { readonly seconds: number; readonly nanos: number };

/**
 * `bytes` is what the program wrote, valid only as long as the chunk it came in is not reused. `plain`: nothing but printable ASCII. `print` is a
 * 32-bit fingerprint of all of it: with the time it tells lines apart.
 */
export type LogLine = LogTime & { readonly bytes: Buffer; readonly plain: boolean; readonly print: number };

export const NO_TIME: LogTime = { seconds: 0, nanos: 0 };

/** Negative when `a` is earlier. */
export function compareTimes(a: LogTime, b: LogTime): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}

/** `2026-11-21T14:02:11.000000042Z`. */
export function timeText({ seconds, nanos }: LogTime): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(nanos).padStart(9, '0')}Z`;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const MARK = Buffer.from('…(+');

/**
 * Reads a line. One without a timestamp (the kubelet complains in plain text) has the time `before`, that of the line before it.
 * `over` bytes were cut off its end; the line says so.
 */
export function readLine(raw: Buffer, over: number, before: LogTime): LogLine {
  const stamp = readStamp(raw);
  const { seconds, nanos } = stamp ?? before;
  const written = stamp === undefined ? raw : raw.subarray(stamp.length);
  let print = FNV_OFFSET ^ over;
  let plain = true;
  for (let i = 0; i < written.length; i++) {
    const byte = written[i] as number;
    if (byte < 0x20 || byte > 0x7e) plain = false;
    print = Math.imul(print ^ byte, FNV_PRIME);
  }
  const bytes = over === 0 ? written : Buffer.concat([wholeCharacters(written), MARK, Buffer.from(`${over} bytes)`)]);
  return { seconds, nanos, bytes, plain: plain && over === 0, print: print >>> 0 };
}

/** Without the first bytes of a UTF-8 character whose others were cut off. */
function wholeCharacters(bytes: Buffer): Buffer {
  let start = bytes.length - 1;
  while (start > bytes.length - 4 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  const lead = bytes[start] ?? 0;
  const wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return bytes.length - start < wanted ? bytes.subarray(0, start) : bytes;
}

function digits(raw: Buffer, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = (raw[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const [COLON, DASH, DOT, PLUS, SPACE, ZULU] = [58, 45, 46, 43, 32, 90];

/** The timestamp at the start; `length` includes the space after it. */
function readStamp(raw: Buffer): (LogTime & { readonly length: number }) | undefined {
  if (raw.length < 20 || raw[4] !== DASH || raw[7] !== DASH || raw[13] !== COLON || raw[16] !== COLON) return undefined;
  const day = Date.UTC(digits(raw, 0, 4), digits(raw, 5, 2) - 1, digits(raw, 8, 2));
  let seconds = day / 1000 + digits(raw, 11, 2) * 3600 + digits(raw, 14, 2) * 60 + digits(raw, 17, 2);
  let at = 19;
  let nanos = 0;
  if (raw[at] === DOT) {
    let unit = 100_000_000;
    for (at++; (raw[at] ?? 0) >= 48 && (raw[at] ?? 0) <= 57; at++, unit = Math.floor(unit / 10))
      nanos += ((raw[at] ?? 0) - 48) * unit;
  }
  if (raw[at] === ZULU) {
    at++;
  } else if ((raw[at] === PLUS || raw[at] === DASH) && raw[at + 3] === COLON) {
    const offset = digits(raw, at + 1, 2) * 3600 + digits(raw, at + 4, 2) * 60;
    seconds -= raw[at] === PLUS ? offset : -offset;
    at += 6;
  } else {
    return undefined;
  }
  if (Number.isNaN(seconds) || (at < raw.length && raw[at] !== SPACE)) return undefined;
  return { seconds, nanos, length: Math.min(raw.length, at + 1) };
}
