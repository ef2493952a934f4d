// Which contexts are protected: dialogs there ask for a name to be typed. Context names hold anything (`arn:aws:eks:eu-1:1234:cluster/prod`), so a
// glob's `*` matches any character, `/` and `:` too; nobody should have to know where a name has slashes to protect it.

/** True when `glob` matches the whole of `text`: `*` any characters or none, `?` exactly one; everything else is itself, case counts. */
export function globMatches(glob: string, text: string): boolean {
  const [pattern, rest] = [[...glob], [...text]];
  let p = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < rest.length) {
    if (pattern[p] === '*') {
      star = p++;
      retry = t;
    } else if (pattern[p] === '?' || pattern[p] === rest[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      // Only the last star needs to be tried again, so a hostile glob costs its length times the name's, not more.
      p = star + 1;
      t = ++retry;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Whether a context is protected by one of the globs. */
export function protectedBy(globs: readonly string[]): (context: string) => boolean {
  return (context) => globs.some((glob) => globMatches(glob, context));
}

/** The globs of `--protect a,b --protect c`: cut at commas, trimmed, without empty ones. */
export function protectGlobs(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((glob) => glob.trim())
    .filter((glob) => glob !== '');
}
