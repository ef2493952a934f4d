// The Kubernetes objects of the pretend clusters, as JSON a real server would store. Only the fields the demo itself
// reads are named here; everything else rides along untyped. `kind` and `apiVersion` are not stored (list items carry
// neither); the wire adds them from the table of kinds.

export type Labels = Record<string, string>;

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller: boolean;
  blockOwnerDeletion: boolean;
}

export interface ObjectMeta {
  name: string;
  generateName?: string;
  namespace?: string;
  uid: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Labels;
  annotations?: Labels;
  ownerReferences?: readonly OwnerReference[];
  finalizers?: readonly string[];
  managedFields?: readonly unknown[];
}

export interface ApiObject {
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
  [field: string]: unknown;
}

export interface ContainerState {
  waiting?: { reason: string; message?: string };
  running?: { startedAt: string };
  terminated?: {
    exitCode: number;
    reason: string;
    message?: string;
    startedAt: string;
    finishedAt: string;
    containerID?: string;
    signal?: number;
  };
}

export interface ContainerStatus {
  name: string;
  state: ContainerState;
  lastState: ContainerState;
  ready: boolean;
  started?: boolean;
  restartCount: number;
  image: string;
  imageID: string;
  containerID?: string;
  [field: string]: unknown;
}

export interface Container {
  name: string;
  image: string;
  restartPolicy?: string;
  ports?: readonly { name?: string; containerPort: number; protocol: string }[];
  [field: string]: unknown;
}

export interface PodSpec {
  nodeName?: string;
  containers: readonly Container[];
  initContainers?: readonly Container[];
  [field: string]: unknown;
}

export interface PodStatus {
  phase: string;
  reason?: string;
  message?: string;
  conditions: readonly Condition[];
  podIP?: string;
  hostIP?: string;
  containerStatuses?: readonly ContainerStatus[];
  initContainerStatuses?: readonly ContainerStatus[];
  [field: string]: unknown;
}

export interface Pod extends ApiObject {
  spec: PodSpec;
  status: PodStatus;
}

interface LabelSelector {
  matchLabels: Labels;
}

export interface PodTemplate {
  metadata: { labels: Labels; annotations?: Labels };
  spec: PodSpec;
}

/** Deployment, ReplicaSet, StatefulSet and DaemonSet: the four whose counts come from pods. */
export interface Workload extends ApiObject {
  spec: {
    replicas?: number;
    paused?: boolean;
    selector: LabelSelector;
    template: PodTemplate;
    [field: string]: unknown;
  };
  status: { [field: string]: unknown; conditions?: readonly Condition[] };
}

interface ServicePort {
  name?: string;
  port: number;
  targetPort: number | string;
  nodePort?: number;
  protocol: string;
}

export interface Service extends ApiObject {
  spec: {
    type: string;
    clusterIP?: string;
    selector?: Labels;
    ports?: readonly ServicePort[];
    externalName?: string;
    [field: string]: unknown;
  };
  status: { loadBalancer: { ingress?: readonly { ip?: string; hostname?: string }[] } };
}

export interface Endpoint {
  addresses: readonly string[];
  conditions: { ready: boolean; serving: boolean; terminating: boolean };
  targetRef?: { kind: string; namespace: string; name: string; uid: string };
  nodeName?: string;
}

export interface EndpointSlice extends ApiObject {
  addressType: string;
  endpoints: readonly Endpoint[];
  ports: readonly { name: string; port: number; protocol: string }[];
}

export interface NodeObject extends ApiObject {
  spec: {
    unschedulable?: boolean;
    taints?: readonly { key: string; effect: string; value?: string }[];
    [field: string]: unknown;
  };
  status: {
    conditions: readonly Condition[];
    addresses: readonly { type: string; address: string }[];
    nodeInfo: Labels;
    [field: string]: unknown;
  };
}

export interface JobObject extends ApiObject {
  spec: {
    completions?: number;
    suspend?: boolean;
    template: PodTemplate;
    selector?: LabelSelector;
    [field: string]: unknown;
  };
  status: {
    conditions?: readonly Condition[];
    succeeded?: number;
    failed?: number;
    active?: number;
    startTime?: string;
    completionTime?: string;
    [field: string]: unknown;
  };
}

export interface CronJobObject extends ApiObject {
  spec: {
    schedule: string;
    suspend: boolean;
    timeZone?: string;
    jobTemplate: { spec: JobObject['spec'] };
    [field: string]: unknown;
  };
  status: { active?: readonly unknown[]; lastScheduleTime?: string; lastSuccessfulTime?: string };
}

export interface ObjectReference {
  kind: string;
  namespace?: string;
  name: string;
  uid: string;
  apiVersion?: string;
  resourceVersion?: string;
  fieldPath?: string;
}

export interface EventObject extends ApiObject {
  involvedObject: ObjectReference;
  reason: string;
  message: string;
  type: string;
  count: number;
  firstTimestamp: string;
  lastTimestamp: string;
  source: { component: string; host?: string };
  reportingComponent: string;
  reportingInstance: string;
}
