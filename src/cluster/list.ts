// One list request after the other until the list is whole, its items parsed one by one while the bytes arrive. An item that cannot be read
// does not cost the others: it is counted, logged, and told with the last part.
import { isJson } from '../objects/json.ts';
import { notJsonError } from './answer-error.ts';
import { ApiError } from './api-error.ts';
import { Breather } from './breather.ts';
import type { Answer } from './connection.ts';
import { CutError, ItemCutter } from './item-cutter.ts';
import { parseItem } from './item-json.ts';
import type { ListFrom, ListPart } from './list-watch.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { trimJson } from '../objects/trim.ts';
import type { ResourceRequests } from './resource-requests.ts';

/** kubectl's and client-go's page: the first one is on the screen after some 30 ms. */
const PAGE_SIZE = 500;

/**
 * Whether pages can be trusted to live long enough. A continue token ends with etcd's compaction (5 minutes); a list so large or a link so slow
 * that this happens is asked for in one body the next time, as client-go's pager does.
 */
export type Paging = { expired: boolean };

type Page = { readonly version: string; readonly continueToken: string; readonly remaining: number | undefined };

/** All parts of a list. Throws ApiError; `gone` when a continue token has expired or the version asked for is too new: list from latest then. */
export async function* listObjects(
  requests: ResourceRequests,
  from: ListFrom,
  paging: Paging,
  signal: AbortSignal,
): AsyncGenerator<ListPart, void, undefined> {
  const breather = new Breather(requests.now);
  const tally: Tally = { unreadable: 0 };
  let continueToken = '';
  do {
    let page: Page;
    try {
      const answer = await requests.send('list', listQuery(from, continueToken, paging), signal);
      page = yield* readPage(requests, answer, breather, tally);
    } catch (error) {
      if (continueToken !== '' && error instanceof ApiError && error.code === 'gone') paging.expired = true;
      throw error;
    }
    continueToken = page.continueToken;
    const remaining = page.remaining === undefined ? {} : { remaining: page.remaining };
    if (continueToken === '')
      yield {
        objects: [],
        version: page.version,
        remaining: 0,
        ...(tally.unreadable > 0 ? { unreadable: tally.unreadable } : {}),
      };
    else yield { objects: [], ...remaining };
  } while (continueToken !== '');
}

type Tally = { unreadable: number };

function listQuery(from: ListFrom, continueToken: string, paging: Paging): Record<string, string | number | undefined> {
  switch (from.at) {
    case 'cache':
      return { resourceVersion: '0' };
    case 'notOlderThan':
      return { resourceVersion: from.version, resourceVersionMatch: 'NotOlderThan' };
    case 'latest':
      if (paging.expired) return {};
      return { limit: PAGE_SIZE, continue: continueToken === '' ? undefined : continueToken };
  }
}

async function* readPage(
  requests: ResourceRequests,
  answer: Answer,
  breather: Breather,
  tally: Tally,
): AsyncGenerator<ListPart, Page, undefined> {
  const cutter = new ItemCutter();
  let start: Buffer | undefined;
  try {
    for await (const chunk of answer.body) {
      start ??= chunk;
      let objects: KubeObject[] = [];
      for (const item of cutter.push(chunk)) {
        const object = readItem(requests, item, tally);
        if (object !== undefined) objects.push(object);
        if (!breather.isDue) continue;
        if (objects.length > 0) yield { objects };
        objects = [];
        await breather.breathe();
      }
      if (objects.length > 0) yield { objects };
      if (breather.isDue) await breather.breathe();
    }
    return pageOf(requests, cutter.end());
  } catch (error) {
    if (!(error instanceof CutError)) throw error;
    const { what } = requests.named('list');
    if (error.code === 'not-json')
      throw notJsonError(what, answer.status, answer.contentType, start?.toString('utf8', 0, 2_000) ?? '');
    throw new ApiError({ code: 'protocol', what, message: `${requests.host}: ${error.message}` }, { cause: error });
  }
}

function readItem(requests: ResourceRequests, item: Buffer, tally: Tally): KubeObject | undefined {
  try {
    return trimJson(requests.context, requests.kind, parseItem(item));
  } catch (error) {
    tally.unreadable++;
    requests.log('warn', 'an item of a list could not be read and is missing', {
      ...requests.named('list'),
      why: error instanceof TypeError ? error.message : 'not JSON',
      bytes: item.length,
    });
    return undefined;
  }
}

function pageOf(requests: ResourceRequests, list: Readonly<Record<string, unknown>>): Page {
  const metadata = list['metadata'];
  if (!isJson(metadata) || !('items' in list) || typeof metadata['resourceVersion'] !== 'string') {
    const message = `${requests.host}: the answer is not a list with a resourceVersion`;
    throw new ApiError({ code: 'protocol', what: requests.named('list').what, message });
  }
  const { continue: token, remainingItemCount: remaining } = metadata;
  return {
    version: metadata['resourceVersion'],
    continueToken: typeof token === 'string' ? token : '',
    remaining: typeof remaining === 'number' ? remaining : undefined,
  };
}
