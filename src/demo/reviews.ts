// "May I?" and "who am I?": the review objects, answered from the same table that refuses requests.
import { parseReview } from './review-body.ts';
import type { ReviewBody } from './review-body.ts';
import { mayDo, rulesFor } from './users.ts';
import type { User } from './users.ts';

const OPEN_PATH = /^\/(api|apis|healthz|livez|openapi|readyz|version)(\/|$)/;

/** Answers a POST to a review path, or undefined when the path is none. The caller sends it with status 201. */
export function review(path: string, user: User, body: Buffer): object | undefined {
  const match = /^\/apis\/(authorization|authentication)\.k8s\.io\/v1\/(\w+)$/.exec(path);
  switch (match?.[2]) {
    case 'selfsubjectaccessreviews':
      return accessReview(user, parseReview(body, false));
    case 'selfsubjectrulesreviews':
      return rulesReview(user, parseReview(body, true));
    case 'selfsubjectreviews': {
      const userInfo = { username: user.name, groups: user.groups };
      return answer('SelfSubjectReview', 'authentication.k8s.io/v1', undefined, { userInfo });
    }
    default:
      return undefined;
  }
}

function answer(kind: string, apiVersion: string, spec: unknown, status: object): object {
  const metadata = { creationTimestamp: null };
  return spec === undefined ? { kind, apiVersion, metadata, status } : { kind, apiVersion, metadata, spec, status };
}

function accessReview(user: User, body: ReviewBody): object {
  const allowed = isAllowed(user, body);
  const reason = allowed ? `RBAC: allowed by ClusterRoleBinding "demo-${user.name}"` : '';
  const status = { allowed, ...(reason === '' ? {} : { reason }) };
  return answer('SelfSubjectAccessReview', 'authorization.k8s.io/v1', body.spec, status);
}

function isAllowed(user: User, body: ReviewBody): boolean {
  const attributes = body.spec?.resourceAttributes;
  if (!attributes) {
    const path = body.spec?.nonResourceAttributes?.path ?? '';
    return user.groups.includes('system:masters') || OPEN_PATH.test(path);
  }
  const { namespace = '', verb = '', group = '', resource = '', subresource = '' } = attributes;
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  return mayDo(user, { namespace, verb, group, resource: whole });
}

function rulesReview(user: User, body: ReviewBody): object {
  const resourceRules = rulesFor(user, body.spec?.namespace ?? '').map(({ verbs, apiGroups, resources }) => ({
    verbs,
    apiGroups,
    resources,
  }));
  const nonResourceRules = [
    { verbs: ['get'], nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/version'] },
  ];
  const status = { resourceRules, nonResourceRules, incomplete: false };
  return answer('SelfSubjectRulesReview', 'authorization.k8s.io/v1', {}, status);
}
