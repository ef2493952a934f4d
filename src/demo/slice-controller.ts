// The pretend endpoint-slice controller, as far as slices come and go; what is in them is the reconciler's.
import type { EndpointSlice, Service } from './api-types.ts';
import type { Backstage } from './backstage.ts';
import { isTerminating } from './deletion.ts';
import { stamp } from './moment.ts';
import { ownedBy } from './scene.ts';

/** Makes sure that a service with a selector has a slice (an empty one when it had none). */
export function ensureSlice(stage: Backstage, serviceKey: string): void {
  const service = stage.world.get('services', serviceKey)?.object as Service | undefined;
  if (!service?.spec.selector || isTerminating(service) || stage.closed(service.metadata.namespace)) return;
  if (stage.dependents.of(service.metadata.uid).some(({ plural }) => plural === 'endpointslices')) return;
  const { name, namespace = '' } = service.metadata;
  const draw = stage.fresh(`slice/${namespace}/${name}`);
  const slice: EndpointSlice = {
    metadata: {
      name: `${name}-${stage.scene.chance.suffix(draw, 5)}`,
      generateName: `${name}-`,
      namespace,
      uid: stage.scene.chance.uid(draw),
      generation: 1,
      creationTimestamp: stamp(stage.now()),
      labels: {
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': name,
        ...(service.spec.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
      },
      ownerReferences: [ownedBy('v1', 'Service', service)],
    },
    addressType: 'IPv4',
    endpoints: [],
    ports: (service.spec.ports ?? []).map((each) => ({
      name: each.name ?? '',
      port: typeof each.targetPort === 'number' ? each.targetPort : each.port,
      protocol: each.protocol ?? 'TCP',
    })),
  };
  stage.world.put('endpointslices', slice);
}
