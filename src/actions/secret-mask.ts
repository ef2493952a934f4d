// Hides secret values in a whole object before it is shown: what stands in Secrets, in environments under telling names, and in the copies that
// kubectl keeps of both. The copy and the file that are made of the text hide the same, since they are made of what is shown.
import { redact } from '../objects/redact.ts';
import { isJson, type Json } from '../objects/json.ts';

export const MASK = '[masked]';
/** kubectl keeps the whole object as it was applied in this annotation, values included. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
/** Names of variables whose values people would not read aloud. Names that only point at a secret (`…_FILE`, `…_PATH`, `…_NAME`) do not count. */
const SECRET_NAME =
  /password|passwd|passphrase|passcode|(?:^|[^a-z])pass(?:$|[^a-z])|_pwd$|secret|token|api_?-?key|access_?-?key|private_?-?key|signing_?-?key|encryption_?-?key|credential|(?:^|_)auth(?:$|_)|(?:^|_)dsn$/i;
const POINTS_AT_ONE = /_(?:FILE|PATH|DIR|NAME|TTL|SECONDS|EXPIRY|LENGTH|ENABLED)$/i;
/** `postgres://user:password@host` anywhere in a value. */
const URL_WITH_PASSWORD = /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i;

/** True when a literal value under this name should not be on a screen. */
export function looksSecret(name: string, value: string): boolean {
  if (value === '') return false;
  return (
    (SECRET_NAME.test(name) && !POINTS_AT_ONE.test(name)) || URL_WITH_PASSWORD.test(value) || redact(value) !== value
  );
}

/** The object with its secret values replaced by `[masked]`, and how many were. The object given is not changed. */
export function maskSecrets(object: Json): { readonly object: Json; readonly masked: number } {
  const count = { masked: 0 };
  const shown = object['kind'] === 'Secret' ? maskSecret(object, count) : maskMap(object, count);
  return { object: shown, masked: count.masked };
}

type Count = { masked: number };

function maskSecret(secret: Json, count: Count): Json {
  const out: Record<string, unknown> = { ...maskMap(secret, count) };
  for (const field of ['data', 'stringData']) {
    const values = secret[field];
    if (!isJson(values)) continue;
    count.masked += Object.keys(values).length;
    out[field] = Object.fromEntries(Object.keys(values).map((name) => [name, MASK]));
  }
  return out;
}

/** Walks lists and maps; environments, commands and annotations are known by their names wherever they stand (pods, templates, custom kinds). */
function maskTree(value: unknown, count: Count): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => maskTree(entry, count));
  return isJson(value) ? maskMap(value, count) : value;
}

function maskMap(map: Json, count: Count): Json {
  return Object.fromEntries(Object.entries(map).map(([name, entry]) => [name, maskField(name, entry, count)]));
}

function maskField(name: string, value: unknown, count: Count): unknown {
  if (name === 'env' && Array.isArray(value)) return value.map((entry: unknown) => maskVariable(entry, count));
  if ((name === 'args' || name === 'command') && Array.isArray(value)) return maskWords(value, count);
  if (name === 'annotations' && isJson(value)) return maskAnnotations(value, count);
  return maskTree(value, count);
}

function maskVariable(entry: unknown, count: Count): unknown {
  if (!isJson(entry) || typeof entry['value'] !== 'string') return maskTree(entry, count);
  if (!looksSecret(typeof entry['name'] === 'string' ? entry['name'] : '', entry['value'])) return entry;
  count.masked++;
  return { ...entry, value: MASK };
}

/** `--password=x` and `--password`, `x`. */
function maskWords(words: readonly unknown[], count: Count): readonly unknown[] {
  return words.map((word, index) => {
    if (typeof word !== 'string') return word;
    const before = words[index - 1];
    const isValue = typeof before === 'string' && /^--?[\w-]+$/.test(before) && !word.startsWith('-');
    if (isValue && looksSecret(before, word)) {
      count.masked++;
      return MASK;
    }
    const assigned = /^(--?[\w-]+=)([\s\S]+)$/.exec(word);
    const isSecret =
      assigned === null ? looksSecret('', word) : looksSecret(assigned[1]?.slice(0, -1) ?? '', assigned[2] ?? '');
    if (!isSecret) return word;
    count.masked++;
    return assigned === null ? MASK : `${assigned[1]}${MASK}`;
  });
}

function maskAnnotations(annotations: Json, count: Count): Json {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(annotations)) {
    if (typeof value !== 'string') out[name] = value;
    else if (name === LAST_APPLIED) out[name] = maskApplied(value, count);
    else if (redact(value) !== value || URL_WITH_PASSWORD.test(value)) {
      count.masked++;
      out[name] = MASK;
    } else out[name] = value;
  }
  return out;
}

/** The annotation stays as it is when nothing in it is secret; one that is no object of JSON is hidden whole, since nobody can tell. */
function maskApplied(text: string, count: Count): string {
  const applied = parsed(text);
  if (!isJson(applied)) {
    count.masked++;
    return MASK;
  }
  const { object, masked } = maskSecrets(applied);
  count.masked += masked;
  return masked === 0 ? text : `${JSON.stringify(object)}\n`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
