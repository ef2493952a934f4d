// LIST: what each combination of resourceVersion, resourceVersionMatch, limit and continue means to a real server (the
// table "The resourceVersion parameter" of the Kubernetes API concepts page).
import {
  badRequest,
  continueExpired,
  invalidOptions,
  listTooOld,
  unsupportedMatch,
  versionTooLarge,
} from './failure.ts';
import { parseFieldSelector } from './field-selector.ts';
import type { ServedKind } from './kinds.ts';
import { parseLabelSelector } from './label-selector.ts';
import type { Stored, World } from './world.ts';

export interface ListAnswer {
  items: readonly Stored[];
  metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
}

export type Match = (stored: Stored) => boolean;

interface Token {
  v: 'meta.k8s.io/v1';
  /** Version of the snapshot; -1 reads on in the present (an inconsistent list). */
  rv: number;
  /** Key after which to go on. */
  start: string;
}

/** The filter of a request: namespace, label and field selectors together. */
export function matcher(kind: ServedKind, namespace: string, query: URLSearchParams): Match {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '', kind);
  const plainLabels = (query.get('labelSelector') ?? '') === '';
  const prefix = namespace === '' ? '' : `${namespace}/`;
  return (stored) =>
    stored.key.startsWith(prefix) &&
    (plainLabels || labels(stored.object.metadata.labels ?? {})) &&
    fields(stored.object);
}

/** A version parameter as a number; '' is undefined; 400 for anything that is not a number. */
export function parseVersion(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (!/^\d+$/.test(text)) {
    const why = `strconv.ParseUint: parsing "${text}": invalid syntax`;
    throw badRequest(`invalid resource version: resourceVersion: Invalid value: "${text}": ${why}`);
  }
  return Number(text);
}

export function list(world: World, kind: ServedKind, namespace: string, query: URLSearchParams): ListAnswer {
  const asked = parseVersion(query.get('resourceVersion'));
  const match = query.get('resourceVersionMatch') ?? '';
  const limit = Number(query.get('limit') ?? 0);
  const token = query.get('continue') ?? '';
  checkOptions(asked, match, token);
  const filter = matcher(kind, namespace, query);
  const counted = (query.get('labelSelector') ?? '') === '' && (query.get('fieldSelector') ?? '') === '';
  if (token !== '') return nextPage(world, kind, filter, { token: decode(token), limit, counted });
  if (asked !== undefined && asked > world.version) throw versionTooLarge(asked, world.version);
  const exact = match === 'Exact' || (match === '' && limit > 0 && asked !== undefined && asked > 0);
  const version = exact && asked !== undefined ? asked : world.version;
  const all = version === world.version ? world.all(kind.plural) : world.snapshot(kind.plural, version);
  if (!all) throw listTooOld();
  // From the cache a server returns everything in one body, whatever limit says.
  const pageLimit = asked === 0 ? 0 : limit;
  return page(all, filter, { version, after: '', limit: pageLimit, counted });
}

function checkOptions(asked: number | undefined, match: string, token: string): void {
  if (match === '') {
    if (token !== '' && asked !== undefined && asked !== 0) {
      throw badRequest('specifying resource version is not allowed when using continue');
    }
    return;
  }
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    throw unsupportedMatch(match);
  }
  if (token !== '')
    throw invalidOptions('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided');
  if (asked === undefined) {
    throw invalidOptions(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
  if (match === 'Exact' && asked === 0) {
    throw invalidOptions('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
}

interface Next {
  token: Token;
  limit: number;
  counted: boolean;
}

function nextPage(world: World, kind: ServedKind, filter: Match, next: Next): ListAnswer {
  const { token, limit, counted } = next;
  const version = token.rv === -1 ? world.version : token.rv;
  const all = world.snapshot(kind.plural, version);
  if (!all) throw continueExpired(encode({ ...token, rv: -1 }));
  return page(all, filter, { version, after: token.start, limit, counted });
}

interface Cut {
  version: number;
  after: string;
  limit: number;
  counted: boolean;
}

function page(all: readonly Stored[], filter: Match, cut: Cut): ListAnswer {
  const resourceVersion = String(cut.version);
  const rest = cut.after === '' ? all : all.slice(firstAfter(all, cut.after));
  const matching = rest.filter(filter);
  if (cut.limit <= 0 || matching.length <= cut.limit) return { items: matching, metadata: { resourceVersion } };
  const items = matching.slice(0, cut.limit);
  const start = items.at(-1)?.key ?? '';
  const token = encode({ v: 'meta.k8s.io/v1', rv: cut.version, start });
  const remaining = cut.counted ? { remainingItemCount: matching.length - items.length } : {};
  return { items, metadata: { resourceVersion, continue: token, ...remaining } };
}

function firstAfter(all: readonly Stored[], key: string): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle]?.key ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function encode(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decode(text: string): Token {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Token>;
    if (token.v === 'meta.k8s.io/v1' && typeof token.rv === 'number' && typeof token.start === 'string')
      return token as Token;
  } catch {
    // Fall through: whatever is wrong with it, the server's answer is the same.
  }
  throw badRequest('invalid continue token: continue key is not valid: it is not a continue token of this server');
}
