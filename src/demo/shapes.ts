// The shapes a client may ask the same objects in: whole, as a Table, or metadata only. Which one is read from Accept;
// the wire bytes of whole objects are the stored ones, so a large list costs no serialising.
import type { ApiObject, EventObject } from './api-types.ts';
import { printerOf } from './columns.ts';
import { Failure } from './failure.ts';
import { apiVersion } from './kinds.ts';
import type { ServedKind } from './kinds.ts';
import { jsonOf } from './world.ts';
import type { Stored } from './world.ts';

export type Shape = 'object' | 'table' | 'metadata';

const META = 'meta.k8s.io/v1';

/** Reads Accept in its order of preference; throws 406 when only shapes or types we do not speak are asked for. */
export function shapeOf(accept: string | undefined): Shape {
  if (accept === undefined || accept.trim() === '') return 'object';
  for (const choice of accept.split(',')) {
    const [type = '', ...parameters] = choice.split(';').map((part) => part.trim());
    if (!['application/json', 'application/*', '*/*'].includes(type)) continue;
    const wanted = Object.fromEntries(parameters.map((parameter) => parameter.split('=')));
    if (wanted['as'] === undefined) return 'object';
    if (wanted['v'] !== 'v1' || wanted['g'] !== 'meta.k8s.io') continue;
    if (wanted['as'] === 'Table') return 'table';
    if (wanted['as'].startsWith('PartialObjectMetadata')) return 'metadata';
  }
  const message = 'only the following media types are accepted: application/json, application/json;stream=watch';
  throw new Failure(406, 'NotAcceptable', message);
}

/** How objects of one kind are put on the wire for one request. */
export interface Encoder {
  shape: Shape;
  contentType: string;
  /** One object alone, with kind and apiVersion; `withColumns` false leaves a Table's columns out (later watch events). */
  one(stored: Stored, withColumns?: boolean): Buffer;
  /** The parts of a list body, to be written one after the other. */
  list(stored: readonly Stored[], metadata: object): Buffer[];
  /** The object of a BOOKMARK event. */
  bookmark(version: number, annotations?: Record<string, string>): Buffer;
}

const COMMA = Buffer.from(',');

export function encoder(kind: ServedKind, shape: Shape, now: () => number, includeObject = 'Metadata'): Encoder {
  if (shape === 'table') return tableEncoder(kind, now, includeObject);
  if (shape === 'metadata') return itemEncoder('PartialObjectMetadata', META, shape, metadataJson, true);
  const json = kind.group === 'events.k8s.io' ? newEventJson : jsonOf;
  return itemEncoder(kind.kind, apiVersion(kind), shape, json, false);
}

/** @param inItems whether list items carry kind and apiVersion too (those of PartialObjectMetadataList do). */
function itemEncoder(
  kind: string,
  version: string,
  shape: Shape,
  json: (stored: Stored) => Buffer,
  inItems: boolean,
): Encoder {
  const prefix = Buffer.from(`{"kind":"${kind}","apiVersion":"${version}",`);
  const one = (stored: Stored): Buffer => Buffer.concat([prefix, json(stored).subarray(1)]);
  return {
    shape,
    contentType: 'application/json',
    one,
    list(stored, metadata) {
      const head = `{"kind":"${kind}List","apiVersion":"${version}","metadata":${JSON.stringify(metadata)},"items":[`;
      const parts: Buffer[] = [Buffer.from(head)];
      for (const [index, each] of stored.entries()) {
        if (index > 0) parts.push(COMMA);
        parts.push(inItems ? one(each) : json(each));
      }
      parts.push(Buffer.from(']}\n'));
      return parts;
    },
    bookmark(resourceVersion, annotations) {
      const metadata = {
        resourceVersion: String(resourceVersion),
        ...(annotations ? { annotations } : {}),
      };
      return Buffer.from(JSON.stringify({ kind, apiVersion: version, metadata }));
    },
  };
}

function metadataJson(stored: Stored): Buffer {
  return Buffer.from(JSON.stringify({ metadata: stored.object.metadata }));
}

function tableEncoder(kind: ServedKind, now: () => number, includeObject: string): Encoder {
  const printer = printerOf(kind.plural);
  const row = (stored: Stored): object => {
    const cells = printer.cells(stored.object, now());
    if (includeObject === 'None') return { cells };
    const whole = { kind: kind.kind, apiVersion: apiVersion(kind), ...stored.object };
    const partial = { kind: 'PartialObjectMetadata', apiVersion: META, metadata: stored.object.metadata };
    return { cells, object: includeObject === 'Object' ? whole : partial };
  };
  const table = (metadata: object, columns: object, rows: object[]): Buffer =>
    Buffer.from(JSON.stringify({ kind: 'Table', apiVersion: META, metadata, columnDefinitions: columns, rows }));
  return {
    shape: 'table',
    contentType: 'application/json',
    one: (stored, withColumns = true) =>
      table({ resourceVersion: stored.object.metadata.resourceVersion }, withColumns ? printer.columns : [], [
        row(stored),
      ]),
    list: (stored, metadata) => [table(metadata, printer.columns, stored.map(row))],
    bookmark: (version, annotations) => {
      const metadata = {
        resourceVersion: String(version),
        ...(annotations ? { annotations } : {}),
      };
      const object = { kind: kind.kind, apiVersion: apiVersion(kind), metadata };
      return table({ resourceVersion: String(version) }, [], [{ cells: printer.columns.map(() => ''), object }]);
    },
  };
}

/** A stored core Event as events.k8s.io/v1 words it. */
function newEventJson(stored: Stored): Buffer {
  const event = stored.object as EventObject;
  const { metadata, involvedObject, message, reason, type, count, firstTimestamp, lastTimestamp, source } = event;
  const converted: ApiObject = {
    metadata,
    eventTime: null,
    reportingController: event.reportingComponent,
    reportingInstance: event.reportingInstance,
    reason,
    regarding: involvedObject,
    note: message,
    type,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
  };
  return Buffer.from(JSON.stringify(converted));
}
