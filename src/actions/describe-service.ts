// A service: its addresses and ports, and behind each port the endpoints that take traffic, or why none does.
import type { Json } from '../objects/json.ts';
import { hasObject, listAt, textAt, textsAt, valueAt } from '../objects/json.ts';
import { PAGE } from './describe-parts.ts';
import type { LineLook, Sheet } from './describe-sheet.ts';
import { itemsOf, nameFields, trouble, type KindDescription, type Subject } from './describe-subject.ts';
import { mapTexts, metadataFields, orNone, orUnset } from './describe-words.ts';

/** Addresses behind one port that are written out there; all endpoints follow below. */
const MOST_ADDRESSES = 3;

export const serviceDescription: KindDescription = {
  also(object) {
    const namespace = encodeURIComponent(textAt(object, 'metadata', 'namespace'));
    const label = encodeURIComponent(`kubernetes.io/service-name=${textAt(object, 'metadata', 'name')}`);
    const path = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?labelSelector=${label}&limit=${PAGE}`;
    return { slices: { what: 'list endpointslices', path } };
  },
  tell(sheet, subject) {
    const { object } = subject;
    nameFields(sheet, object);
    metadataFields(sheet, object);
    sheet.field('Selector', orNone(mapTexts(object, 'spec', 'selector').join(',')));
    addresses(sheet, object);
    for (const port of listAt(object, 'spec', 'ports')) portFields(sheet, subject, port);
    traffic(sheet, object);
    endpoints(sheet, subject);
  },
};

function addresses(sheet: Sheet, object: Json): void {
  const spec = (field: string): string => textAt(object, 'spec', field);
  const list = (field: string): string => textsAt(object, 'spec', field).join(',');
  sheet.field('Type', spec('type'));
  if (spec('ipFamilyPolicy') !== '') sheet.field('IP Family Policy', spec('ipFamilyPolicy'));
  sheet.field('IP Families', orNone(list('ipFamilies')));
  sheet.field('IP', spec('clusterIP'));
  sheet.field('IPs', orNone(list('clusterIPs')));
  const ingress = listAt(object, 'status', 'loadBalancer', 'ingress').map((one) => {
    const [ip, mode] = [textAt(one, 'ip'), textAt(one, 'ipMode')];
    return ip === '' ? textAt(one, 'hostname') : `${ip}${mode === '' ? '' : ` (${mode})`}`;
  });
  const optional: readonly (readonly [string, string])[] = [
    ['External IPs', list('externalIPs')],
    ['Desired LoadBalancer IP', spec('loadBalancerIP')],
    ['External Name', spec('externalName')],
    ['LoadBalancer Ingress', ingress.join(', ')],
  ];
  for (const [label, value] of optional) if (value !== '') sheet.field(label, value);
}

function portFields(sheet: Sheet, subject: Subject, port: Json): void {
  const [name, protocol] = [orUnset(textAt(port, 'name')), textAt(port, 'protocol')];
  sheet.field('Port', `${name}  ${textAt(port, 'port')}/${protocol}`);
  sheet.field('TargetPort', `${textAt(port, 'targetPort')}/${protocol}`);
  if (textAt(port, 'nodePort') !== '') sheet.field('NodePort', `${name}  ${textAt(port, 'nodePort')}/${protocol}`);
  const slices = itemsOf(subject, 'slices');
  if (typeof slices === 'string') return sheet.field('Endpoints', slices, { level: 'unknown' });
  const all = slices.flatMap((slice) => addressesBehind(slice, textAt(port, 'name')));
  const rest = all.length - MOST_ADDRESSES;
  const text = `${all.slice(0, MOST_ADDRESSES).join(',')}${rest > 0 ? ` + ${rest} more...` : ''}`;
  const nobody = all.length === 0 && hasObject(subject.object, 'spec', 'selector');
  sheet.field('Endpoints', slices.length === 0 ? '<none>' : text, nobody ? trouble(subject) : {});
}

/** `10.0.0.1:8080` of each endpoint that takes traffic on the port of that name; bare addresses where the slice has no ports. */
function addressesBehind(slice: Json, name: string): readonly string[] {
  const ready = listAt(slice, 'endpoints').filter((one) => valueAt(one, 'conditions', 'ready') !== false);
  const addresses = ready.map((one) => textsAt(one, 'addresses')[0] ?? '');
  const ports = listAt(slice, 'ports');
  if (ports.length === 0) return addresses;
  return ports
    .filter((port) => textAt(port, 'name') === name)
    .flatMap((port) => addresses.map((ip) => `${ip.includes(':') ? `[${ip}]` : ip}:${textAt(port, 'port')}`));
}

function traffic(sheet: Sheet, object: Json): void {
  const spec = (field: string): string => textAt(object, 'spec', field);
  sheet.field('Session Affinity', spec('sessionAffinity'));
  const optional: readonly (readonly [string, string])[] = [
    ['External Traffic Policy', spec('externalTrafficPolicy')],
    ['Internal Traffic Policy', spec('internalTrafficPolicy')],
    ['HealthCheck NodePort', spec('healthCheckNodePort')],
    ['LoadBalancer Source Ranges', textsAt(object, 'spec', 'loadBalancerSourceRanges').join(',')],
    ['Traffic Distribution', spec('trafficDistribution')],
  ];
  for (const [label, value] of optional) if (value !== '') sheet.field(label, value);
}

/** Every endpoint with who stands behind it, ready or not: what kubectl leaves to other commands. */
function endpoints(sheet: Sheet, subject: Subject): void {
  const slices = itemsOf(subject, 'slices');
  if (typeof slices === 'string') return;
  const rows = slices
    .flatMap((slice) => listAt(slice, 'endpoints'))
    .map((endpoint) => {
      const isReady = valueAt(endpoint, 'conditions', 'ready') !== false;
      const target = hasObject(endpoint, 'targetRef')
        ? `${textAt(endpoint, 'targetRef', 'kind')}/${textAt(endpoint, 'targetRef', 'name')}`
        : '<none>';
      const look: LineLook = isReady ? {} : trouble(subject);
      return {
        cells: [
          textsAt(endpoint, 'addresses').join(','),
          String(isReady),
          target,
          orNone(textAt(endpoint, 'nodeName')),
        ],
        look,
      };
    });
  if (rows.length > 0) sheet.section('All Endpoints', () => sheet.table(['Address', 'Ready', 'Target', 'Node'], rows));
}
