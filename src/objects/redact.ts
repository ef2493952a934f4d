// Takes secrets out of text that is to be kept. The last line of defence for logs, crash reports and error messages: the code that handles
// secrets should not print them in the first place.

const REDACTED = '[redacted]';

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${REDACTED}`],
  // A JSON Web Token wherever it stands.
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, REDACTED],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  // `token: x`, `"client-key-data":"x"`, `--password=x`, `access_token=x`. It starts only where a word starts: from every letter of a long
  // word it would take quadratic time.
  [
    /((?<![\w-])["']?(?:[\w-]*(?:token|password|passwd|secret|client-key-data|clientKeyData|id-token|refresh-token|authorization))["']?\s*[:=]\s*["']?)(?!Bearer |Basic |\[redacted\])[^\s"',}&]{3,}/gi,
    `$1${REDACTED}`,
  ],
];

/** The text with bearer tokens, JWTs, private keys and values named like secrets replaced by `[redacted]`. */
export function redact(text: string): string {
  return PATTERNS.reduce((out, [pattern, replacement]) => out.replace(pattern, replacement), text);
}
