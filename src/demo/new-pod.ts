// A pod as a controller creates it from a template: pending, without a node, everything else its kubelet's business.
import type { ApiObject, Labels, OwnerReference, Pod, PodTemplate } from './api-types.ts';
import type { Backstage } from './backstage.ts';
import { podManagers } from './managed-fields.ts';
import { stamp } from './moment.ts';
import { podSpec } from './pod-spec.ts';
import { qosClass } from './quality-of-service.ts';
import { ownedBy } from './scene.ts';

export interface NewPod {
  owner: ApiObject;
  /** Of the owner. */
  apiVersion: 'apps/v1' | 'batch/v1';
  kind: 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job';
  template: PodTemplate;
  /** Given for the pods of stateful sets; drawn for all others. */
  name?: string;
  labels?: Labels;
  /** Where a pod of a daemon set belongs. */
  nodeName?: string;
}

/** Writes the pod; its name. */
export function createPod(stage: Backstage, plan: NewPod): string {
  const { owner, kind, template } = plan;
  const { chance } = stage.scene;
  const { name: ownerName, namespace = '' } = owner.metadata;
  const draw = stage.fresh(`pod/${namespace}/${ownerName}`);
  const generateName = `${ownerName}-`;
  const name = plan.name ?? `${generateName}${chance.suffix(draw, 5)}`;
  const made = stamp(stage.now());
  const reference: OwnerReference = ownedBy(plan.apiVersion, kind, owner);
  const labels = { ...template.metadata.labels, ...plan.labels };
  const priorityClass = template.spec['priorityClassName'];
  const specPlan = {
    kind: kind === 'DaemonSet' ? 'DaemonSet' : 'Deployment',
    name: ownerName,
    ...(typeof priorityClass === 'string' ? { priorityClass } : {}),
  } as const;
  const token = `kube-api-access-${chance.suffix(draw, 5)}`;
  const spec = { ...podSpec(template.spec, specPlan, token), ...(plan.nodeName ? { nodeName: plan.nodeName } : {}) };
  const pod: Pod = {
    metadata: {
      name,
      generateName,
      namespace,
      uid: chance.uid(`Pod/${draw}`),
      generation: 1,
      creationTimestamp: made,
      labels,
      ...(template.metadata.annotations ? { annotations: template.metadata.annotations } : {}),
      ownerReferences: [reference],
      managedFields: podManagers(
        spec.containers.map((each) => each.name),
        Object.keys(labels),
        made,
        made,
      ),
    },
    spec,
    status: { phase: 'Pending', conditions: [], qosClass: qosClass(spec) },
  };
  stage.world.put('pods', pod);
  return name;
}
