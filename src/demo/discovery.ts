// Discovery in both shapes clients ask for: one document per group, and the aggregated one of newer servers.
import { REVIEW_GROUPS, SERVED_KINDS } from './kinds.ts';
import type { ServedKind } from './kinds.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const STATUS_VERBS = ['get', 'patch', 'update'];
const CONNECT_VERBS = ['create', 'get'];
/** Kind and verbs of the subresources that are no objects of their kind. */
const CONNECTIONS: Record<string, { kind: string; verbs: readonly string[] }> = {
  attach: { kind: 'PodAttachOptions', verbs: CONNECT_VERBS },
  exec: { kind: 'PodExecOptions', verbs: CONNECT_VERBS },
  log: { kind: 'Pod', verbs: ['get'] },
};
/** What the `scale` of every scalable kind is. */
const SCALE = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
const REVIEWS: Record<(typeof REVIEW_GROUPS)[number], readonly string[]> = {
  'authentication.k8s.io': ['SelfSubjectReview'],
  'authorization.k8s.io': ['SelfSubjectAccessReview', 'SelfSubjectRulesReview'],
};

const SERVER_VERSION = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.1-demo',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2025-09-09T19:44:50Z',
  goVersion: 'none',
  compiler: 'node',
  platform: 'demo/any',
};

const NAMED_GROUPS = [...new Set(SERVED_KINDS.map((kind) => kind.group).filter((group) => group !== ''))];
const GROUPS: readonly string[] = ['apps', ...NAMED_GROUPS.filter((group) => group !== 'apps'), ...REVIEW_GROUPS];

function groupInfo(name: string): object {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [version], preferredVersion: version };
}

function review(kind: string): object {
  return {
    name: `${kind.toLowerCase()}s`,
    singularName: kind.toLowerCase(),
    namespaced: false,
    kind,
    verbs: ['create'],
  };
}

function resources(kind: ServedKind): object[] {
  const main = {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: VERBS,
    ...(kind.short.length > 0 ? { shortNames: kind.short } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
  };
  const below = kind.subresources.map((name) => ({
    name: `${kind.plural}/${name}`,
    singularName: '',
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: STATUS_VERBS,
    ...CONNECTIONS[name],
    ...(name === 'scale' ? SCALE : {}),
  }));
  return [main, ...below];
}

function reviewsOf(group: string): readonly string[] {
  return group in REVIEWS ? REVIEWS[group as keyof typeof REVIEWS] : [];
}

function resourceList(group: string): object {
  const kinds = SERVED_KINDS.filter((kind) => kind.group === group);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group === '' ? 'v1' : `${group}/v1`,
    resources: [...kinds.flatMap(resources), ...reviewsOf(group).map(review)],
  };
}

function aggregatedResource(kind: ServedKind): object {
  const responseKind = { group: kind.group, version: kind.version, kind: kind.kind };
  return {
    resource: kind.plural,
    responseKind,
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: VERBS,
    ...(kind.short.length > 0 ? { shortNames: kind.short } : {}),
    ...(kind.categories.length > 0 ? { categories: kind.categories } : {}),
    ...(kind.subresources.length > 0
      ? { subresources: kind.subresources.map((name) => aggregatedSubresource(name, responseKind)) }
      : {}),
  };
}

function aggregatedSubresource(subresource: string, of: { group: string; version: string; kind: string }): object {
  const { kind, verbs } = CONNECTIONS[subresource] ?? { kind: of.kind, verbs: STATUS_VERBS };
  const responseKind = subresource === 'scale' ? SCALE : { ...of, kind };
  return { subresource, responseKind, verbs };
}

function aggregatedReview(group: string, kind: string): object {
  const name = kind.toLowerCase();
  const responseKind = { group, version: 'v1', kind };
  return { resource: `${name}s`, responseKind, scope: 'Cluster', singularResource: name, verbs: ['create'] };
}

function aggregated(groups: readonly string[]): object {
  const items = groups.map((group) => {
    const kinds = SERVED_KINDS.filter((kind) => kind.group === group);
    const all = [...kinds.map(aggregatedResource), ...reviewsOf(group).map((kind) => aggregatedReview(group, kind))];
    const metadata = { ...(group === '' ? {} : { name: group }), creationTimestamp: null };
    return { metadata, versions: [{ version: 'v1', resources: all, freshness: 'Current' }] };
  });
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

export interface DiscoveryAnswer {
  contentType: string;
  body: object;
}

const PLAIN = 'application/json';
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Answers a discovery path, or undefined when the path is none. `accept` decides the shape of /api and /apis. */
export function discover(path: string, accept: string, address: string): DiscoveryAnswer | undefined {
  const whole = accept.includes('as=APIGroupDiscoveryList') && accept.includes('v=v2;');
  switch (path.replace(/\/$/, '')) {
    case '/version':
      return { contentType: PLAIN, body: SERVER_VERSION };
    case '/api': {
      if (whole) return { contentType: AGGREGATED, body: aggregated(['']) };
      const serverAddressByClientCIDRs = [{ clientCIDR: '0.0.0.0/0', serverAddress: address }];
      return { contentType: PLAIN, body: { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs } };
    }
    case '/apis':
      if (whole) return { contentType: AGGREGATED, body: aggregated(GROUPS) };
      return { contentType: PLAIN, body: { kind: 'APIGroupList', apiVersion: 'v1', groups: GROUPS.map(groupInfo) } };
    case '/api/v1':
      return { contentType: PLAIN, body: resourceList('') };
    default:
      return ofGroup(path);
  }
}

function ofGroup(path: string): DiscoveryAnswer | undefined {
  const match = /^\/apis\/([^/]+)(\/v1)?\/?$/.exec(path);
  const group = match?.[1] ?? '';
  if (!match || !GROUPS.includes(group)) return undefined;
  if (match[2]) return { contentType: PLAIN, body: resourceList(group) };
  return { contentType: PLAIN, body: { kind: 'APIGroup', apiVersion: 'v1', ...groupInfo(group) } };
}

/** Paths a subject without any rule may still read. */
export const OPEN_PATHS: readonly string[] = ['/healthz', '/livez', '/readyz', '/version'];
