// The `scale` subresource, through which `kubectl scale` and autoscalers see anything that has replicas.
import type { ApiObject, Labels, Workload } from './api-types.ts';
import { badRequest } from './failure.ts';

/** The autoscaling/v1 Scale of a workload. */
export function scaleOf(object: ApiObject): ApiObject {
  const { spec, status, metadata } = object as Workload;
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      creationTimestamp,
    },
    spec: { replicas: spec.replicas ?? 1 },
    status: { replicas: Number(status['replicas'] ?? 0), selector: selectorText(spec.selector.matchLabels) },
  };
}

/** The workload with as many replicas as this Scale wants; throws 400 for one that is none. */
export function scaledTo(object: ApiObject, scale: ApiObject): ApiObject {
  const { replicas } = (scale['spec'] ?? {}) as { replicas?: unknown };
  if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas < 0) {
    throw badRequest('Scale in version "v1" cannot be handled as a Scale: spec.replicas must be a number from 0');
  }
  const { resourceVersion: _, ...rest } = object.metadata;
  const asked = scale.metadata.resourceVersion;
  const metadata = { ...rest, ...(asked === undefined ? {} : { resourceVersion: asked }) };
  return { ...object, metadata, spec: { ...(object['spec'] as object), replicas } };
}

function selectorText(labels: Labels): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
