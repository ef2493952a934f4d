// The three patches clients send: JSON patch, merge patch, and strategic merge (lists merged by the keys Kubernetes
// declares; a list without one is replaced).
import { badRequest, Failure } from './failure.ts';

type Json = unknown;
type Fields = Record<string, Json>;

/** Lists that strategic merge joins by a key, by field name (from the patchMergeKey tags of the API types). */
const MERGE_KEYS: Record<string, string> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  conditions: 'type',
  addresses: 'type',
  ownerReferences: 'uid',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  podIPs: 'ip',
  hostIPs: 'ip',
  taints: 'key',
  topologySpreadConstraints: 'topologyKey',
  volumeDevices: 'devicePath',
  ephemeralContainers: 'name',
};

/** Lists of plain values that strategic merge adds to instead of replacing. */
const MERGED_VALUES: ReadonlySet<string> = new Set(['finalizers']);
const DELETE_VALUES = '$deleteFromPrimitiveList/';
const RETAIN_KEYS = '$retainKeys';

/** Applies a patch of this content type to a copy of `object`; throws 415 for unknown types, 400/422 for bad patches. */
export function applyPatch(object: Json, contentType: string, body: string): Json {
  const type = contentType.split(';')[0]?.trim();
  switch (type) {
    case 'application/merge-patch+json':
      return merge(object, parse(body));
    case 'application/strategic-merge-patch+json':
      return strategic(object, parse(body), '');
    case 'application/json-patch+json':
      return jsonPatch(object, parse(body));
    default:
      throw new Failure(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format - ${String(type)}`,
      );
  }
}

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isFields(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function merge(target: Json, change: Json): Json {
  if (!isFields(change)) return change;
  const result: Fields = isFields(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(change)) {
    if (value === null) delete result[field];
    else result[field] = merge(result[field], value);
  }
  return result;
}

function strategic(target: Json, change: Json, field: string): Json {
  if (Array.isArray(change)) return strategicList(target, change, field);
  if (!isFields(change)) return change;
  if (change['$patch'] === 'replace') return without(change, '$patch');
  const result: Fields = isFields(target) ? retained(target, change[RETAIN_KEYS]) : {};
  for (const [name, value] of Object.entries(change)) {
    if (name.startsWith(DELETE_VALUES)) takeValues(result, name.slice(DELETE_VALUES.length), value);
    if (name.startsWith('$')) continue;
    if (value === null) delete result[name];
    else result[name] = strategic(result[name], value, name);
  }
  return result;
}

/** A copy of the fields, or of those that `$retainKeys` names. */
function retained(target: Fields, keys: Json): Fields {
  if (!Array.isArray(keys)) return { ...target };
  return Object.fromEntries(Object.entries(target).filter(([name]) => keys.includes(name)));
}

function takeValues(fields: Fields, name: string, values: Json): void {
  const present = fields[name];
  if (!Array.isArray(present) || !Array.isArray(values)) return;
  fields[name] = present.filter((each) => !values.includes(each));
}

function strategicList(target: Json, change: readonly Json[], field: string): Json {
  if (MERGED_VALUES.has(field) && Array.isArray(target))
    return [...new Set([...(target as readonly Json[]), ...change])];
  const key = MERGE_KEYS[field] ?? portKey(field, change);
  if (key === undefined || !Array.isArray(target))
    return change.filter((item) => !isFields(item) || !('$patch' in item));
  const result = [...(target as readonly Json[])];
  for (const item of change) {
    if (!isFields(item)) continue;
    const at = result.findIndex((each) => isFields(each) && each[key] === item[key]);
    if (item['$patch'] === 'delete') {
      if (at >= 0) result.splice(at, 1);
    } else if (at >= 0) result[at] = strategic(result[at], item, '');
    else result.push(item);
  }
  return result;
}

/** Ports are told apart by what they open: a container's by containerPort, a service's by port. */
function portKey(field: string, change: readonly Json[]): string | undefined {
  if (field !== 'ports') return undefined;
  return change.some((each) => isFields(each) && 'containerPort' in each) ? 'containerPort' : 'port';
}

function without(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

function jsonPatch(object: Json, operations: Json): Json {
  if (!Array.isArray(operations)) throw badRequest('error decoding patch: a JSON patch is a list of operations');
  const root: Fields = { document: structuredClone(object) };
  for (const operation of operations as readonly Fields[]) applyOperation(root, operation);
  return root['document'];
}

function pointer(value: Json): string {
  return typeof value === 'string' ? value : '';
}

function applyOperation(root: Fields, operation: Fields): void {
  const path = pointer(operation['path']);
  switch (operation['op']) {
    case 'add':
      return write(root, path, operation['value'], true);
    case 'replace':
      read(root, path);
      return write(root, path, operation['value'], false);
    case 'remove':
      return remove(root, path);
    case 'move': {
      const value = read(root, pointer(operation['from']));
      remove(root, pointer(operation['from']));
      return write(root, path, value, true);
    }
    case 'copy':
      return write(root, path, structuredClone(read(root, pointer(operation['from']))), true);
    case 'test':
      if (JSON.stringify(read(root, path)) === JSON.stringify(operation['value'])) return;
      throw unprocessable(`testing value ${path} failed`);
    default:
      throw unprocessable(`unexpected kind of operation: ${String(operation['op'])}`);
  }
}

function place(root: Fields, path: string): { parent: Fields | Json[]; last: string } {
  const steps = [
    'document',
    ...path
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
  ];
  const last = steps.pop() ?? '';
  let parent: Json = root;
  for (const step of steps) {
    parent = Array.isArray(parent) ? (parent as Json[])[Number(step)] : (parent as Fields)[step];
    if (typeof parent !== 'object' || parent === null) throw unprocessable(`doc is missing path: ${path}`);
  }
  return { parent: parent as Fields | Json[], last };
}

function read(root: Fields, path: string): Json {
  const { parent, last } = place(root, path);
  const value = Array.isArray(parent) ? parent[Number(last)] : parent[last];
  if (value === undefined) throw unprocessable(`doc is missing key: ${path}`);
  return value;
}

function write(root: Fields, path: string, value: Json, insert: boolean): void {
  const { parent, last } = place(root, path);
  if (!Array.isArray(parent)) parent[last] = value;
  else if (last === '-') parent.push(value);
  else parent.splice(Number(last), insert ? 0 : 1, value);
}

function remove(root: Fields, path: string): void {
  read(root, path);
  const { parent, last } = place(root, path);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}

function unprocessable(message: string): Failure {
  return new Failure(422, 'Invalid', `the server rejected our request due to an error in our request: ${message}`);
}
