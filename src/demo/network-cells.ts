// The service and endpoint slice rows of Table answers.
import type { ApiObject, EndpointSlice, Service } from './api-types.ts';
import { age, labelText } from './cell-text.ts';

const SHOWN_ENDPOINTS = 3;

export const networkCells = {
  services: (object: ApiObject, now: number): unknown[] => {
    const service = object as Service;
    const { spec } = service;
    const ports = (spec.ports ?? []).map((port) =>
      port.nodePort === undefined ? `${port.port}/${port.protocol}` : `${port.port}:${port.nodePort}/${port.protocol}`,
    );
    return [
      service.metadata.name,
      spec.type,
      spec.clusterIP ?? '<none>',
      externalText(service),
      ports.length === 0 ? '<none>' : ports.join(','),
      age(service, now),
      labelText(spec.selector),
    ];
  },

  endpointslices: (object: ApiObject, now: number): unknown[] => {
    const slice = object as EndpointSlice;
    const addresses = slice.endpoints.flatMap((endpoint) => endpoint.addresses);
    const shown = addresses.slice(0, SHOWN_ENDPOINTS).join(',');
    const more = addresses.length > SHOWN_ENDPOINTS ? ` + ${addresses.length - SHOWN_ENDPOINTS} more...` : '';
    return [
      slice.metadata.name,
      slice.addressType,
      slice.ports.map((port) => port.port).join(',') || '<unset>',
      shown === '' ? '<unset>' : `${shown}${more}`,
      age(slice, now),
    ];
  },
};

function externalText(service: Service): string {
  const { spec } = service;
  if (spec.type === 'ExternalName') return spec.externalName ?? '<none>';
  if (spec.type !== 'LoadBalancer') return '<none>';
  const ingress = (service.status.loadBalancer.ingress ?? []).map((each) => each.ip ?? each.hostname ?? '');
  return ingress.length === 0 ? '<pending>' : ingress.join(',');
}
