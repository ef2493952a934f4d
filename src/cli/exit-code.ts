// The exit codes of every command, in one place because scripts depend on them (docs/check.md).

export const EXIT = {
  ok: 0,
  /** `check`: minor or major somewhere. */
  degraded: 1,
  /** `check`: something is critical. */
  critical: 2,
  /** `check`: something could not be seen. */
  unknown: 3,
  /** `check`: the named object is not there. */
  absent: 4,
  /** sysexits' EX_USAGE: flags, words or an unknown context. */
  usage: 64,
  /** sysexits' EX_SOFTWARE: a defect of ours; a crash report was written. */
  crash: 70,
} as const;

/** Wrong words on the command line. The message names what was wrong and the nearest right word. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}
