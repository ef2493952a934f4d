// Paths of the Kubernetes API: /api/v1 for the core group, /apis/GROUP/VERSION for all others.

/** A resource as the API's paths name it. `namespace` undefined means cluster-wide, or a resource that has none. */
export type ResourceAddress = {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace?: string | undefined;
  readonly name?: string;
  readonly subresource?: string;
};

type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export function groupPath(group: string, version: string): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

/** The path with its query; undefined values are left out, a list is the same name again for each. */
export function resourcePath(address: ResourceAddress, query: Query = {}): string {
  const { group, version, plural, namespace, name, subresource } = address;
  const parts = [groupPath(group, version)];
  if (namespace !== undefined) parts.push('namespaces', encodeURIComponent(namespace));
  parts.push(plural);
  if (name !== undefined) parts.push(encodeURIComponent(name));
  if (subresource !== undefined) parts.push(subresource);
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (typeof value === 'object') for (const one of value) search.append(key, one);
    else if (value !== undefined) search.set(key, String(value));
  }
  const text = search.toString();
  return parts.join('/') + (text === '' ? '' : `?${text}`);
}
