// What a demo cluster is to hold, in the few words that matter; the builders turn plans into full Kubernetes objects.
// Situations are what can befall a pod: the story is written in them.

interface Amount {
  cpu: string;
  memory: string;
}

export interface ContainerPlan {
  name: string;
  image: string;
  /** `init` runs to its end first; `sidecar` is an init container that keeps running; absent means a main container. */
  role?: 'init' | 'sidecar';
  port?: number;
  portName?: string;
  requests?: Partial<Amount>;
  limits?: Partial<Amount>;
  env?: Record<string, string>;
  /** Variables taken from elsewhere: `secret:NAME/KEY`, `config:NAME/KEY`, `field:PATH` or `limit:RESOURCE`. */
  envFrom?: Record<string, string>;
  /** A config map all of whose keys become variables. */
  envOf?: string;
  command?: readonly string[];
  args?: readonly string[];
  /** HTTP path of readiness and liveness probes, or `tcp`. */
  probe?: string;
  /** Whether the same check also guards a slow start. */
  startsSlowly?: boolean;
  mounts?: Record<string, string>;
}

/** Where a volume comes from; all but `emptyDir` and `hostPath` are named after workload and volume. */
export type VolumeType = 'emptyDir' | 'configMap' | 'hostPath' | 'secret' | 'claim';

export interface ServicePlan {
  type?: 'ClusterIP' | 'LoadBalancer' | 'NodePort' | 'Headless';
  port: number;
  targetPort?: number;
  portName?: string;
  /** External address of a LoadBalancer. */
  external?: string;
  /** Keeps a client with one pod for this long. */
  stickyS?: number;
}

/** What befalls one pod. Times are seconds before the story step began. */
export type Situation =
  | { is: 'running'; restarts?: number; lastExit?: Exit }
  | { is: 'not-ready'; sinceS: number; message: string; restarts?: number; lastExit?: Exit }
  | { is: 'crash-loop'; restarts: number; exit: Exit; container?: string }
  | { is: 'image-pull'; image: string; sinceS: number }
  | { is: 'unschedulable'; message: string; sinceS: number }
  | { is: 'creating'; sinceS: number }
  | { is: 'succeeded'; finishedS: number; tookS: number }
  | { is: 'failed'; finishedS: number; tookS: number; exit: Exit }
  | { is: 'lost'; sinceS: number };

export interface Exit {
  code: number;
  reason: string;
  agoS: number;
  message?: string;
}

export const RUNNING: Situation = { is: 'running' };

/** One generation of a deployment's pods. */
export interface RevisionPlan {
  revision: number;
  /** Desired replicas of this replica set. */
  replicas: number;
  containers: readonly ContainerPlan[];
  /** By pod index; missing ones run. */
  situations?: readonly Situation[];
  /** Seconds before the step at which it was made; absent means long ago, before the story. */
  bornS?: number;
}

export interface WorkloadPlan {
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  namespace: string;
  name: string;
  containers: readonly ContainerPlan[];
  /** Desired pods; a DaemonSet has one per node given. */
  replicas: number;
  /** Names of the nodes its pods run on, round robin (a DaemonSet: exactly these). */
  nodes: readonly string[];
  situations?: readonly Situation[];
  /** For a Deployment in the middle of a rollout: all its generations, newest last; replaces containers and situations. */
  revisions?: readonly RevisionPlan[];
  rollout?: 'complete' | 'rolling' | 'deadline-exceeded' | 'paused';
  rolloutS?: number;
  service?: ServicePlan;
  labels?: Record<string, string>;
  volumes?: Record<string, VolumeType>;
  nodeSelector?: Record<string, string>;
  /** Taints its pods put up with, beyond the usual ones. */
  tolerations?: readonly { key: string; operator: string; value?: string; effect?: string }[];
  hostNetwork?: boolean;
  priorityClass?: string;
  /** Days since it was made. */
  ageDays?: number;
}

export interface JobPlan {
  namespace: string;
  name: string;
  cronJob?: string;
  container: ContainerPlan;
  /** Pods in order of their attempts. */
  attempts: readonly Situation[];
  /** Seconds before the step at which it started. */
  startedS: number;
  suspended?: boolean;
  node: string;
}

export interface CronJobPlan {
  namespace: string;
  name: string;
  schedule: string;
  suspend?: boolean;
  container: ContainerPlan;
  lastScheduledS: number;
  lastSucceededS?: number;
}

export interface NodePlan {
  name: string;
  role?: 'control-plane';
  zone: string;
  cordoned?: boolean;
  /** Seconds before the step at which its kubelet was last heard. */
  lostS?: number;
  /** Seconds before the step at which it came back. */
  backS?: number;
}

export interface ClusterPlan {
  namespaces: readonly string[];
  nodes: readonly NodePlan[];
  workloads: readonly WorkloadPlan[];
  jobs: readonly JobPlan[];
  cronJobs: readonly CronJobPlan[];
  /** Services that select nothing. */
  orphanServices: readonly { namespace: string; name: string; selector: Record<string, string>; port: number }[];
}
