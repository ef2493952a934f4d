// Columns of services and of the slices that list their endpoints.
import type { ObjectOf } from '../objects/kube-object.ts';
import { COMING, HIDDEN, numberColumn, ratioCell, textColumn, type ColumnTable } from './cell.ts';
import type { Cell } from './row.ts';
import { sightOf } from './sight.ts';
import type { Around } from './subject.ts';
import type { ViewGraph } from './view-graph.ts';

type Service = ObjectOf<'Service'>;
type EndpointSlice = ObjectOf<'EndpointSlice'>;

/** The label by which the endpoint slice controller names the service of a slice. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name';

/** An endpoint is counted once over all slices and address types: dual stack lists each pod twice. Absent `ready` means ready. */
function endpointCounts(slices: Iterable<EndpointSlice>): { readonly ready: number; readonly total: number } {
  const readyOf = new Map<string, boolean>();
  for (const slice of slices) {
    for (const { targetRef, addresses, conditions } of slice.kept.endpoints) {
      const who = targetRef?.uid || (addresses[0] ?? '');
      readyOf.set(who, (readyOf.get(who) ?? false) || conditions.ready !== false);
    }
  }
  let ready = 0;
  for (const isReady of readyOf.values()) if (isReady) ready++;
  return { ready, total: readyOf.size };
}

/** Pods that should be endpoints: one that is on no machine yet has no address, so no slice tells of it. */
function servingPods(service: Service, graph: ViewGraph): number {
  let count = 0;
  for (const id of graph.children(service.key.text)) {
    const pod = graph.object(id);
    if (pod?.kind !== 'Pod' || pod.deletedAt !== undefined) continue;
    if (pod.kept.status.phase !== 'Succeeded' && pod.kept.status.phase !== 'Failed') count++;
  }
  return count;
}

function endpointsCell(service: Service, { graph, health }: Around): Cell | undefined {
  if (service.kept.spec.type === 'ExternalName') return undefined;
  const sight = sightOf(health, service.key.context, 'EndpointSlice', service.key.namespace);
  if (sight === 'hidden') return HIDDEN;
  const { ready, total } = endpointCounts(graph.slices(service.key.text));
  const wanted = Math.max(total, servingPods(service, graph));
  return wanted === 0 && sight === 'coming' ? COMING : ratioCell(ready, wanted);
}

/** kubectl's EXTERNAL-IP: of the load balancer, `<pending>` while it has none, else the service's own. */
function externalText({ kept: { spec, status } }: Service): string {
  if (spec.type === 'ExternalName') return spec.externalName;
  const own = spec.externalIPs;
  if (spec.type !== 'LoadBalancer') return own.join(',');
  const given = status.loadBalancer.ingress.map(({ ip, hostname }) => ip || hostname);
  return given.length + own.length === 0 ? '<pending>' : [...given, ...own].join(',');
}

function portsText({ kept }: Service): string {
  return kept.spec.ports
    .map(({ port, nodePort, protocol }) => `${port}${nodePort === 0 ? '' : `:${nodePort}`}/${protocol || 'TCP'}`)
    .join(',');
}

const typeOf = (service: Service): string => service.kept.spec.type || 'ClusterIP';
/** A headless service is a ClusterIP service without the one thing its type names, so it is called what people call it. */
function detailText(service: Service): string {
  const { type, clusterIP, externalName } = service.kept.spec;
  if (type === 'ExternalName') return `ExternalName ${externalName}`;
  return `${clusterIP === 'None' ? 'Headless' : typeOf(service)} ${portsText(service)}`.trim();
}
const selectorText = (service: Service): string =>
  Object.entries(service.kept.spec.selector)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');

export const serviceColumns: ColumnTable<'Service'> = {
  type: textColumn('ClusterIP, NodePort, LoadBalancer or ExternalName', typeOf),
  'cluster-ip': textColumn('its address in the cluster; None when headless', (service) => service.kept.spec.clusterIP),
  'external-ip': textColumn('its addresses outside the cluster', externalText),
  ports: textColumn('its ports, with their node ports', portsText),
  ready: numberColumn('ready endpoints, of the pods that should be', endpointsCell),
  selector: textColumn('labels of the pods it sends to', selectorText),
  detail: textColumn('type and ports', detailText),
};

export const endpointSliceColumns: ColumnTable<'EndpointSlice'> = {
  service: textColumn('the service it belongs to', (slice) => slice.labels[SERVICE_NAME_LABEL] ?? ''),
  type: textColumn('IPv4, IPv6 or FQDN', (slice) => slice.kept.addressType),
  ready: numberColumn('ready endpoints of all', (slice) => {
    const { ready, total } = endpointCounts([slice]);
    return ratioCell(ready, total);
  }),
  ports: textColumn('its ports', (slice) =>
    slice.kept.ports.map(({ port, protocol }) => `${port ?? '*'}/${protocol || 'TCP'}`).join(','),
  ),
  endpoints: textColumn('addresses', (slice) => slice.kept.endpoints.flatMap(({ addresses }) => addresses).join(',')),
};
