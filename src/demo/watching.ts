// WATCH: one hub per cluster hears every change and tells each open watch what it means there (an object leaving a
// selector is a deletion), with bookmarks, initial events, resuming from history, and the faults that strike watches.
import type { ServerResponse } from 'node:http';

import { writeAll } from './answer.ts';
import { invalidOptions, versionTooLarge, versionTooOld } from './failure.ts';
import type { Failure } from './failure.ts';
import type { Faults } from './faults.ts';
import type { ServedKind } from './kinds.ts';
import { matcher, parseVersion } from './listing.ts';
import type { Match } from './listing.ts';
import type { Encoder } from './shapes.ts';
import type { Change, Stored, World } from './world.ts';

/** A watch without timeoutSeconds is ended by the server after half an hour to an hour. */
const DEFAULT_TIMEOUT_S = 1800;
const UNREAD_BYTES_ALLOWED = 64 * 1024 * 1024;
const NEW_LINE = Buffer.from('}\n');
const INITIAL_EVENTS_END = { 'k8s.io/initial-events-end': 'true' };

export interface WatchRequest {
  kind: ServedKind;
  namespace: string;
  query: URLSearchParams;
  encoder: Encoder;
  response: ServerResponse;
}

interface OpenWatch {
  kind: ServedKind;
  match: Match;
  encoder: Encoder;
  response: ServerResponse;
  bookmarks: boolean;
  /** Changes that came while the first events were still being written. */
  waiting: Change[] | undefined;
  told: boolean;
  muted: boolean;
  lastVersion: number;
}

export class WatchHub {
  readonly #world: World;
  readonly #faults: Faults;
  readonly #open = new Set<OpenWatch>();
  readonly #stopListening: () => void;
  readonly #bookmarkTimer: NodeJS.Timeout;
  /** How an expired version is told: as a real server's ERROR event, or as an HTTP 410. */
  expiredAs: 'event' | 'http' = 'event';

  constructor(world: World, faults: Faults, bookmarkMs: number) {
    this.#world = world;
    this.#faults = faults;
    this.#stopListening = world.onChange((change) => this.#onChange(change));
    this.#bookmarkTimer = setInterval(() => this.sendBookmarks(), bookmarkMs).unref();
  }

  /** Answers one watch request; throws a `Failure` before anything is written when it must be refused. */
  async start(request: WatchRequest): Promise<void> {
    const { kind, query, response, encoder } = request;
    const from = parseVersion(query.get('resourceVersion'));
    const initial = wantsInitialEvents(query, from, this.#faults);
    // Only a streaming list waits for its version; a plain watch from the future is accepted and hears nothing until then.
    if (initial && (from ?? 0) > this.#world.version) throw versionTooLarge(from ?? 0, this.#world.version);
    const match = matcher(kind, request.namespace, query);
    const missed = initial ? [] : this.#world.since(kind.plural, from ?? 0);
    if (!missed && this.expiredAs === 'http') throw versionTooOld(from ?? 0, this.#world.oldest(kind.plural));
    response.writeHead(200, { 'Content-Type': encoder.contentType, 'Cache-Control': 'no-cache, private' });
    response.flushHeaders();
    if (!missed) {
      response.end(errorLine(versionTooOld(from ?? 0, this.#world.oldest(kind.plural))));
      return;
    }
    const bookmarks = ['true', '1'].includes(query.get('allowWatchBookmarks') ?? '');
    const lastVersion = Math.max(from ?? 0, this.#world.version);
    const muted = this.#faults.strike('silence', { resource: kind.plural }) !== undefined;
    const watch: OpenWatch = {
      kind,
      match,
      encoder,
      response,
      bookmarks,
      waiting: [],
      told: false,
      muted,
      lastVersion,
    };
    this.#keep(watch, Number(query.get('timeoutSeconds') ?? 0) || DEFAULT_TIMEOUT_S);
    if (initial) await this.#tellAll(watch, query.get('sendInitialEvents') === 'true');
    else for (const change of missed) this.#tell(watch, change);
    const waiting = watch.waiting ?? [];
    watch.waiting = undefined;
    for (const change of waiting) this.#tell(watch, change);
  }

  /** Ends the open watches of a kind (or all), cleanly or with a cut connection. */
  drop(resource: string | undefined, how: 'end' | 'reset'): void {
    for (const watch of this.#of(resource)) {
      if (how === 'reset') watch.response.destroy();
      else watch.response.end();
    }
  }

  /** From now on these watches send nothing, and stay open. */
  mute(resource: string | undefined): void {
    for (const watch of this.#of(resource)) watch.muted = true;
  }

  sendBookmarks(resource?: string): void {
    for (const watch of this.#of(resource)) this.#bookmark(watch);
  }

  count(resource?: string): number {
    return this.#of(resource).length;
  }

  stop(): void {
    clearInterval(this.#bookmarkTimer);
    this.#stopListening();
    this.drop(undefined, 'end');
  }

  #of(resource: string | undefined): OpenWatch[] {
    return [...this.#open].filter((watch) => resource === undefined || watch.kind.plural === resource);
  }

  #keep(watch: OpenWatch, timeoutSeconds: number): void {
    this.#open.add(watch);
    const end = setTimeout(() => {
      this.#bookmark(watch);
      watch.response.end();
    }, timeoutSeconds * 1000).unref();
    watch.response.on('close', () => {
      clearTimeout(end);
      this.#open.delete(watch);
    });
  }

  async #tellAll(watch: OpenWatch, streaming: boolean): Promise<void> {
    const version = this.#world.version;
    const present = this.#world.all(watch.kind.plural).filter(watch.match);
    if (!watch.muted)
      await writeAll(
        watch.response,
        present.map((stored) => eventLine(watch, 'ADDED', stored)),
      );
    if (streaming && watch.bookmarks && !watch.muted) {
      watch.response.write(line('BOOKMARK', watch.encoder.bookmark(version, INITIAL_EVENTS_END)));
    }
  }

  #onChange(change: Change): void {
    const watches = this.#of(change.plural);
    if (watches.length === 0) return;
    if (this.#faults.strike('skip-event', { resource: change.plural })) return;
    for (const watch of watches) {
      if (watch.waiting) watch.waiting.push(change);
      else this.#tell(watch, change);
    }
  }

  #tell(watch: OpenWatch, change: Change): void {
    watch.lastVersion = Math.max(watch.lastVersion, change.version);
    const event = seenBy(watch.match, change);
    if (!event || watch.muted || watch.response.writableEnded) return;
    const bytes = eventLine(watch, event.type, event.stored);
    if (this.#faults.strike('cut-line', { resource: change.plural })) {
      watch.response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => watch.response.destroy());
      watch.muted = true;
      return;
    }
    watch.response.write(bytes);
    // A client that does not read is cut off, as a real server does, before it fills our memory.
    if (watch.response.writableLength > UNREAD_BYTES_ALLOWED) watch.response.destroy();
  }

  #bookmark(watch: OpenWatch): void {
    if (!watch.bookmarks || watch.muted || watch.waiting || watch.response.writableEnded) return;
    watch.response.write(line('BOOKMARK', watch.encoder.bookmark(Math.max(watch.lastVersion, this.#world.version))));
  }
}

function wantsInitialEvents(query: URLSearchParams, from: number | undefined, faults: Faults): boolean {
  const asked = query.get('sendInitialEvents');
  if (asked === null) {
    if (!query.has('resourceVersionMatch')) return from === undefined || from === 0;
    const why = 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided';
    throw invalidOptions('resourceVersionMatch', why);
  }
  if (faults.strike('refuse-streaming', {})) {
    const why = 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
    throw invalidOptions('sendInitialEvents', why);
  }
  if (query.get('resourceVersionMatch') !== 'NotOlderThan') {
    throw invalidOptions(
      'resourceVersionMatch',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  }
  return asked === 'true' || from === undefined || from === 0;
}

interface SeenEvent {
  type: Change['type'];
  stored: Stored;
}

/** What a change means to a watch with this filter. */
function seenBy(match: Match, change: Change): SeenEvent | undefined {
  const before = change.before !== undefined && match(change.before);
  const after = change.type !== 'DELETED' && match(change.after);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', stored: change.after };
  if (!before || !change.before) return undefined;
  if (change.type === 'DELETED') return { type: 'DELETED', stored: change.after };
  // It left the selector: the deletion shows its last matching state, at the version of the change.
  const metadata = { ...change.before.object.metadata, resourceVersion: String(change.version) };
  const object = { ...change.before.object, metadata };
  return { type: 'DELETED', stored: { key: change.before.key, object, version: change.version } };
}

function eventLine(watch: OpenWatch, type: string, stored: Stored): Buffer {
  const withColumns = !watch.told;
  watch.told = true;
  return line(type, watch.encoder.one(stored, withColumns));
}

function line(type: string, object: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`{"type":"${type}","object":`), object, NEW_LINE]);
}

function errorLine(failure: Failure): Buffer {
  return line('ERROR', Buffer.from(JSON.stringify(failure.body)));
}
