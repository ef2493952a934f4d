// CREATE, UPDATE, PATCH and DELETE, as much as tests and kubectl need: the API server's half only. What controllers and
// kubelets would do next (grace periods, replacements) is not here.
import type { ApiObject } from './api-types.ts';
import { alreadyExists, badRequest, conflict, Failure, methodNotAllowed, notFound } from './failure.ts';
import { matcher } from './listing.ts';
import { applyPatch } from './patch.ts';
import type { Target } from './route.ts';
import { keyOf } from './world.ts';
import type { Stored, World } from './world.ts';

export interface WriteRequest {
  target: Target;
  query: URLSearchParams;
  contentType: string;
  body: string;
  now: number;
  /** A fresh uid for a created object. */
  newUid(): string;
}

export interface Written {
  httpStatus: number;
  /** The object after the write, or a Status for deletions. */
  stored?: Stored;
  status?: object;
}

export function write(world: World, request: WriteRequest): Written {
  switch (request.target.verb) {
    case 'create':
      return create(world, request);
    case 'update':
      return replace(world, request, parseObject(request));
    case 'patch':
      return replace(world, request, patched(world, request));
    case 'delete':
      return remove(world, request);
    case 'deletecollection':
      return removeAll(world, request);
    default:
      throw methodNotAllowed();
  }
}

function existing(world: World, { kind, namespace, name }: Target): Stored {
  const stored = world.get(kind.plural, namespace === '' ? name : `${namespace}/${name}`);
  if (!stored) throw notFound(kind, name);
  return stored;
}

function parseObject({ body, contentType }: WriteRequest): ApiObject {
  if (contentType.startsWith('application/vnd.kubernetes.protobuf')) {
    const message = 'the body of the request was in an unknown format - accepted media types include: application/json';
    throw new Failure(415, 'UnsupportedMediaType', message);
  }
  try {
    const { kind, apiVersion, ...object } = JSON.parse(body) as ApiObject;
    if (typeof object.metadata === 'object' && kind !== undefined && apiVersion !== undefined) return object;
  } catch {
    // Told below: a body that is not JSON and one that is no object get the same answer.
  }
  throw badRequest('the object provided is unrecognized (must be of type application/json)');
}

function isDryRun(query: URLSearchParams): boolean {
  return query.has('dryRun');
}

function create(world: World, request: WriteRequest): Written {
  const { target } = request;
  if (target.name !== '' || (target.kind.namespaced && target.namespace === '')) throw methodNotAllowed();
  const object = parseObject(request);
  const uid = request.newUid();
  const name = object.metadata.name || `${object.metadata.generateName ?? ''}${uid.slice(0, 5)}`;
  const creationTimestamp = new Date(request.now).toISOString().replace(/\.\d+/, '');
  const place = target.kind.namespaced ? { namespace: target.namespace } : {};
  const metadata = { ...object.metadata, name, ...place, uid, creationTimestamp };
  const made = { ...object, metadata };
  if (world.get(target.kind.plural, keyOf(made))) throw alreadyExists(target.kind, name);
  const stored = isDryRun(request.query)
    ? { key: keyOf(made), object: made, version: 0 }
    : world.put(target.kind.plural, made);
  return { httpStatus: 201, stored };
}

function patched(world: World, request: WriteRequest): ApiObject {
  const before = existing(world, request.target);
  return applyPatch(before.object, request.contentType, request.body) as ApiObject;
}

function replace(world: World, request: WriteRequest, wanted: ApiObject): Written {
  const { target, query } = request;
  const before = existing(world, target);
  const asked = wanted.metadata.resourceVersion;
  if (asked !== undefined && asked !== before.object.metadata.resourceVersion) throw conflict(target.kind, target.name);
  const after = settle(before.object, wanted, target);
  if (JSON.stringify(after) === JSON.stringify(before.object)) return { httpStatus: 200, stored: before };
  if (isDryRun(query)) return { httpStatus: 200, stored: { key: before.key, object: after, version: before.version } };
  return { httpStatus: 200, stored: world.put(target.kind.plural, after) };
}

/** A status write changes only the status; any other write leaves the status alone and counts spec changes. */
function settle(before: ApiObject, wanted: ApiObject, target: Target): ApiObject {
  const { name, namespace, uid, creationTimestamp, generation } = before.metadata;
  const identity = { name, ...(namespace === undefined ? {} : { namespace }), uid, creationTimestamp };
  if (target.subresource === 'status') return { ...before, status: wanted['status'] };
  const specChanged = JSON.stringify(before['spec']) !== JSON.stringify(wanted['spec']);
  const counted = generation === undefined ? {} : { generation: specChanged ? generation + 1 : generation };
  const status = target.kind.subresources.includes('status') ? { status: before['status'] } : {};
  return { ...wanted, metadata: { ...wanted.metadata, ...identity, ...counted }, ...status };
}

function checkPreconditions(stored: Stored, request: WriteRequest): void {
  if (request.body.trim() === '') return;
  const options = JSON.parse(request.body) as { preconditions?: { uid?: string; resourceVersion?: string } };
  const { uid, resourceVersion } = options.preconditions ?? {};
  const { metadata } = stored.object;
  const sameUid = uid === undefined || uid === metadata.uid;
  const sameVersion = resourceVersion === undefined || resourceVersion === metadata.resourceVersion;
  if (!sameUid || !sameVersion) throw conflict(request.target.kind, request.target.name);
}

function remove(world: World, request: WriteRequest): Written {
  const { target } = request;
  const stored = existing(world, target);
  checkPreconditions(stored, request);
  if (!isDryRun(request.query)) world.remove(target.kind.plural, stored.key);
  const group = target.kind.group === '' ? {} : { group: target.kind.group };
  const details = { name: target.name, ...group, kind: target.kind.plural, uid: stored.object.metadata.uid };
  return { httpStatus: 200, status: success(details) };
}

function removeAll(world: World, request: WriteRequest): Written {
  const { target, query } = request;
  const matches = matcher(target.kind, target.namespace, query);
  const doomed = world.all(target.kind.plural).filter(matches);
  if (!isDryRun(query)) for (const stored of doomed) world.remove(target.kind.plural, stored.key);
  return { httpStatus: 200, status: success({ kind: target.kind.plural }) };
}

function success(details: object): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
