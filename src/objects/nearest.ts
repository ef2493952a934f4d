// Names the word a person probably meant. Every "no such …" message ends with it.

/** Levenshtein distance with the usual costs of one. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The candidate nearest to `word`, ignoring case, when it is near enough to be what was meant. */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  const lower = word.toLowerCase();
  let best: string | undefined;
  // Two slips at least in a word of four letters: swapping two neighbours counts as two.
  let bestDistance = Math.max(word.length >= 4 ? 2 : 1, Math.floor(word.length * 0.4)) + 1;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    // People rarely slip on the first letter: it decides between equals.
    const d =
      (other.startsWith(lower) && lower.length >= 3 ? 1 : distance(lower, other)) + (other[0] === lower[0] ? 0 : 0.5);
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best;
}

/** ` (did you mean 'x'?)`, or '' when nothing is near: to be put behind a message. */
export function nearest(word: string, candidates: Iterable<string>): string {
  const found = nearestWord(word, candidates);
  return found === undefined ? '' : ` (did you mean '${found}'?)`;
}
