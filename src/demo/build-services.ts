// Services and their (still empty) endpoint slices; the reconciler fills the slices from pods.
import type { EndpointSlice, Labels, Service } from './api-types.ts';
import { madeBy } from './managed-fields.ts';
import { daysBefore, stamp } from './moment.ts';
import type { ServicePlan, WorkloadPlan } from './plan.ts';
import { ownedBy } from './scene.ts';
import type { Scene } from './scene.ts';

const DEFAULT_AGE_DAYS = 21;

export function buildService(
  scene: Scene,
  owner: Pick<WorkloadPlan, 'namespace' | 'name' | 'ageDays'>,
  plan: ServicePlan,
): void {
  buildSelecting(scene, owner, plan, { 'app.kubernetes.io/name': owner.name });
}

/** A service with this selector and one slice beside it. */
export function buildSelecting(
  scene: Scene,
  owner: Pick<WorkloadPlan, 'namespace' | 'name' | 'ageDays'>,
  plan: ServicePlan,
  selector: Labels,
): void {
  const { namespace, name } = owner;
  const created = daysBefore(scene.moment, owner.ageDays ?? DEFAULT_AGE_DAYS);
  const labels = { 'app.kubernetes.io/name': name };
  const managedFields = madeBy('kubectl-client-side-apply', 'v1', stamp(created), [
    'internalTrafficPolicy',
    'ports',
    'selector',
    'type',
  ]);
  const metadata = scene.meta('Service', { name, namespace, created, labels, managedFields });
  const service: Service = {
    metadata,
    spec: serviceSpec(scene, owner, plan, selector),
    status: { loadBalancer: balancer(plan) },
  };
  scene.world.put('services', service);
  buildSlice(scene, service, plan, created);
}

function balancer(plan: ServicePlan): Service['status']['loadBalancer'] {
  return plan.external === undefined ? {} : { ingress: [{ ip: plan.external }] };
}

function serviceSpec(
  scene: Scene,
  { namespace, name }: { namespace: string; name: string },
  plan: ServicePlan,
  selector: Labels,
): Service['spec'] {
  const { type = 'ClusterIP', port, targetPort = port, portName = 'http' } = plan;
  const clusterIP = type === 'Headless' ? 'None' : scene.serviceIp(`service/${namespace}/${name}`);
  const outside = type === 'LoadBalancer' || type === 'NodePort';
  const nodePort = outside ? { nodePort: 30_000 + scene.chance.below(2767, `nodePort/${namespace}/${name}`) } : {};
  return {
    ...(outside ? { externalTrafficPolicy: 'Cluster' } : {}),
    ports: [{ name: portName, protocol: 'TCP', port, targetPort, ...nodePort }],
    selector,
    clusterIP,
    clusterIPs: [clusterIP],
    type: type === 'Headless' ? 'ClusterIP' : type,
    ...(plan.stickyS === undefined
      ? { sessionAffinity: 'None' }
      : { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: plan.stickyS } } }),
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    internalTrafficPolicy: 'Cluster',
  };
}

function buildSlice(scene: Scene, service: Service, plan: ServicePlan, created: number): void {
  const { name } = service.metadata;
  const namespace = service.metadata.namespace ?? '';
  const labels = {
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    'kubernetes.io/service-name': name,
    ...(plan.type === 'Headless' ? { 'service.kubernetes.io/headless': '' } : {}),
  };
  const metadata = scene.meta('EndpointSlice', {
    name: `${name}-${scene.chance.suffix(`slice/${namespace}/${name}`, 5)}`,
    generateName: `${name}-`,
    namespace,
    created,
    labels,
    owner: ownedBy('v1', 'Service', service),
    generation: 1,
  });
  const ports = [{ name: plan.portName ?? 'http', port: plan.targetPort ?? plan.port, protocol: 'TCP' }];
  const slice: EndpointSlice = { metadata, addressType: 'IPv4', endpoints: [], ports };
  scene.world.put('endpointslices', slice);
}
