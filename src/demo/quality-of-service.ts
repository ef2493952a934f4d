// The quality-of-service class of a pod, which the API server works out from its containers' requests and limits.
import type { Container, PodSpec } from './api-types.ts';

interface Resources {
  requests?: Record<string, string>;
  limits?: Record<string, string>;
}

/** Guaranteed: every container limits both CPU and memory and asks for no less; BestEffort: none asks for anything. */
export function qosClass(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const all = [...(spec.initContainers ?? []), ...spec.containers].map(resources);
  if (all.every(({ requests = {}, limits = {} }) => Object.keys({ ...requests, ...limits }).length === 0)) {
    return 'BestEffort';
  }
  const whole = ({ requests = {}, limits = {} }: Resources): boolean =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name]);
  return all.every(whole) ? 'Guaranteed' : 'Burstable';
}

function resources(container: Container): Resources {
  return container['resources'] ?? {};
}
