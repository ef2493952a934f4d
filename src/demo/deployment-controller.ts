// The pretend deployment controller: the replica set of the present template exists and has the wanted size, older ones
// give way to it. How far the story's own rollouts have come is left alone.
import type { Condition, Workload } from './api-types.ts';
import type { Backstage } from './backstage.ts';
import { isTerminating } from './deletion.ts';
import { stamp } from './moment.ts';
import { ownedBy } from './scene.ts';
import { selects } from './workload-controllers.ts';

const HASH = 'pod-template-hash';
const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const REVISION = 'deployment.kubernetes.io/revision';

export class DeploymentController {
  readonly #stage: Backstage;
  /** Sets that are gone, by deployment and template: one that comes back has its old name again. */
  readonly #remembered = new Map<string, Workload>();
  /** Deployments whose template was changed here, until the old sets are empty. */
  readonly #rolling = new Set<string>();

  constructor(stage: Backstage) {
    this.#stage = stage;
  }

  /** Remembers a replica set that has gone. */
  remember(set: Workload): void {
    const owner = set.metadata.ownerReferences?.[0]?.uid;
    if (owner !== undefined) this.#remembered.set(`${owner} ${plainTemplate(set)}`, set);
  }

  attend(key: string): void {
    const deployment = this.#stage.world.get('deployments', key)?.object as Workload | undefined;
    if (!deployment || isTerminating(deployment) || this.#stage.closed(deployment.metadata.namespace)) return;
    this.#adopt(deployment);
    const sets = this.#setsOf(deployment);
    const newest = sets.find((set) => plainTemplate(set) === plainTemplate(deployment));
    if (!newest) {
      if (deployment.spec.paused !== true || sets.length === 0) this.#create(key, deployment, sets);
      return;
    }
    if (this.#scaled(deployment, sets) || !this.#rolls(key, deployment)) return;
    const desired = deployment.spec.replicas ?? 1;
    if ((newest.spec.replicas ?? 0) < desired) return this.#resize(deployment, newest, desired);
    if (Number(newest.status['readyReplicas'] ?? 0) < desired) return;
    for (const set of sets) if (set !== newest && (set.spec.replicas ?? 0) > 0) this.#resize(deployment, set, 0);
    this.#rolling.delete(key);
    this.#tellProgress(key, newest, 'NewReplicaSetAvailable', 'has successfully progressed.');
  }

  /** Whether its template was changed here, or by the story, which no longer tells how that goes on. */
  #rolls(key: string, deployment: Workload): boolean {
    const progressing = deployment.status.conditions?.find(({ type }) => type === 'Progressing');
    return this.#rolling.has(key) || progressing?.reason === 'ReplicaSetUpdated';
  }

  /** Follows a changed number of replicas; the sets say for how many they were sized last. */
  #scaled(deployment: Workload, sets: readonly Workload[]): boolean {
    const desired = deployment.spec.replicas ?? 1;
    const largest = sets.toSorted(
      (a, b) => (b.spec.replicas ?? 0) - (a.spec.replicas ?? 0) || revision(b) - revision(a),
    )[0];
    const before = Number(largest?.metadata.annotations?.[DESIRED] ?? desired);
    if (!largest || before === desired) return false;
    for (const set of sets) {
      const size = set.spec.replicas ?? 0;
      const next = desired === 0 ? 0 : set === largest ? Math.max(0, size + desired - before) : size;
      this.#resize(deployment, set, next);
    }
    return true;
  }

  #resize(deployment: Workload, set: Workload, replicas: number): void {
    const before = set.spec.replicas ?? 0;
    const desired = deployment.spec.replicas ?? 1;
    const annotations = { ...set.metadata.annotations, ...sizes(desired) };
    const generation = (set.metadata.generation ?? 1) + Number(before !== replicas);
    const metadata = { ...set.metadata, annotations, generation };
    this.#stage.world.put('replicasets', { ...set, metadata, spec: { ...set.spec, replicas } });
    if (before !== replicas) this.#sayScaled(deployment, set.metadata.name, before, replicas);
  }

  #sayScaled(deployment: Workload, set: string, before: number, after: number): void {
    const message = `Scaled ${after > before ? 'up' : 'down'} replica set ${set} from ${before} to ${after}`;
    const saying = { reason: 'ScalingReplicaSet', message, component: 'deployment-controller' };
    this.#stage.say('deployments', deployment, saying);
  }

  #create(key: string, deployment: Workload, others: readonly Workload[]): void {
    const { scene, world, now } = this.#stage;
    const { name, namespace = '', uid } = deployment.metadata;
    const plain = plainTemplate(deployment);
    const old = this.#remembered.get(`${uid} ${plain}`);
    const hash = old?.metadata.labels?.[HASH] ?? scene.chance.suffix(`template/${namespace}/${name}/${plain}`, 10);
    const { template, selector } = deployment.spec;
    const labels = { ...template.metadata.labels, [HASH]: hash };
    const desired = deployment.spec.replicas ?? 1;
    const number = old ? revision(old) : Math.max(0, ...others.map(revision)) + 1;
    const setName = `${name}-${hash}`;
    const rolls = others.some((set) => (set.spec.replicas ?? 0) > 0);
    const replicas = old && rolls ? (old.spec.replicas ?? desired) : desired;
    const set: Workload = {
      metadata: {
        name: setName,
        namespace,
        uid: scene.chance.uid(this.#stage.fresh(`ReplicaSet/${namespace}/${setName}`)),
        generation: 1,
        creationTimestamp: stamp(now()),
        labels,
        annotations: { ...sizes(desired), [REVISION]: String(number) },
        ownerReferences: [ownedBy('apps/v1', 'Deployment', deployment)],
      },
      spec: {
        replicas,
        selector: { matchLabels: { ...selector.matchLabels, [HASH]: hash } },
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
      status: { replicas: 0, observedGeneration: 1 },
    };
    world.put('replicasets', set);
    this.#sayScaled(deployment, setName, 0, replicas);
    if (old) return;
    if (rolls) this.#rolling.add(key);
    const annotations = { ...deployment.metadata.annotations, [REVISION]: String(number) };
    world.put('deployments', { ...deployment, metadata: { ...deployment.metadata, annotations } });
    this.#tellProgress(key, set, 'ReplicaSetUpdated', 'is progressing.');
  }

  #tellProgress(key: string, set: Workload, reason: string, words: string): void {
    const deployment = this.#stage.world.get('deployments', key)?.object as Workload | undefined;
    if (!deployment) return;
    const at = stamp(this.#stage.now());
    const times = { lastUpdateTime: at, lastTransitionTime: at };
    const message = `ReplicaSet "${set.metadata.name}" ${words}`;
    const progressing: Condition = { type: 'Progressing', status: 'True', ...times, reason, message };
    const known = deployment.status.conditions ?? [
      {
        type: 'Available',
        status: 'False',
        ...times,
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      },
    ];
    const conditions = [...known.filter(({ type }) => type !== 'Progressing'), progressing];
    this.#stage.world.put('deployments', { ...deployment, status: { ...deployment.status, conditions } });
  }

  #setsOf(deployment: Workload): Workload[] {
    return this.#stage.dependents
      .of(deployment.metadata.uid)
      .filter(({ plural, stored }) => plural === 'replicasets' && !isTerminating(stored.object))
      .map(({ stored }) => stored.object as Workload);
  }

  #adopt(deployment: Workload): void {
    for (const { object } of this.#stage.dependents.ownerless('replicasets', deployment.metadata.namespace ?? '')) {
      if (isTerminating(object) || !selects(deployment, object)) continue;
      const metadata = { ...object.metadata, ownerReferences: [ownedBy('apps/v1', 'Deployment', deployment)] };
      this.#stage.world.put('replicasets', { ...object, metadata });
    }
  }
}

function sizes(desired: number): Record<string, string> {
  const most = String(desired + Math.ceil(desired / 4));
  return { [DESIRED]: String(desired), 'deployment.kubernetes.io/max-replicas': most };
}

function revision(set: Workload): number {
  return Number(set.metadata.annotations?.[REVISION] ?? 0);
}

/** The pod template without the label the controller adds, as text to compare. */
function plainTemplate({ spec }: Workload): string {
  const { [HASH]: _, ...labels } = spec.template.metadata.labels;
  return JSON.stringify({ ...spec.template, metadata: { ...spec.template.metadata, labels } });
}
