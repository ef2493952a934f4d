// A container's variables as the API tells them: plain values, and references to secrets, config maps and the pod itself.
import type { ContainerPlan } from './plan.ts';

/** The fields `env` and `envFrom`, each left out when there is nothing to say. */
export function environment(plan: ContainerPlan): object {
  const plain = Object.entries(plan.env ?? {}).map(([name, value]) => ({ name, value }));
  const taken = Object.entries(plan.envFrom ?? {}).map(([name, source]) => ({ name, valueFrom: reference(source) }));
  const env = [...plain, ...taken];
  return {
    ...(env.length > 0 ? { env } : {}),
    ...(plan.envOf === undefined ? {} : { envFrom: [{ configMapRef: { name: plan.envOf, optional: true } }] }),
  };
}

function reference(source: string): object {
  const [type = '', place = ''] = source.split(':');
  const [name = '', key = ''] = place.split('/');
  switch (type) {
    case 'secret':
      return { secretKeyRef: { name, key } };
    case 'config':
      return { configMapKeyRef: { name, key } };
    case 'limit':
      return { resourceFieldRef: { resource: `limits.${place}`, divisor: '0' } };
    case 'field':
      return { fieldRef: { apiVersion: 'v1', fieldPath: place } };
    default:
      throw new RangeError(`no variable comes from ${source}`);
  }
}
