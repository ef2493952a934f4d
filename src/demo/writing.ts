// CREATE, UPDATE, PATCH and DELETE, as much as tests and kubectl need: the API server's half only. What controllers and
// kubelets do next (stopping pods, replacing them, collecting what was owned) is theirs.
import type { ApiObject, ObjectMeta } from './api-types.ts';
import { deleteOptions } from './delete-options.ts';
import type { DeleteOptions } from './delete-options.ts';
import { deleteStored, fateOf, isTerminating, putOrLetGo } from './deletion.ts';
import {
  alreadyExists,
  badRequest,
  conflict,
  Failure,
  methodNotAllowed,
  newFinalizers,
  notFound,
  refused,
} from './failure.ts';
import { apiVersion } from './kinds.ts';
import type { Plural } from './kinds.ts';
import { matcher } from './listing.ts';
import { withDefaults } from './new-object.ts';
import { stamp } from './moment.ts';
import { applyPatch } from './patch.ts';
import type { Target } from './route.ts';
import { scaledTo, scaleOf } from './scale.ts';
import { keyOf } from './world.ts';
import type { Stored, World } from './world.ts';

/** Namespaces that admission protects in every cluster. */
const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-public', 'kube-system']);
/** Kinds whose storage answers a deletion with the object instead of a Status. */
const RETURNED_WHEN_DELETED: ReadonlySet<Plural> = new Set<Plural>(['pods', 'resourcequotas', 'services']);

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
  if (request.target.subresource === 'scale') return scale(world, request);
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
  if (target.kind.namespaced && isTerminating(world.get('namespaces', target.namespace)?.object)) {
    const why = `unable to create new content in namespace ${target.namespace} because it is being terminated`;
    throw refused(target.kind, name, why);
  }
  const place = target.kind.namespaced ? { namespace: target.namespace } : {};
  const metadata = { ...object.metadata, name, ...place, uid, creationTimestamp: stamp(request.now) };
  const made = withDefaults(target.kind.plural, { ...object, metadata });
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
  const { resourceVersion, uid } = wanted.metadata;
  if (resourceVersion !== undefined && resourceVersion !== before.object.metadata.resourceVersion) {
    throw conflict(target.kind, target.name);
  }
  if (uid !== undefined && uid !== before.object.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${before.object.metadata.uid}`;
    throw conflict(target.kind, target.name, why);
  }
  const after = settle(before.object, wanted, target);
  if (JSON.stringify(after) === JSON.stringify(before.object)) return { httpStatus: 200, stored: before };
  if (isDryRun(query)) return { httpStatus: 200, stored: { key: before.key, object: after, version: before.version } };
  return { httpStatus: 200, stored: putOrLetGo(world, target.kind.plural, after) };
}

function scale(world: World, request: WriteRequest): Written {
  const { target, contentType, body } = request;
  const { object } = existing(world, target);
  if (target.verb === 'get') return { httpStatus: 200, status: scaleOf(object) };
  if (target.verb !== 'update' && target.verb !== 'patch') throw methodNotAllowed();
  const wanted =
    target.verb === 'patch' ? (applyPatch(scaleOf(object), contentType, body) as ApiObject) : parseObject(request);
  const { stored } = replace(world, request, scaledTo(object, wanted));
  return { httpStatus: 200, status: scaleOf(stored?.object ?? object) };
}

/** A status write changes only the status; any other write leaves the status alone and counts spec changes. */
function settle(before: ApiObject, wanted: ApiObject, target: Target): ApiObject {
  if (target.subresource === 'status') return { ...before, status: wanted['status'] };
  const { finalizers: _, ...metadata } = wanted.metadata;
  const specChanged = JSON.stringify(before['spec']) !== JSON.stringify(wanted['spec']);
  const status = target.kind.subresources.includes('status') ? { status: before['status'] } : {};
  return { ...wanted, metadata: { ...metadata, ...lasting(before, wanted, target, specChanged) }, ...status };
}

/** The metadata a client cannot change, and the finalizers, of which a dying object can only lose some. */
function lasting(before: ApiObject, wanted: ApiObject, { kind, name }: Target, specChanged: boolean): ObjectMeta {
  const { namespace, uid, creationTimestamp, generation, deletionTimestamp, ...rest } = before.metadata;
  const finalizers = wanted.metadata.finalizers ?? [];
  const added = finalizers.filter((each) => !(rest.finalizers ?? []).includes(each));
  if (deletionTimestamp !== undefined && added.length > 0) throw newFinalizers(kind, name, added);
  const grace = rest.deletionGracePeriodSeconds;
  return {
    name: rest.name,
    ...(namespace === undefined ? {} : { namespace }),
    uid,
    ...(rest.resourceVersion === undefined ? {} : { resourceVersion: rest.resourceVersion }),
    creationTimestamp,
    ...(generation === undefined ? {} : { generation: specChanged ? generation + 1 : generation }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(grace === undefined ? {} : { deletionGracePeriodSeconds: grace }),
    ...(finalizers.length > 0 ? { finalizers } : {}),
  };
}

function remove(world: World, request: WriteRequest): Written {
  const { target, now } = request;
  const stored = existing(world, target);
  const options = deleteOptions(request.body, request.query);
  checkPreconditions(stored, options, target);
  if (target.kind.plural === 'namespaces' && IMMORTAL.has(target.name)) {
    throw refused(target.kind, target.name, 'this namespace may not be deleted');
  }
  const plural = target.kind.plural;
  if (options.dryRun) {
    const fate = fateOf(plural, stored.object, options, now);
    if (fate.gone) return gone(target, stored);
    return { httpStatus: 200, stored: { ...stored, object: fate.object } };
  }
  const after = deleteStored(world, plural, stored, { ...options, now });
  return after.gone ? gone(target, after.stored) : { httpStatus: 200, stored: after.stored };
}

function checkPreconditions(stored: Stored, options: DeleteOptions, { kind, name }: Target): void {
  const { uid, resourceVersion = '' } = stored.object.metadata;
  if (options.uid !== undefined && options.uid !== uid) {
    const why = `the UID in the precondition (${options.uid}) does not match the UID in record (${uid}).`;
    throw conflict(kind, name, `${why} The object might have been deleted and then recreated`);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    const versions = `(${options.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion})`;
    throw conflict(
      kind,
      name,
      `the ResourceVersion in the precondition ${versions}. The object might have been modified`,
    );
  }
}

/** What is answered when nothing is left: most kinds a Status, these few their last state. */
function gone({ kind, name }: Target, stored: Stored): Written {
  if (RETURNED_WHEN_DELETED.has(kind.plural)) return { httpStatus: 200, stored };
  const group = kind.group === '' ? {} : { group: kind.group };
  const details = { name, ...group, kind: kind.plural, uid: stored.object.metadata.uid };
  return { httpStatus: 200, status: success(details) };
}

function removeAll(world: World, request: WriteRequest): Written {
  const { target, query, now } = request;
  const { kind, namespace } = target;
  if (kind.plural === 'namespaces' || (kind.namespaced && namespace === '')) throw methodNotAllowed();
  const options = deleteOptions(request.body, query);
  const matches = matcher(kind, namespace, query);
  const items = world
    .all(kind.plural)
    .filter(matches)
    .map((stored) => (options.dryRun ? stored : deleteStored(world, kind.plural, stored, { ...options, now }).stored))
    .map(({ object }) => object);
  const metadata = { resourceVersion: String(world.version) };
  return { httpStatus: 200, status: { kind: `${kind.kind}List`, apiVersion: apiVersion(kind), metadata, items } };
}

function success(details: object): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
