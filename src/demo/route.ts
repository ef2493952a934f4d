// From a request's path to what it is about: kind, namespace, name, subresource and the verb RBAC is asked with.
import { methodNotAllowed, noSuchPath } from './failure.ts';
import { servedKind } from './kinds.ts';
import type { ServedKind } from './kinds.ts';

export interface Target {
  kind: ServedKind;
  /** '' for cluster-scoped kinds and for all namespaces. */
  namespace: string;
  /** '' for a collection. */
  name: string;
  subresource: string;
  verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'deletecollection';
}

/** What a path asks for, before it is known whether such a kind is served: rights are checked on this, as a real server does. */
export interface ResourcePath extends Omit<Target, 'kind'> {
  group: string;
  version: string;
  plural: string;
}

/** Reads an API path; undefined when it is not one of a resource (discovery, version, health). */
export function resourcePath(method: string, path: string, query: URLSearchParams): ResourcePath | undefined {
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  const core = parts[0] === 'api';
  if (!core && parts[0] !== 'apis') return undefined;
  const group = core ? '' : (parts[1] ?? '');
  const [version, ...rest] = core ? parts.slice(1) : parts.slice(2);
  if (version === undefined || rest.length === 0) return undefined;
  const place = placeOf(rest);
  return { group, version, ...place, verb: verbOf(method, place.name, query) };
}

/** The served kind behind a path; 404 when there is none, 405 when the method needs a name. */
export function targetOf({ group, version, plural, ...place }: ResourcePath): Target {
  const kind = servedKind(group, version, plural);
  if (!kind || (place.namespace !== '' && !kind.namespaced)) throw noSuchPath();
  if (place.subresource !== '' && !kind.subresources.includes(place.subresource)) throw noSuchPath();
  const needsName = place.verb === 'update' || place.verb === 'patch';
  if (needsName && place.name === '') throw methodNotAllowed();
  return { kind, ...place };
}

function placeOf(rest: readonly string[]): { plural: string; namespace: string; name: string; subresource: string } {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = rest;
  const inNamespace = first === 'namespaces' && third !== '' && third !== 'status' && third !== 'finalize';
  if (inNamespace) return { plural: third, namespace: second, name: fourth, subresource: fifth };
  return { plural: first, namespace: '', name: second, subresource: third };
}

function verbOf(method: string, name: string, query: URLSearchParams): Target['verb'] {
  switch (method) {
    case 'GET':
      if (name !== '') return 'get';
      return ['true', '1'].includes(query.get('watch') ?? '') ? 'watch' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === '' ? 'deletecollection' : 'delete';
    default:
      throw methodNotAllowed();
  }
}
