// A Service: does anything answer behind it. kstatus and Argo CD do not look at endpoints at all; Popeye does, and this follows it.
// Source: health-rules.md §2, Service.
import { conditionOf } from '../objects/condition.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import type { Verdict } from './health.ts';
import type { NodeView } from './rule.ts';
import { afterGrace, compare, MINUTE, NO_VERDICTS, verdict } from './rule.ts';
import { endpointsOf, servingPods } from './service-endpoints.ts';

type Service = ObjectOf<'Service'>;

export function serviceVerdicts(view: NodeView<'Service'>, now: number): readonly Verdict[] {
  const { spec } = view.object.kept;
  if (spec.type === 'ExternalName') return NO_VERDICTS;
  const served = view.sees('EndpointSlice') && view.sees('Pod') ? behind(view) : NO_VERDICTS;
  return [...served, ...address(view.object, now)];
}

function behind(view: NodeView<'Service'>): readonly Verdict[] {
  const { object: service, id: at, graph } = view;
  const { spec } = service.kept;
  const selects = Object.keys(spec.selector).length > 0;
  const endpoints = endpointsOf(graph, at);
  if (!selects || spec.clusterIP === 'None') {
    if (endpoints.slices > 0) return selects ? ports(view) : NO_VERDICTS;
    return [
      verdict({
        rule: 'service/no-slices',
        level: 'minor',
        reason: 'NoEndpointSlices',
        message: 'it has no endpoint slices',
        since: service.createdAt,
        at,
      }),
    ];
  }
  if (endpoints.ready === 0) return [nothingReady(view)];
  const pods = servingPods(graph, at);
  const desired = Math.max(pods.length, endpoints.total);
  const found = ports(view);
  if (endpoints.ready > 1 || desired <= 1) return found;
  const evidence = [`1/${desired} ready`];
  return [
    verdict({
      rule: 'service/one-endpoint',
      level: 'minor',
      reason: 'OneEndpoint',
      message: `one of ${desired} endpoints is ready`,
      since: unreadyAt(pods, service.createdAt),
      at,
      evidence,
    }),
    ...found,
  ];
}

function nothingReady(view: NodeView<'Service'>): Verdict {
  const { object: service, id: at, graph } = view;
  const { selector } = service.kept.spec;
  const words = Object.entries(selector).map(([name, value]) => `${name}=${value}`);
  const pods = graph.podsBelow(at);
  if (pods.length > 0) {
    const serving = servingPods(graph, at).length;
    const message = `none of the ${pods.length} pods behind it is ready`;
    return verdict({
      rule: 'service/no-ready-endpoints',
      level: 'critical',
      reason: 'NoReadyEndpoints',
      message,
      since: unreadyAt(pods, service.createdAt),
      at,
      evidence: [`0/${serving || pods.length} ready`],
    });
  }
  const idle = graph.idleWorkload(service);
  const message =
    idle === undefined
      ? `no pod matches its selector ${words.join(',')}`
      : `${idle.kind} ${idle.key.name} behind it is scaled to 0`;
  return verdict({
    rule: 'service/selects-nothing',
    level: idle === undefined ? 'major' : 'minor',
    reason: idle === undefined ? 'SelectorMatchesNothing' : 'ScaledToZero',
    message,
    since: service.createdAt,
    at,
    evidence: idle === undefined ? [`selector ${words.join(',')}`] : [`${idle.kind} ${idle.key.name} at 0`],
  });
}

/** The instant the last pod stopped being ready. */
function unreadyAt(pods: readonly ObjectOf<'Pod'>[], otherwise: number): number {
  let last = 0;
  for (const pod of pods) {
    const ready = conditionOf(pod.kept.status.conditions, 'Ready');
    if (ready?.status !== 'True') last = Math.max(last, ready?.lastTransitionTime ?? pod.createdAt);
  }
  return last === 0 ? otherwise : last;
}

/** A port that no container of a pod behind the service declares. Pods that declare no ports at all may listen on any number. */
function ports(view: NodeView<'Service'>): readonly Verdict[] {
  const { object: service, id: at, graph } = view;
  const pod = servingPods(graph, at).reduce<ObjectOf<'Pod'> | undefined>(
    (first, next) => (first === undefined || compare(next.key.text, first.key.text) < 0 ? next : first),
    undefined,
  );
  if (pod === undefined) return NO_VERDICTS;
  const { containers, initContainers } = pod.kept.spec;
  const declared = [...containers, ...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always')].flatMap(
    (container) => container.ports,
  );
  const missing = service.kept.spec.ports
    .map(({ port, targetPort }) =>
      targetPort === undefined || targetPort === 0 || targetPort === '' ? port : targetPort,
    )
    .filter((target) =>
      typeof target === 'string'
        ? !declared.some(({ name }) => name === target)
        : declared.length > 0 && !declared.some(({ containerPort }) => containerPort === target),
    );
  if (missing.length === 0) return NO_VERDICTS;
  const message = `target port ${missing.join(', ')} is not among the ports of pod ${pod.key.name}`;
  return [
    verdict({
      rule: 'service/target-port',
      level: 'minor',
      reason: 'TargetPortMissing',
      message,
      since: service.createdAt,
      at,
      evidence: missing.map((target) => `targetPort ${target}`),
    }),
  ];
}

function address(service: Service, now: number): readonly Verdict[] {
  const { spec, status } = service.kept;
  if (spec.type !== 'LoadBalancer' || status.loadBalancer.ingress.length > 0) return NO_VERDICTS;
  const external = spec.externalIPs.length > 0;
  const grace = external
    ? { level: 'minor' as const }
    : afterGrace(now, service.createdAt + 5 * MINUTE, 'progressing', 'major');
  const message = external
    ? 'the load balancer has given no address; external IPs serve instead'
    : 'the load balancer has given no address yet';
  return [
    verdict({
      rule: 'service/no-address',
      ...grace,
      reason: 'NoLoadBalancerAddress',
      message,
      since: service.createdAt,
      at: service.key.text,
      evidence: spec.externalIPs.map((ip) => `external IP ${ip}`),
    }),
  ];
}
