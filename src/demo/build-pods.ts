// Pods of one template: what they share is built once, so that 20,000 of them cost little more than their names.
import type { ApiObject, Labels, OwnerReference, Pod, PodSpec, PodTemplate } from './api-types.ts';
import { podManagers } from './managed-fields.ts';
import { stamp } from './moment.ts';
import type { Situation, WorkloadPlan } from './plan.ts';
import { podSpec } from './pod-spec.ts';
import { podStatus } from './pod-status.ts';
import type { Scene } from './scene.ts';

export interface PodBatch {
  namespace: string;
  plan: Pick<WorkloadPlan, 'kind' | 'name' | 'volumes' | 'hostNetwork' | 'priorityClass'>;
  template: PodTemplate;
  owner: OwnerReference;
  /** `name-hash-` for generated names. */
  generateName: string;
}

export interface PodPlan {
  name: string;
  node: string;
  created: number;
  situation: Situation;
  labels?: Labels;
}

export class PodBuilder {
  readonly #scene: Scene;
  readonly #batch: PodBatch;
  readonly #spec: PodSpec;
  readonly #imageDigests = new Map<string, string>();
  readonly #managers = new Map<number, readonly unknown[]>();

  constructor(scene: Scene, batch: PodBatch) {
    this.#scene = scene;
    this.#batch = batch;
    const token = `kube-api-access-${scene.chance.suffix(`token/${batch.namespace}/${batch.generateName}`, 5)}`;
    this.#spec = podSpec(batch.template.spec, batch.plan, token);
  }

  build(plan: PodPlan): Pod {
    const { namespace, owner, generateName, template } = this.#batch;
    const scene = this.#scene;
    const scheduled = plan.situation.is !== 'unschedulable';
    const spec = scheduled ? { nodeName: plan.node, ...this.#spec } : this.#spec;
    const hostIp = scene.hostIp(plan.node);
    const path = `${namespace}/${plan.name}`;
    const status = podStatus({
      spec,
      situation: plan.situation,
      stepBegun: scene.moment.stepBegun,
      created: plan.created,
      podIp: this.#batch.plan.hostNetwork ? hostIp : scheduled ? scene.podIp(plan.node, path) : '',
      hostIp,
      digest: (text) => scene.chance.hexDigits(text, 64),
      imageDigest: (image) => this.#imageDigest(image),
    });
    const metadata = scene.meta('Pod', {
      name: plan.name,
      namespace,
      generateName,
      created: plan.created,
      labels: plan.labels ? { ...template.metadata.labels, ...plan.labels } : template.metadata.labels,
      ...(template.metadata.annotations ? { annotations: template.metadata.annotations } : {}),
      owner,
      managedFields: this.#managersAt(plan.created),
    });
    const pod: Pod = { metadata: { ...metadata, generation: 1 }, spec, status };
    scene.world.put('pods', pod satisfies ApiObject);
    return pod;
  }

  #imageDigest(image: string): string {
    const known = this.#imageDigests.get(image);
    if (known !== undefined) return known;
    const made = this.#scene.chance.hexDigits(image, 64);
    this.#imageDigests.set(image, made);
    return made;
  }

  #managersAt(created: number): readonly unknown[] {
    const known = this.#managers.get(created);
    if (known) return known;
    const names = this.#spec.containers.map((each) => each.name);
    const labels = Object.keys(this.#batch.template.metadata.labels);
    const made = podManagers(names, labels, stamp(created), stamp(created + 12_000));
    this.#managers.set(created, made);
    return made;
  }
}
