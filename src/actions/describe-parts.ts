// Fetches what a description needs. A part that may not be read says so in its place; only the object itself may fail the whole.
import { ApiError } from '../cluster/api-error.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { listAt, textAt } from '../objects/json.ts';
import type { Part, Request, Requests } from './describe-subject.ts';

/** Pages of a list that are fetched; a description of thousands of pods is no use to anybody. */
const MOST_PAGES = 5;
/** Objects per page, as kubectl asks. */
export const PAGE = 500;

/** All answers by name. Never rejects. */
export async function fetchParts(
  cluster: Cluster,
  requests: Requests,
  signal: AbortSignal,
): Promise<Readonly<Record<string, Part>>> {
  const fetched = Object.entries(requests).map(
    async ([name, request]) => [name, await fetchPart(cluster, request, signal)] as const,
  );
  return Object.fromEntries(await Promise.all(fetched));
}

async function fetchPart(cluster: Cluster, { what, path }: Request, signal: AbortSignal): Promise<Part> {
  try {
    const json = await cluster.get(path, signal);
    const items = [...listAt(json, 'items')];
    let next = textAt(json, 'metadata', 'continue');
    if (next === '') return { json };
    for (let page = 1; page < MOST_PAGES && next !== ''; page++) {
      const more = await cluster.get(`${path}&continue=${encodeURIComponent(next)}`, signal);
      items.push(...listAt(more, 'items'));
      next = textAt(more, 'metadata', 'continue');
    }
    return { json: { items } };
  } catch (error) {
    return { why: refusal(error, what) };
  }
}

/** Why a request gave nothing, as a sentence: `not allowed: list events`. `what` is verb and resource. */
export function refusal(error: unknown, what: string): string {
  if (!(error instanceof ApiError)) return `${what}: ${error instanceof Error ? error.message : String(error)}`;
  if (error.code === 'forbidden') return `not allowed: ${what}`;
  return error.code === 'not-found' ? `not found: ${what}` : `${what}: ${error.message}`;
}
