// The kept fields of the apps/v1 and batch/v1 kinds. Protobuf numbers are those of k8s.io/api's generated.proto.
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
  text,
  texts,
} from './field.ts';

const selector = message(2, {
  matchLabels: map(1),
  matchExpressions: list(2, { key: text(1), operator: text(2), values: texts(3) }),
});

/** Only the images: the one part of a template that rows show. */
const template = (proto: number) =>
  message(proto, { spec: message(2, { containers: list(2, { name: text(1), image: text(2) }) }) });

export const deploymentFields = {
  spec: message(2, {
    replicas: optionalInt(1),
    selector,
    template: template(3),
    strategy: message(4, {
      type: text(1),
      rollingUpdate: optionalMessage(2, { maxUnavailable: intOrString(1), maxSurge: intOrString(2) }),
    }),
    minReadySeconds: int(5),
    paused: bool(7),
    progressDeadlineSeconds: optionalInt(9),
  }),
  status: message(3, {
    observedGeneration: int(1),
    replicas: int(2),
    updatedReplicas: int(3),
    availableReplicas: int(4),
    unavailableReplicas: int(5),
    conditions: list(6, {
      type: text(1),
      status: text(2),
      reason: text(4),
      message: text(5),
      lastUpdateTime: instant(6),
      lastTransitionTime: instant(7),
    }),
    readyReplicas: int(7),
  }),
} as const;

const condition = {
  type: text(1),
  status: text(2),
  lastTransitionTime: instant(3),
  reason: text(4),
  message: text(5),
} as const;

export const replicaSetFields = {
  spec: message(2, { replicas: optionalInt(1), selector, template: template(3), minReadySeconds: int(4) }),
  status: message(3, {
    replicas: int(1),
    fullyLabeledReplicas: int(2),
    observedGeneration: int(3),
    readyReplicas: int(4),
    availableReplicas: int(5),
    conditions: list(6, condition),
  }),
} as const;

export const statefulSetFields = {
  spec: message(2, {
    replicas: optionalInt(1),
    selector,
    template: template(3),
    serviceName: text(5),
    podManagementPolicy: text(6),
    updateStrategy: message(7, {
      type: text(1),
      rollingUpdate: optionalMessage(2, { partition: optionalInt(1), maxUnavailable: intOrString(2) }),
    }),
    minReadySeconds: int(9),
  }),
  status: message(3, {
    observedGeneration: int(1),
    replicas: int(2),
    readyReplicas: int(3),
    currentReplicas: int(4),
    updatedReplicas: int(5),
    currentRevision: text(6),
    updateRevision: text(7),
    conditions: list(10, condition),
    availableReplicas: int(11),
  }),
} as const;

export const daemonSetFields = {
  spec: message(2, {
    selector: message(1, selector.fields),
    template: template(2),
    updateStrategy: message(3, {
      type: text(1),
      rollingUpdate: optionalMessage(2, { maxUnavailable: intOrString(1), maxSurge: intOrString(2) }),
    }),
    minReadySeconds: int(4),
  }),
  status: message(3, {
    currentNumberScheduled: int(1),
    numberMisscheduled: int(2),
    desiredNumberScheduled: int(3),
    numberReady: int(4),
    observedGeneration: int(5),
    updatedNumberScheduled: int(6),
    numberAvailable: int(7),
    numberUnavailable: int(8),
    conditions: list(10, condition),
  }),
} as const;

export const jobFields = {
  spec: message(2, {
    parallelism: optionalInt(1),
    completions: optionalInt(2),
    activeDeadlineSeconds: optionalInt(3),
    selector: message(4, selector.fields),
    backoffLimit: optionalInt(7),
    suspend: optionalBool(10),
  }),
  status: message(3, {
    conditions: list(1, {
      type: text(1),
      status: text(2),
      lastProbeTime: instant(3),
      lastTransitionTime: instant(4),
      reason: text(5),
      message: text(6),
    }),
    startTime: instant(2),
    completionTime: instant(3),
    active: int(4),
    succeeded: int(5),
    failed: int(6),
    ready: optionalInt(9),
  }),
} as const;

export const cronJobFields = {
  spec: message(2, {
    schedule: text(1),
    startingDeadlineSeconds: optionalInt(2),
    concurrencyPolicy: text(3),
    suspend: optionalBool(4),
    timeZone: text(8),
  }),
  status: message(3, {
    active: list(1, { kind: text(1), namespace: text(2), name: text(3), uid: text(4) }),
    lastScheduleTime: instant(4),
    lastSuccessfulTime: instant(5),
  }),
} as const;
