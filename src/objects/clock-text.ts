// A time of day as people and status lines read it, in the machine's own time zone: the header, describe, YAML and logs say it alike.

/** Two digits, as clocks have them: `7` → `07`. */
export const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** `15:04:05` of an instant in milliseconds since the epoch. */
export function clockText(instant: number): string {
  const date = new Date(instant);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}
