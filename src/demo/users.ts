// Who may talk to the pretend clusters and what each may do: one table that the server's refusals and the access
// reviews both read, so that they can never disagree.

import type { Plural } from './kinds.ts';

export const NAMESPACE_OF_NSUSER = 'sock-shop';

export interface User {
  name: string;
  groups: readonly string[];
}

export interface Wish {
  verb: string;
  group: string;
  /** Plural, with `/subresource` where there is one. */
  resource: string;
  namespace: string;
}

export interface PolicyRule {
  verbs: readonly string[];
  apiGroups: readonly string[];
  resources: readonly string[];
}

interface Account {
  token: string;
  groups: readonly string[];
  rules: readonly PolicyRule[];
  /** Rules hold only in this namespace. */
  onlyIn?: string;
  expired?: boolean;
}

const CORE_READABLE: readonly Plural[] = [
  'events',
  'limitranges',
  'namespaces',
  'nodes',
  'pods',
  'resourcequotas',
  'services',
];
const EVERYTHING: PolicyRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
const READ_VERBS = ['get', 'list', 'watch'];
/** As the role `view`: logs may be read, but `*` would let a GET of pods/exec through, which is a shell. */
const READING: readonly PolicyRule[] = [
  {
    verbs: READ_VERBS,
    apiGroups: [''],
    resources: CORE_READABLE.flatMap((plural) => [plural, `${plural}/status`]).concat('pods/log'),
  },
  {
    verbs: READ_VERBS,
    apiGroups: ['apps', 'batch', 'coordination.k8s.io', 'discovery.k8s.io', 'events.k8s.io'],
    resources: ['*'],
  },
];
const REVIEWS: PolicyRule = {
  verbs: ['create'],
  apiGroups: ['authorization.k8s.io', 'authentication.k8s.io'],
  resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews'],
};

const ACCOUNTS = {
  admin: { token: 'demo-admin-token', groups: ['system:masters'], rules: [EVERYTHING] },
  viewer: { token: 'demo-viewer-token', groups: ['viewers'], rules: READING },
  nsuser: { token: 'demo-nsuser-token', groups: [], rules: [EVERYTHING], onlyIn: NAMESPACE_OF_NSUSER },
  nobody: { token: 'demo-nobody-token', groups: [], rules: [] },
  expired: { token: 'demo-expired-token', groups: [], rules: [], expired: true },
} satisfies Record<string, Account>;

export type UserName = keyof typeof ACCOUNTS;
export const USER_NAMES = Object.keys(ACCOUNTS) as UserName[];

const accounts = new Map<string, Account>(Object.entries(ACCOUNTS));

export function tokenOf(user: UserName): string {
  return ACCOUNTS[user].token;
}

/** Who this `Authorization` header is: anonymous without one, undefined when its token is unknown or expired. */
export function authenticate(authorization: string | undefined): User | undefined {
  if (authorization === undefined) return { name: 'system:anonymous', groups: ['system:unauthenticated'] };
  const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
  for (const [name, account] of accounts) {
    if (account.token !== token) continue;
    return account.expired ? undefined : { name, groups: [...account.groups, 'system:authenticated'] };
  }
  return undefined;
}

/** What these rules are for a user in a namespace ('' asks for cluster-wide ones only). */
export function rulesFor(user: User, namespace: string): readonly PolicyRule[] {
  if (user.groups.includes('system:masters')) return [EVERYTHING, REVIEWS];
  const account = accounts.get(user.name);
  const reviews = user.groups.includes('system:authenticated') ? [REVIEWS] : [];
  if (!account || (account.onlyIn !== undefined && account.onlyIn !== namespace)) return reviews;
  return [...account.rules, ...reviews];
}

export function mayDo(user: User, wish: Wish): boolean {
  const plain = wish.resource.split('/')[0] ?? '';
  return rulesFor(user, wish.namespace).some(
    (rule) =>
      covers(rule.verbs, wish.verb) &&
      covers(rule.apiGroups, wish.group) &&
      (covers(rule.resources, wish.resource) || (rule.verbs.includes('*') && covers(rule.resources, plain))),
  );
}

function covers(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
