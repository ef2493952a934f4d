// Cuts a server's JSON object down to what we keep, by the table of kept fields. The result shares no structure with the input, so the
// parsed body can be freed; that is where the memory target of design.md is won or lost.
import type { Field, FieldTable } from './field.ts';
import { objectKey } from './key.ts';
import type { KindId } from './kind.ts';
import { KIND_IDS, kindOf } from './kind.ts';
import type { KubeObject, Labels, OwnerRef } from './kube-object.ts';
import { isJson, type Json } from './json.ts';

type Reader = (value: unknown) => unknown;

/** The annotations that some screen or rule reads; all others (last-applied-configuration above all) are dropped. */
const KEPT_ANNOTATIONS = ['kubectl.kubernetes.io/default-container', 'deployment.kubernetes.io/revision'] as const;

const EMPTY_MAP: Labels = Object.freeze({});
const EMPTY_LIST: readonly never[] = Object.freeze([]);

const readText: Reader = (value) => (typeof value === 'string' ? value : '');
const readNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** RFC 3339 text to milliseconds since the epoch; undefined when absent or not a time. */
function readInstant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}

function readMap(value: unknown): Labels {
  if (!isJson(value)) return EMPTY_MAP;
  const out: Record<string, string> = {};
  for (const name in value) {
    const entry = value[name];
    out[name] = typeof entry === 'string' ? entry : String(entry);
  }
  return out;
}

function readTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : EMPTY_LIST;
}

function readerOf(field: Field): Reader {
  switch (field.type) {
    case 'text':
      return readText;
    case 'int':
      return (value) => readNumber(value) ?? 0;
    case 'bool':
      return (value) => value === true;
    case 'optionalInt':
      return readNumber;
    case 'optionalBool':
      return (value) => (typeof value === 'boolean' ? value : undefined);
    case 'instant':
      return readInstant;
    case 'intOrString':
      return (value) => (typeof value === 'number' || typeof value === 'string' ? value : undefined);
    case 'map':
    case 'quantities':
      return readMap;
    case 'texts':
      return readTexts;
    case 'message':
      return messageReader(field.fields);
    case 'optionalMessage': {
      const read = messageReader(field.fields);
      return (value) => (isJson(value) ? read(value) : undefined);
    }
    case 'list': {
      const read = messageReader(field.fields);
      return (value) => (Array.isArray(value) && value.length > 0 ? value.map(read) : EMPTY_LIST);
    }
  }
}

/** Properties are set in the table's order, so that all objects of a kind share one hidden class. */
function messageReader(fields: FieldTable): Reader {
  const names = Object.keys(fields);
  const readers = Object.values(fields).map(readerOf);
  const read = (json: Json): Record<string, unknown> => {
    const out: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      out[name] = (readers[i] as Reader)(json[name]);
    }
    return out;
  };
  const empty = Object.freeze(read({}));
  return (value) => (isJson(value) ? read(value) : empty);
}

const keptReaders = new Map<KindId, Reader>(KIND_IDS.map((id) => [id, messageReader(kindOf(id).fields)]));

function readOwners(value: unknown): readonly OwnerRef[] {
  if (!Array.isArray(value)) return EMPTY_LIST;
  return value.filter(isJson).map((owner) => ({
    kind: readText(owner['kind']) as string,
    name: readText(owner['name']) as string,
    uid: readText(owner['uid']) as string,
    controller: owner['controller'] === true,
  }));
}

function readAnnotations(value: unknown): Labels {
  if (!isJson(value)) return EMPTY_MAP;
  let out: Record<string, string> | undefined;
  for (const name of KEPT_ANNOTATIONS) {
    const entry = value[name];
    if (typeof entry === 'string') (out ??= {})[name] = entry;
  }
  return out ?? EMPTY_MAP;
}

/**
 * Trims one object of a list, a watch event or a GET. `json` is the parsed object; fields of a wrong type read as absent.
 * Throws TypeError when it has no metadata.name: then it is not a Kubernetes object.
 */
export function trimJson(context: string, kind: KindId, json: unknown): KubeObject {
  const metadata = isJson(json) ? json['metadata'] : undefined;
  if (!isJson(metadata) || typeof metadata['name'] !== 'string') throw new TypeError(`not a ${kind}: no metadata.name`);
  const namespaced = kindOf(kind).namespaced;
  const keptReader = keptReaders.get(kind) as Reader;
  const object = {
    kind,
    key: objectKey(context, kind, namespaced ? (readText(metadata['namespace']) as string) : '', metadata['name']),
    uid: readText(metadata['uid']),
    resourceVersion: readText(metadata['resourceVersion']),
    generation: readNumber(metadata['generation']) ?? 0,
    createdAt: readInstant(metadata['creationTimestamp']) ?? 0,
    deletedAt: readInstant(metadata['deletionTimestamp']),
    deletionGraceSeconds: readNumber(metadata['deletionGracePeriodSeconds']),
    labels: readMap(metadata['labels']),
    annotations: readAnnotations(metadata['annotations']),
    owners: readOwners(metadata['ownerReferences']),
    finalizers: readTexts(metadata['finalizers']),
    kept: keptReader(json),
  };
  return object as KubeObject;
}
