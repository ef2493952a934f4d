// The refusals of a real API server, word for word: clients (and people) parse these, so reason, code, details and
// message must be the ones kube-apiserver sends.
import { qualified } from './kinds.ts';
import type { ServedKind } from './kinds.ts';

export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  causes?: readonly { reason: string; message: string; field?: string }[];
  retryAfterSeconds?: number;
}

export interface StatusBody {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { continue?: string };
  status: 'Failure';
  message: string;
  reason: string;
  details?: StatusDetails;
  code: number;
}

/** A refusal on its way to the client; `body.code` is the HTTP status. */
export class Failure extends Error {
  readonly code: string;
  readonly body: StatusBody;

  constructor(httpStatus: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.name = 'Failure';
    this.code = reason;
    const base = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason } as const;
    this.body = details ? { ...base, details, code: httpStatus } : { ...base, code: httpStatus };
  }
}

function about(kind: ServedKind, name?: string): StatusDetails {
  return { ...(name ? { name } : {}), ...(kind.group ? { group: kind.group } : {}), kind: kind.plural };
}

export function notFound(kind: ServedKind, name: string): Failure {
  return new Failure(404, 'NotFound', `${qualified(kind)} "${name}" not found`, about(kind, name));
}

export function noSuchPath(): Failure {
  return new Failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function methodNotAllowed(): Failure {
  return new Failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

export function badRequest(message: string): Failure {
  return new Failure(400, 'BadRequest', message);
}

export function alreadyExists(kind: ServedKind, name: string): Failure {
  return new Failure(409, 'AlreadyExists', `${qualified(kind)} "${name}" already exists`, about(kind, name));
}

const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(kind: ServedKind, name: string, why = MODIFIED): Failure {
  const message = `Operation cannot be fulfilled on ${qualified(kind)} "${name}": ${why}`;
  return new Failure(409, 'Conflict', message, about(kind, name));
}

/** 403 as admission words it. */
export function refused(kind: ServedKind, name: string, why: string): Failure {
  return new Failure(403, 'Forbidden', `${qualified(kind)} "${name}" is forbidden: ${why}`, about(kind, name));
}

/** What a client is told when an admission webhook refuses a write; 400 is the code of webhooks that name none. */
export function deniedByWebhook(httpStatus = 403, why = 'not on a Friday'): Failure {
  const message = `admission webhook "guard.example.com" denied the request: ${why}`;
  return new Failure(httpStatus, httpStatus === 403 ? 'Forbidden' : 'BadRequest', message);
}

/** 422 for finalizers added to an object that is being deleted. */
export function newFinalizers(kind: ServedKind, name: string, added: readonly string[]): Failure {
  const list = added.map((each) => `"${each}"`).join(', ');
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  const causes = [{ reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field: 'metadata.finalizers' }];
  const message = `${kind.kind}${kind.group && `.${kind.group}`} "${name}" is invalid: metadata.finalizers: Forbidden: ${why}`;
  return new Failure(422, 'Invalid', message, { ...about(kind, name), kind: kind.kind, causes });
}

export function invalidOptions(field: string, message: string): Failure {
  const cause = { reason: 'FieldValueForbidden', message: `Forbidden: ${message}`, field };
  const text = `ListOptions.meta.k8s.io "" is invalid: ${field}: Forbidden: ${message}`;
  return new Failure(422, 'Invalid', text, { group: 'meta.k8s.io', kind: 'ListOptions', causes: [cause] });
}

/** 422 for a resourceVersionMatch that does not exist. */
export function unsupportedMatch(match: string): Failure {
  const field = 'resourceVersionMatch';
  const why = `Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`;
  const causes = [{ reason: 'FieldValueNotSupported', message: why, field }];
  const details = { group: 'meta.k8s.io', kind: 'ListOptions', causes };
  return new Failure(422, 'Invalid', `ListOptions.meta.k8s.io "" is invalid: ${field}: ${why}`, details);
}

export function unauthorized(): Failure {
  return new Failure(401, 'Unauthorized', 'Unauthorized');
}

/** 410 for a watch whose version is no longer in the server's history. */
export function versionTooOld(asked: number, oldest: number): Failure {
  return new Failure(410, 'Expired', `too old resource version: ${asked} (${oldest})`);
}

/** 410 for a list at an exact version that history no longer holds. */
export function listTooOld(): Failure {
  return new Failure(410, 'Expired', 'The resourceVersion for the provided list is too old.');
}

/** 410 for a continue token; the body carries a token with which the rest may be read inconsistently. */
export function continueExpired(inconsistent: string): Failure {
  const failure = new Failure(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
      'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
      'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
      'deleted between the time the first chunk was returned and now may show up in the list.',
  );
  failure.body.metadata.continue = inconsistent;
  return failure;
}

export function versionTooLarge(asked: number, current: number): Failure {
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`;
  return new Failure(504, 'Timeout', message, { causes, retryAfterSeconds: 1 });
}

export interface Attempt {
  user: string;
  verb: string;
  group: string;
  /** Plural, with `/subresource` where there is one. */
  resource: string;
  namespace: string;
  name: string;
}

/** 403 as RBAC words it. */
export function forbidden(attempt: Attempt): Failure {
  const plural = attempt.resource.split('/')[0] ?? attempt.resource;
  const what = attempt.group === '' ? plural : `${plural}.${attempt.group}`;
  const subject = attempt.name ? `${what} "${attempt.name}"` : what;
  const where = attempt.namespace ? `in the namespace "${attempt.namespace}"` : 'at the cluster scope';
  const message =
    `${subject} is forbidden: User "${attempt.user}" cannot ${attempt.verb} resource "${attempt.resource}" ` +
    `in API group "${attempt.group}" ${where}`;
  const details = {
    ...(attempt.name ? { name: attempt.name } : {}),
    ...(attempt.group ? { group: attempt.group } : {}),
    kind: plural,
  };
  return new Failure(403, 'Forbidden', message, details);
}
