// The kept fields of the core/v1 and discovery.k8s.io/v1 kinds. Protobuf numbers are those of k8s.io/api's generated.proto; test/objects
// checks the shapes. What is not in this table is dropped on arrival and can be read by no rule and no column.
import {
  bool,
  instant,
  int,
  intOrString,
  list,
  map,
  message,
  optionalBool,
  optionalInt,
  optionalMessage,
  quantities,
  text,
  texts,
} from './field.ts';

/** metav1.Condition-like rows; every kind's conditions share these JSON names but not the protobuf numbers of the times. */
const condition = (lastTransitionTime: number, reason: number, messageNumber: number) => ({
  type: text(1),
  status: text(2),
  reason: text(reason),
  message: text(messageNumber),
  lastTransitionTime: instant(lastTransitionTime),
});

export const namespaceFields = {
  status: message(3, { phase: text(1), conditions: list(2, condition(4, 5, 6)) }),
} as const;

export const nodeFields = {
  spec: message(2, {
    unschedulable: bool(4),
    taints: list(5, { key: text(1), value: text(2), effect: text(3) }),
  }),
  status: message(3, {
    capacity: quantities(1),
    allocatable: quantities(2),
    conditions: list(4, condition(4, 5, 6)),
    addresses: list(5, { type: text(1), address: text(2) }),
    nodeInfo: message(7, {
      kernelVersion: text(4),
      osImage: text(5),
      containerRuntimeVersion: text(6),
      kubeletVersion: text(7),
      architecture: text(10),
    }),
  }),
} as const;

const probe = { initialDelaySeconds: int(2), periodSeconds: int(4), failureThreshold: int(6) } as const;

const container = {
  name: text(1),
  image: text(2),
  ports: list(6, { name: text(1), containerPort: int(3), protocol: text(4) }),
  resources: message(8, { limits: quantities(1), requests: quantities(2) }),
  livenessProbe: optionalMessage(10, probe),
  readinessProbe: optionalMessage(11, probe),
  startupProbe: optionalMessage(22, probe),
  /** `Always` on an init container makes it a sidecar (KEP-753). */
  restartPolicy: text(24),
} as const;

const containerState = {
  waiting: optionalMessage(1, { reason: text(1), message: text(2) }),
  running: optionalMessage(2, { startedAt: instant(1) }),
  terminated: optionalMessage(3, {
    exitCode: int(1),
    signal: int(2),
    reason: text(3),
    message: text(4),
    startedAt: instant(5),
    finishedAt: instant(6),
  }),
} as const;

const containerStatus = {
  name: text(1),
  state: message(2, containerState),
  lastState: message(3, containerState),
  ready: bool(4),
  restartCount: int(5),
  image: text(6),
  started: optionalBool(9),
} as const;

export const podFields = {
  spec: message(2, {
    containers: list(2, container),
    restartPolicy: text(3),
    nodeName: text(10),
    initContainers: list(20, container),
    readinessGates: list(28, { conditionType: text(1) }),
    schedulingGates: list(38, { name: text(1) }),
  }),
  status: message(3, {
    phase: text(1),
    conditions: list(2, condition(4, 5, 6)),
    message: text(3),
    reason: text(4),
    hostIP: text(5),
    podIP: text(6),
    startTime: instant(7),
    containerStatuses: list(8, containerStatus),
    qosClass: text(9),
    initContainerStatuses: list(10, containerStatus),
    ephemeralContainerStatuses: list(13, containerStatus),
  }),
} as const;

export const serviceFields = {
  spec: message(2, {
    ports: list(1, { name: text(1), protocol: text(2), port: int(3), targetPort: intOrString(4), nodePort: int(5) }),
    selector: map(2),
    clusterIP: text(3),
    type: text(4),
    externalIPs: texts(5),
    externalName: text(10),
    publishNotReadyAddresses: bool(13),
  }),
  status: message(3, { loadBalancer: message(1, { ingress: list(1, { ip: text(1), hostname: text(2) }) }) }),
} as const;

export const endpointSliceFields = {
  endpoints: list(2, {
    addresses: texts(1),
    conditions: message(2, { ready: optionalBool(1), serving: optionalBool(2), terminating: optionalBool(3) }),
    targetRef: optionalMessage(4, { kind: text(1), namespace: text(2), name: text(3), uid: text(4) }),
    nodeName: text(6),
  }),
  ports: list(3, { name: text(1), port: optionalInt(2), protocol: text(3) }),
  addressType: text(4),
} as const;

export const eventFields = {
  involvedObject: message(2, {
    kind: text(1),
    namespace: text(2),
    name: text(3),
    uid: text(4),
    apiVersion: text(5),
    fieldPath: text(7),
  }),
  reason: text(3),
  message: text(4),
  source: message(5, { component: text(1), host: text(2) }),
  firstTimestamp: instant(6),
  lastTimestamp: instant(7),
  count: int(8),
  type: text(9),
  eventTime: instant(10),
  series: optionalMessage(11, { count: int(1), lastObservedTime: instant(2) }),
  reportingComponent: text(14),
} as const;
