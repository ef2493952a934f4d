// The pretend controllers: when a pod changes, the counts and conditions of its owners and the endpoint slices of its
// services follow, each as a write of its own with its own version, as real controllers would.
import type { Endpoint, EndpointSlice, Labels, Pod, Service, Workload } from './api-types.ts';
import { stamp } from './moment.ts';
import { daemonSetStatus, deploymentStatus, isReady, replicaSetStatus, statefulSetStatus } from './workload-status.ts';
import type { Change, World } from './world.ts';

export class Reconciler {
  readonly #world: World;
  #now: () => number;
  readonly #podsByOwner = new Map<string, Set<string>>();
  readonly #podsByNamespace = new Map<string, Set<string>>();
  readonly #servicesByNamespace = new Map<string, Set<string>>();
  #stopListening: (() => void) | undefined;
  #busy = false;

  constructor(world: World, now: () => number) {
    this.#world = world;
    this.#now = now;
  }

  /** Indexes what is there and brings every status up to date. */
  reconcileAll(): void {
    for (const { object, key } of this.#world.all('pods')) this.#index(key, object as Pod, true);
    for (const { key } of this.#world.all('services')) this.#remember(this.#servicesByNamespace, namespaceOf(key), key);
    for (const { key } of this.#world.all('replicasets')) this.#replicaSet(key);
    for (const { key } of this.#world.all('deployments')) this.#deployment(key);
    for (const { key } of this.#world.all('statefulsets')) this.#set('statefulsets', key);
    for (const { key } of this.#world.all('daemonsets')) this.#set('daemonsets', key);
    for (const { key } of this.#world.all('services')) this.#slice(key);
  }

  /** Whether the story is writing: nobody needs to follow it up. */
  get isQuiet(): boolean {
    return this.#busy;
  }

  /** From now on every change of a pod is followed up at once, by this clock (without one, by the first). */
  start(now = this.#now): void {
    this.#now = now;
    this.#stopListening = this.#world.onChange((change) => this.#onChange(change));
  }

  stop(): void {
    this.#stopListening?.();
  }

  #onChange(change: Change): void {
    const { key } = change.after;
    if (change.plural === 'services') this.#serviceChanged(change);
    if (change.type !== 'MODIFIED' && change.plural === 'endpointslices') this.#sliceKeys.clear();
    if (change.plural === 'replicasets') this.#forgetNames(change);
    if (change.plural !== 'pods') return;
    const pod = change.after.object as Pod;
    const was = change.before?.object as Pod | undefined;
    if (was && was.metadata.ownerReferences !== pod.metadata.ownerReferences) this.#index(key, was, false);
    this.#index(key, pod, change.type !== 'DELETED');
    if (this.#busy) return;
    this.#followUp(pod, change.before?.object.metadata.labels);
  }

  #serviceChanged(change: Change): void {
    const { key } = change.after;
    if (change.type === 'DELETED') this.#servicesByNamespace.get(namespaceOf(key))?.delete(key);
    else this.#remember(this.#servicesByNamespace, namespaceOf(key), key);
  }

  /** Works one status out anew. */
  refresh(plural: Change['plural'], key: string): void {
    if (plural === 'replicasets') this.#replicaSet(key, true);
    else if (plural === 'deployments') this.#deployment(key);
    else if (plural === 'statefulsets' || plural === 'daemonsets') this.#set(plural, key);
    else if (plural === 'services') this.#slice(key);
  }

  /** Lets many writes pass without following up; the caller has made everything consistent itself. */
  quietly(work: () => void): void {
    this.#busy = true;
    try {
      work();
    } finally {
      this.#busy = false;
    }
  }

  #followUp(pod: Pod, labelsBefore: Labels | undefined): void {
    const namespace = pod.metadata.namespace ?? '';
    for (const owner of pod.metadata.ownerReferences ?? []) {
      const key = `${namespace}/${owner.name}`;
      if (owner.kind === 'ReplicaSet') this.#replicaSet(key, true);
      if (owner.kind === 'StatefulSet') this.#set('statefulsets', key);
      if (owner.kind === 'DaemonSet') this.#set('daemonsets', key);
    }
    for (const key of this.#servicesByNamespace.get(namespace) ?? []) {
      const service = this.#world.get('services', key)?.object as Service | undefined;
      const selector = service?.spec.selector;
      if (selects(selector, pod.metadata.labels) || selects(selector, labelsBefore)) this.#slice(key);
    }
  }

  #index(key: string, pod: Pod, present: boolean): void {
    const owner = pod.metadata.ownerReferences?.[0]?.uid ?? '';
    const namespace = pod.metadata.namespace ?? '';
    if (present) {
      this.#remember(this.#podsByOwner, owner, key);
      this.#remember(this.#podsByNamespace, namespace, key);
      return;
    }
    this.#podsByOwner.get(owner)?.delete(key);
    this.#podsByNamespace.get(namespace)?.delete(key);
  }

  #remember(index: Map<string, Set<string>>, under: string, key: string): void {
    const known = index.get(under);
    if (known) known.add(key);
    else index.set(under, new Set([key]));
  }

  #pods(keys: Iterable<string>): Pod[] {
    const pods: Pod[] = [];
    for (const key of keys) {
      const stored = this.#world.get('pods', key);
      if (stored) pods.push(stored.object as Pod);
    }
    return pods;
  }

  #podsOf(owner: Workload): Pod[] {
    return this.#pods(this.#podsByOwner.get(owner.metadata.uid) ?? []);
  }

  #replicaSet(key: string, andDeployment = false): void {
    const set = this.#world.get('replicasets', key)?.object as Workload | undefined;
    if (!set) return;
    this.#write('replicasets', set, replicaSetStatus(set, this.#podsOf(set)));
    const owner = set.metadata.ownerReferences?.[0]?.name;
    if (andDeployment && owner !== undefined) this.#deployment(`${namespaceOf(key)}/${owner}`);
  }

  #deployment(key: string): void {
    const deployment = this.#world.get('deployments', key)?.object as Workload | undefined;
    if (!deployment) return;
    const sets = this.#setsOf(deployment);
    this.#write('deployments', deployment, deploymentStatus(deployment, sets, stamp(this.#now())));
  }

  /** Its replica sets are found by name: the demo names them as the deployment controller does. */
  #setsOf(deployment: Workload): Workload[] {
    const names = this.#setNames();
    const found: Workload[] = [];
    for (const key of names.get(deployment.metadata.uid) ?? []) {
      const set = this.#world.get('replicasets', key)?.object;
      if (set) found.push(set as Workload);
    }
    return found;
  }

  #names: Map<string, Set<string>> | undefined;

  #forgetNames({ before, after, type }: Change): void {
    const same = before?.object.metadata.ownerReferences === after.object.metadata.ownerReferences;
    if (type !== 'MODIFIED' || !same) this.#names = undefined;
  }

  #setNames(): Map<string, Set<string>> {
    if (this.#names) return this.#names;
    const byOwner = new Map<string, Set<string>>();
    for (const { key, object } of this.#world.all('replicasets')) {
      this.#remember(byOwner, object.metadata.ownerReferences?.[0]?.uid ?? '', key);
    }
    this.#names = byOwner;
    return byOwner;
  }

  #set(plural: 'statefulsets' | 'daemonsets', key: string): void {
    const set = this.#world.get(plural, key)?.object as Workload | undefined;
    if (!set) return;
    const pods = this.#podsOf(set);
    this.#write(plural, set, plural === 'statefulsets' ? statefulSetStatus(set, pods) : daemonSetStatus(set, pods));
  }

  #slice(serviceKey: string): void {
    const service = this.#world.get('services', serviceKey)?.object as Service | undefined;
    if (!service?.spec.selector) return;
    const { selector } = service.spec;
    const sliceKey = this.#sliceKey(serviceKey);
    const slice =
      sliceKey === undefined
        ? undefined
        : (this.#world.get('endpointslices', sliceKey)?.object as EndpointSlice | undefined);
    if (!slice) return;
    const pods = this.#pods(this.#podsByNamespace.get(namespaceOf(serviceKey)) ?? []);
    const endpoints = pods.filter((pod) => selects(selector, pod.metadata.labels)).flatMap(endpointOf);
    endpoints.sort((a, b) => ((a.targetRef?.name ?? '') < (b.targetRef?.name ?? '') ? -1 : 1));
    if (JSON.stringify(endpoints) === JSON.stringify(slice.endpoints)) return;
    const generation = (slice.metadata.generation ?? 0) + 1;
    this.#world.put('endpointslices', { ...slice, metadata: { ...slice.metadata, generation }, endpoints });
  }

  readonly #sliceKeys = new Map<string, string>();

  #sliceKey(serviceKey: string): string | undefined {
    if (this.#sliceKeys.size === 0) {
      for (const { key, object } of this.#world.all('endpointslices')) {
        const service = object.metadata.labels?.['kubernetes.io/service-name'] ?? '';
        this.#sliceKeys.set(`${namespaceOf(key)}/${service}`, key);
      }
    }
    return this.#sliceKeys.get(serviceKey);
  }

  #write(plural: Change['plural'], owner: Workload, status: Workload['status']): void {
    if (JSON.stringify(status) !== JSON.stringify(owner.status)) this.#world.put(plural, { ...owner, status });
  }
}

function namespaceOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

function selects(selector: Labels | undefined, labels: Labels | undefined): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}

function endpointOf(pod: Pod): Endpoint[] {
  const { name, namespace = '', uid } = pod.metadata;
  const ended = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  if (pod.status.podIP === undefined || ended) return [];
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const serving = isReady(pod);
  return [
    {
      addresses: [pod.status.podIP],
      conditions: { ready: serving && !terminating, serving, terminating },
      targetRef: { kind: 'Pod', namespace, name, uid },
      ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    },
  ];
}
