// What a DELETE asks for, from its body or, without one, from its query; with a real server's refusals of what makes no
// sense.
import { badRequest, Failure } from './failure.ts';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteOptions {
  /** Absent: the object's own grace. */
  graceSeconds?: number;
  propagation?: Propagation;
  uid?: string;
  resourceVersion?: string;
  dryRun: boolean;
}

const PROPAGATIONS: readonly Propagation[] = ['Background', 'Foreground', 'Orphan'];

interface Wire {
  gracePeriodSeconds?: number | null;
  propagationPolicy?: string | null;
  orphanDependents?: boolean | null;
  preconditions?: { uid?: string; resourceVersion?: string } | null;
  dryRun?: readonly string[] | null;
}

/** Reads the options; throws 400 for a body that is none and 422 for options that contradict the API. */
export function deleteOptions(body: string, query: URLSearchParams): DeleteOptions {
  const wire = body.trim() === '' ? fromQuery(query) : fromBody(body);
  const dryRun = wire.dryRun ?? query.getAll('dryRun');
  for (const each of dryRun) if (each !== 'All') throw invalid('dryRun', each, '"All"');
  const { uid, resourceVersion } = wire.preconditions ?? {};
  const propagation = propagationOf(wire);
  return {
    ...(typeof wire.gracePeriodSeconds === 'number' ? { graceSeconds: Math.max(0, wire.gracePeriodSeconds) } : {}),
    ...(propagation ? { propagation } : {}),
    ...(uid ? { uid } : {}),
    ...(resourceVersion ? { resourceVersion } : {}),
    dryRun: dryRun.length > 0,
  };
}

function fromBody(body: string): Wire {
  try {
    const options = JSON.parse(body) as unknown;
    if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  } catch {
    // Told below: what is not JSON and what is no object get the same answer.
  }
  throw badRequest("couldn't get version/kind; json parse error: the body of a DELETE must be DeleteOptions");
}

function fromQuery(query: URLSearchParams): Wire {
  const grace = query.get('gracePeriodSeconds');
  if (grace !== null && !/^-?\d+$/.test(grace)) {
    throw badRequest(`strconv.ParseInt: parsing "${grace}": invalid syntax`);
  }
  return {
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    propagationPolicy: query.get('propagationPolicy'),
    ...(query.has('orphanDependents') ? { orphanDependents: query.get('orphanDependents') === 'true' } : {}),
  };
}

function propagationOf(wire: Wire): Propagation | undefined {
  const asked = wire.propagationPolicy ?? undefined;
  if (asked === undefined) {
    if (typeof wire.orphanDependents !== 'boolean') return undefined;
    return wire.orphanDependents ? 'Orphan' : 'Background';
  }
  const known = PROPAGATIONS.find((each) => each === asked);
  if (!known) throw invalid('propagationPolicy', asked, '"Background", "Foreground", "Orphan"');
  return known;
}

function invalid(field: string, value: string, supported: string): Failure {
  const why = `Unsupported value: "${value}": supported values: ${supported}`;
  const causes = [{ reason: 'FieldValueNotSupported', message: why, field }];
  const details = { group: 'meta.k8s.io', kind: 'DeleteOptions', causes };
  return new Failure(422, 'Invalid', `DeleteOptions.meta.k8s.io "" is invalid: ${field}: ${why}`, details);
}
