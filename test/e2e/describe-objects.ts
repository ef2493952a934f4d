// One object of every kind with everything describe has to tell: probes, volumes, init containers, last states, quotas, taints, events.
import { until, type ClusterHand, type Json } from './controlplane/cluster-hand.ts';

export const NAMESPACE = 'tell';
export const NODE = 'teller';

const container = `
    image: example.com/app:1.2
    ports: [{name: http, containerPort: 8080}, {name: metrics, containerPort: 9090, hostPort: 19090}]
    command: [sh, -c]
    args: ["echo one\\necho two", --flag=1]
    resources:
      limits: {cpu: 500m, memory: 256Mi, ephemeral-storage: 1Gi}
      requests: {cpu: 250m, memory: 128Mi}
    env:
    - {name: PLAIN, value: "a value"}
    - {name: LINES, value: "first\\nsecond"}
    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}
    - {name: COLOUR, valueFrom: {configMapKeyRef: {name: settings, key: colour, optional: true}}}
    - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
    - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
    - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: requests.memory}}}
    envFrom:
    - {configMapRef: {name: settings}}
    - {secretRef: {name: db, optional: true}, prefix: DB_}
    volumeMounts:
    - {name: data, mountPath: /data, subPath: "in/here"}
    - {name: config, mountPath: /etc/app, readOnly: true}
    livenessProbe: {httpGet: {path: "/live?x=1", port: http, scheme: HTTPS}, initialDelaySeconds: 5, timeoutSeconds: 2}
    readinessProbe: {exec: {command: [cat, /tmp/ready]}, periodSeconds: 3, successThreshold: 2}
    startupProbe: {tcpSocket: {port: 8080}, failureThreshold: 30}
`;

const volumes = `
  - {name: data, emptyDir: {medium: Memory, sizeLimit: 64Mi}}
  - {name: config, configMap: {name: settings}}
  - {name: secret, secret: {secretName: db, optional: true}}
  - {name: host, hostPath: {path: /var/log, type: Directory}}
  - {name: claim, persistentVolumeClaim: {claimName: data, readOnly: true}}
  - {name: nfs, nfs: {server: nfs.example.com, path: /export}}
  - {name: down, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
  - name: all
    projected:
      sources:
      - {serviceAccountToken: {path: token, expirationSeconds: 3607}}
      - {configMap: {name: settings}}
      - {downwardAPI: {items: [{path: name, fieldRef: {fieldPath: metadata.name}}]}}
  - {name: driver, csi: {driver: csi.example.com, volumeAttributes: {share: one, size: big}}}
  - name: own
    ephemeral:
      volumeClaimTemplate:
        metadata: {labels: {kept: "no"}}
        spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 2Gi}}}
`;

/** Without the claims that nobody fills: the scheduler waits for them, and a pod that names its node does not. */
const SCHEDULABLE = volumes.replace(/ {2}- \{name: claim.*\n/, '').replace(/ {2}- name: own[^]*$/, '');

const podSpec = `
  nodeName: ${NODE}
  serviceAccountName: teller
  priorityClassName: urgent
  nodeSelector: {disk: ssd, zone: a}
  securityContext: {seccompProfile: {type: RuntimeDefault}}
  tolerations:
  - {key: dedicated, operator: Equal, value: tell, effect: NoSchedule}
  - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}
  - {operator: Exists}
  topologySpreadConstraints:
  - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: rich}}}
  initContainers:
  - {name: migrate, image: "example.com/migrate:1", command: [migrate, --up]}
  - {name: proxy, image: "example.com/proxy:1", restartPolicy: Always, resources: {requests: {cpu: 100m}}}
  containers:
  - name: app${container}
  - name: grpc
    image: example.com/grpc:2
    livenessProbe: {grpc: {port: 5000, service: health}}
    securityContext: {seccompProfile: {type: Localhost, localhostProfile: strict.json}}
  volumes:${volumes}`;

const indented = (text: string, spaces: number): string => text.replace(/^(?=.)/gm, ' '.repeat(spaces));

const metadata = (name: string): string =>
  `{name: ${name}, namespace: ${NAMESPACE}, labels: {app: ${name}, tier: back}, annotations: {note: short, long: "${'words '.repeat(40)}", lines: "one\\ntwo\\n"}}`;

const manifest = `
apiVersion: v1
kind: Namespace
metadata: {name: ${NAMESPACE}, labels: {team: shop}, annotations: {owner: somebody}}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: urgent}
value: 1000
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: some, namespace: ${NAMESPACE}}
spec: {hard: {pods: "50", requests.cpu: "20", requests.memory: 10Gi}}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: best, namespace: ${NAMESPACE}}
spec: {hard: {pods: "5"}, scopes: [BestEffort]}
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits, namespace: ${NAMESPACE}}
spec:
  limits:
  - {type: Container, default: {cpu: "1", memory: 512Mi}, defaultRequest: {cpu: 100m, memory: 64Mi}, max: {cpu: "4"}, min: {cpu: 10m}}
  - {type: Pod, max: {memory: 4Gi}}
---
apiVersion: v1
kind: Pod
metadata: ${metadata('rich')}
spec:
  readinessGates: [{conditionType: example.com/ready}]${podSpec}
---
apiVersion: apps/v1
kind: Deployment
metadata: ${metadata('deploy')}
spec:
  replicas: 2
  minReadySeconds: 1
  selector: {matchLabels: {app: deploy}, matchExpressions: [{key: tier, operator: In, values: [front, back]}]}
  strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 50%}}
  template:
    metadata: {labels: {app: deploy, tier: back}, annotations: {build: "7"}}
    spec:
      serviceAccountName: default
      containers:
      - name: app${indented(container, 4).replace(', hostPort: 19090', '').replace(', ephemeral-storage: 1Gi', '')}
      volumes: ${indented(SCHEDULABLE, 4)}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: ${metadata('state')}
spec:
  replicas: 2
  serviceName: state
  selector: {matchLabels: {app: state}}
  updateStrategy: {rollingUpdate: {partition: 1}}
  template:
    metadata: {labels: {app: state}}
    spec:
      containers: [{name: db, image: "example.com/db:1"}]
  volumeClaimTemplates:
  - metadata: {name: disk, labels: {keep: "yes"}, annotations: {size: big}}
    spec: {accessModes: [ReadWriteOnce], storageClassName: slow, resources: {requests: {storage: 10Gi}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: ${metadata('daemon')}
spec:
  selector: {matchLabels: {app: daemon}}
  template:
    metadata: {labels: {app: daemon}}
    spec:
      nodeSelector: {disk: ssd}
      tolerations: [{operator: Exists}]
      containers: [{name: agent, image: "example.com/agent:1"}]
---
apiVersion: batch/v1
kind: Job
metadata: ${metadata('job')}
spec:
  completions: 3
  parallelism: 2
  completionMode: Indexed
  backoffLimit: 4
  activeDeadlineSeconds: 3600
  ttlSecondsAfterFinished: 86400
  template:
    spec:
      restartPolicy: Never
      containers: [{name: work, image: "example.com/work:1", command: [work]}]
---
apiVersion: batch/v1
kind: CronJob
metadata: ${metadata('cron')}
spec:
  schedule: "*/5 * * * *"
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 200
  jobTemplate:
    spec:
      parallelism: 1
      activeDeadlineSeconds: 60
      template:
        spec:
          restartPolicy: OnFailure
          nodeSelector: {disk: none}
          containers: [{name: tick, image: "example.com/tick:1"}]
---
apiVersion: v1
kind: Service
metadata: ${metadata('service')}
spec:
  type: LoadBalancer
  selector: {app: deploy}
  externalIPs: [192.0.2.7]
  sessionAffinity: ClientIP
  externalTrafficPolicy: Local
  loadBalancerSourceRanges: [192.0.2.0/24]
  ports: [{name: http, port: 80, targetPort: http}, {name: metrics, port: 9090}]
`;

const PATCH = 'application/strategic-merge-patch+json';

/** Makes all of them; resolves when controllers and kubelets have done their part. */
export async function createTellers(hand: ClusterHand): Promise<void> {
  await hand.createNodes(NODE, 'plain');
  await hand.request('PATCH', `/api/v1/nodes/${NODE}`, node(), { type: PATCH });
  await hand.request('PATCH', `/api/v1/nodes/${NODE}/status`, nodeStatus(), { type: PATCH });
  await hand
    .request('POST', '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', lease())
    .catch(() => undefined);
  hand.apply(manifest);
  await until('the pod runs', async () => (await pod(hand)).status.phase === 'Running');
  await hand.patchPodStatus(NAMESPACE, 'rich', richStatus());
  for (const kind of ['deployments/deploy', 'daemonsets/daemon'])
    await until(`${kind} is ready`, async () => {
      const { status } = await hand.request('GET', `/apis/apps/v1/namespaces/${NAMESPACE}/${kind}`);
      return (status.readyReplicas ?? status.numberReady ?? 0) > 0;
    });
  hand.kubectl(['-n', NAMESPACE, 'set', 'image', 'deployment/deploy', 'app=example.com/app:1.3']);
  hand.kubectl(['-n', NAMESPACE, 'rollout', 'status', 'deployment/deploy', '--timeout=30s']);
  await hand.request('PATCH', `/api/v1/namespaces/${NAMESPACE}/services/service/status`, balancer(), { type: PATCH });
  await startCronJob(hand);
  await until('the job has ended', async () => {
    const { status } = await hand.request('GET', `/apis/batch/v1/namespaces/${NAMESPACE}/jobs/job`);
    return status.completionTime !== undefined;
  });
  await createEvents(hand);
}

/** A job of the CronJob that no node takes, so that it stays active. */
async function startCronJob(hand: ClusterHand): Promise<void> {
  const at = `/apis/batch/v1/namespaces/${NAMESPACE}`;
  hand.kubectl(['-n', NAMESPACE, 'create', 'job', '--from=cronjob/cron', 'cron-now']);
  const { metadata } = await hand.request('GET', `${at}/jobs/cron-now`);
  const active = [
    { apiVersion: 'batch/v1', kind: 'Job', namespace: NAMESPACE, name: metadata.name, uid: metadata.uid },
  ];
  const status = { active, lastScheduleTime: '2026-01-01T00:00:00Z' };
  await hand.request('PATCH', `${at}/cronjobs/cron/status`, { status }, { type: PATCH });
}

const pod = (hand: ClusterHand): Promise<Json> => hand.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods/rich`);

const node = (): Json => ({
  metadata: { labels: { disk: 'ssd', 'node-role.kubernetes.io/worker': '', zone: 'a' } },
  spec: {
    podCIDR: '10.9.0.0/24',
    podCIDRs: ['10.9.0.0/24'],
    providerID: 'example://teller',
    unschedulable: true,
    taints: [
      { key: 'dedicated', value: 'tell', effect: 'NoSchedule' },
      { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
    ],
  },
});

const nodeStatus = (): Json => {
  const amounts = {
    cpu: '8',
    memory: '16384000Ki',
    'ephemeral-storage': '100Gi',
    'hugepages-2Mi': '0',
    'example.com/gpu': '2',
    pods: '110',
  };
  return { status: { capacity: amounts, allocatable: { ...amounts, cpu: '7500m', memory: '15Gi' } } };
};

const lease = (): Json => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: NODE, namespace: 'kube-node-lease' },
  spec: { holderIdentity: NODE, renewTime: '2026-01-02T03:04:05.000000Z', acquireTime: '2026-01-01T00:00:00.000000Z' },
});

const balancer = (): Json => ({
  status: { loadBalancer: { ingress: [{ ip: '198.51.100.4' }, { hostname: 'lb.example.com' }] } },
});

/** A container that crashed twice and waits, a gate that is open. */
const richStatus = (): Json => {
  const times = { startedAt: '2026-01-01T10:00:00Z', finishedAt: '2026-01-01T10:05:00Z' };
  const ended = { ...times, exitCode: 137, signal: 9, reason: 'OOMKilled', message: 'out of memory' };
  return {
    phase: 'Running',
    containerStatuses: [
      {
        name: 'app',
        image: 'example.com/app:1.2',
        imageID: 'example.com/app@sha256:abc',
        containerID: 'containerd://0123',
        ready: false,
        restartCount: 7,
        state: {
          running: null,
          waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' },
        },
        lastState: { terminated: ended },
      },
    ],
    conditions: [{ type: 'example.com/ready', status: 'False', lastTransitionTime: times.startedAt, reason: 'NotYet' }],
  };
};

/** Events in every form: once, counted, as a series; Normal and Warning. */
async function createEvents(hand: ClusterHand): Promise<void> {
  const { uid } = (await pod(hand)).metadata;
  const involvedObject = { apiVersion: 'v1', kind: 'Pod', namespace: NAMESPACE, name: 'rich', uid };
  const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString().replace(/\.\d+Z/, 'Z');
  const micro = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString().replace('Z', '000Z');
  const event = (name: string, fields: Json): Json => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: NAMESPACE, labels: { made: 'by-hand' } },
    involvedObject,
    ...fields,
  });
  const all = [
    event('once', {
      type: 'Normal',
      reason: 'Pulled',
      message: 'Container image was pulled',
      source: { component: 'kubelet', host: NODE },
      firstTimestamp: ago(4000),
      lastTimestamp: ago(4000),
      count: 1,
    }),
    event('counted', {
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting failed container\n',
      source: { component: 'kubelet' },
      firstTimestamp: ago(9000),
      lastTimestamp: ago(300),
      count: 42,
    }),
    event('series', {
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'Readiness probe failed',
      reportingComponent: 'example.com/prober',
      reportingInstance: 'one',
      action: 'Probe',
      eventTime: micro(700_000),
      series: { count: 9, lastObservedTime: micro(100_000) },
    }),
  ];
  for (const one of all) await hand.request('POST', `/api/v1/namespaces/${NAMESPACE}/events`, one);
}
