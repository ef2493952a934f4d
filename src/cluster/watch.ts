// One watch request: lines cut from the bytes, each a watch event. Whatever ends it other than the server's own clean end is an ApiError, and
// whatever came before it is given first, so that a reflector can resume behind the last event it has seen.
import type { KubeObject } from '../objects/kube-object.ts';
import { trimJson } from '../objects/trim.ts';
import { isJson, type Json } from '../objects/json.ts';
import { notJsonError, statusError } from './answer-error.ts';
import { ApiError } from './api-error.ts';
import { Breather } from './breather.ts';
import type { Answer } from './connection.ts';
import { parseItem } from './item-json.ts';
import { LineCutter } from './line-cutter.ts';
import type { WatchEvent } from './list-watch.ts';
import type { ResourceRequests } from './resource-requests.ts';

/** The server ends a watch after this long; some gateways cut at 5 minutes whatever we ask. The jitter keeps watches from ending together. */
const WATCH_SECONDS = 290;
const JITTER_SECONDS = 60;

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

const TYPES: Readonly<Record<string, 'added' | 'modified' | 'deleted'>> = {
  ADDED: 'added',
  MODIFIED: 'modified',
  DELETED: 'deleted',
};

/** The events since `version`, one batch per chunk of bytes. Throws ApiError: `gone`, `timeout` after 90 s of silence, `protocol` mid-line, … */
export async function* watchObjects(
  requests: ResourceRequests,
  version: string,
  random: () => number,
  signal: AbortSignal,
): AsyncGenerator<readonly WatchEvent[], void, undefined> {
  const query = {
    watch: 1,
    resourceVersion: version,
    allowWatchBookmarks: true,
    timeoutSeconds: WATCH_SECONDS + Math.floor(random() * JITTER_SECONDS),
  };
  const { what } = requests.named('watch');
  const answer = await requests.send('watch', query, signal);
  try {
    if (answer.contentType.includes('text/html')) throw notJsonError(what, answer.status, answer.contentType, '');
    yield []; // the watch is open: quiet from here on is not stale
    yield* readEvents(requests, answer);
  } finally {
    answer.close();
  }
}

async function* readEvents(
  requests: ResourceRequests,
  answer: Answer,
): AsyncGenerator<readonly WatchEvent[], void, undefined> {
  const { what } = requests.named('watch');
  const lines = new LineCutter();
  const breather = new Breather(requests.now);
  for await (const chunk of answer.body) {
    let batch: WatchEvent[] = [];
    for (const line of cut(lines, chunk, what)) {
      const event = readEvent(requests, line);
      if (event instanceof ApiError) {
        if (batch.length > 0) yield batch;
        throw event;
      }
      if (event !== undefined) batch.push(event);
      if (!breather.isDue) continue;
      if (batch.length > 0) yield batch;
      batch = [];
      await breather.breathe();
    }
    if (batch.length > 0) yield batch;
  }
  if (lines.hasRest)
    throw new ApiError({
      code: 'protocol',
      what,
      message: `${requests.host}: the server stopped in the middle of an event`,
    });
}

function cut(lines: LineCutter, chunk: Buffer, what: string): Buffer[] {
  try {
    return lines.push(chunk);
  } catch (error) {
    throw new ApiError({ code: 'protocol', what, message: 'an event of the watch does not end' }, { cause: error });
  }
}

/** The event of one line; an ApiError for an ERROR event or a line that is no event; undefined for one that can be left out, which is logged. */
function readEvent(requests: ResourceRequests, line: Buffer): WatchEvent | ApiError | undefined {
  const { what } = requests.named('watch');
  let json: unknown;
  try {
    json = parseItem(line);
  } catch {
    return new ApiError({ code: 'protocol', what, message: `${requests.host}: a line of the watch is not JSON` });
  }
  if (!isJson(json) || !isJson(json['object']))
    return new ApiError({ code: 'protocol', what, message: `${requests.host}: a line of the watch is not an event` });
  const { type, object } = json;
  if (type === 'ERROR') return statusError(what, object, 0);
  if (type === 'BOOKMARK') return bookmarkOf(object);
  const known = typeof type === 'string' ? TYPES[type] : undefined;
  if (known === undefined) {
    requests.log('warn', 'a watch event of an unknown type was left out', { what, type: String(type).slice(0, 40) });
    return undefined;
  }
  const trimmed = trimmedObject(requests, object);
  return trimmed && { type: known, object: trimmed };
}

function bookmarkOf(object: Json): WatchEvent | undefined {
  const metadata = isJson(object['metadata']) ? object['metadata'] : {};
  const version = metadata['resourceVersion'];
  if (typeof version !== 'string') return undefined;
  const annotations = isJson(metadata['annotations']) ? metadata['annotations'] : {};
  return { type: 'bookmark', version, initialEventsEnd: annotations[INITIAL_EVENTS_END] === 'true' };
}

function trimmedObject(requests: ResourceRequests, object: Json): KubeObject | undefined {
  try {
    return trimJson(requests.context, requests.kind, object);
  } catch (error) {
    requests.log('warn', 'the object of a watch event could not be read', {
      ...requests.named('watch'),
      why: error instanceof Error ? error.message : '',
    });
    return undefined;
  }
}
