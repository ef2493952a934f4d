// Deployments with their replica sets and pods. Counts in their statuses are left to the reconciler; only what it cannot
// know (how a rollout goes) is written here.
import type { Condition, Workload } from './api-types.ts';
import { PodBuilder } from './build-pods.ts';
import { madeBy } from './managed-fields.ts';
import { beforeStep, stamp } from './moment.ts';
import { RUNNING } from './plan.ts';
import type { RevisionPlan, WorkloadPlan } from './plan.ts';
import { ownedBy } from './scene.ts';
import type { Scene } from './scene.ts';
import {
  labelsOf,
  madeAt,
  selectorOf,
  SPEC_FIELDS,
  STATUS_FIELDS,
  templateHash,
  templateOf,
} from './workload-template.ts';

/** A deployment with all its generations and their pods. */
export function buildDeployment(scene: Scene, plan: WorkloadPlan): void {
  const { namespace, name } = plan;
  const made = madeAt(scene, plan);
  const revisions = plan.revisions ?? [
    {
      revision: 1,
      replicas: plan.replicas,
      containers: plan.containers,
      ...(plan.situations ? { situations: plan.situations } : {}),
    },
  ];
  const newest = revisions.at(-1)?.revision ?? 1;
  const annotations = { 'deployment.kubernetes.io/revision': String(newest) };
  const managedFields = madeBy('kubectl-client-side-apply', 'apps/v1', stamp(made), SPEC_FIELDS, STATUS_FIELDS);
  const labels = labelsOf(plan);
  const metadata = scene.meta('Deployment', {
    name,
    namespace,
    created: made,
    labels,
    annotations,
    generation: newest,
    managedFields,
  });
  const deployment: Workload = {
    metadata,
    spec: {
      replicas: plan.replicas,
      selector: { matchLabels: selectorOf(plan) },
      template: templateOf(plan, revisions.at(-1)?.containers ?? plan.containers),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...(plan.rollout === 'paused' ? { paused: true } : {}),
    },
    status: { observedGeneration: newest, conditions: rolloutConditions(scene, plan, made) },
  };
  scene.world.put('deployments', deployment);
  for (const revision of revisions) buildReplicaSet(scene, plan, deployment, revision);
}

function rolloutConditions(scene: Scene, plan: WorkloadPlan, made: number): Condition[] {
  const changed = beforeStep(scene.moment, plan.rolloutS ?? 0);
  const done = { lastUpdateTime: stamp(made + 20_000), lastTransitionTime: stamp(made) };
  const now = { lastUpdateTime: changed, lastTransitionTime: changed };
  const set = `${plan.name}-${templateHash(scene, plan, plan.revisions?.at(-1)?.revision ?? 1)}`;
  const available = {
    type: 'Available',
    status: 'True',
    reason: 'MinimumReplicasAvailable',
    message: 'Deployment has minimum availability.',
  };
  const progress = {
    complete: {
      status: 'True',
      ...done,
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${set}" has successfully progressed.`,
    },
    rolling: { status: 'True', ...now, reason: 'ReplicaSetUpdated', message: `ReplicaSet "${set}" is progressing.` },
    'deadline-exceeded': {
      status: 'False',
      ...now,
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${set}" has timed out progressing.`,
    },
    paused: { status: 'Unknown', ...done, reason: 'DeploymentPaused', message: 'Deployment is paused' },
  }[plan.rollout ?? 'complete'];
  return [
    { ...available, ...done },
    { type: 'Progressing', ...progress },
  ];
}

function buildReplicaSet(scene: Scene, plan: WorkloadPlan, deployment: Workload, revision: RevisionPlan): void {
  const { namespace } = plan;
  const hash = templateHash(scene, plan, revision.revision);
  const name = `${plan.name}-${hash}`;
  const hashLabel = { 'pod-template-hash': hash };
  const made =
    revision.bornS === undefined
      ? madeAt(scene, plan) + revision.revision * 1000
      : scene.moment.stepBegun - revision.bornS * 1000;
  const template = templateOf(plan, revision.containers, hashLabel);
  const annotations = {
    'deployment.kubernetes.io/desired-replicas': String(plan.replicas),
    'deployment.kubernetes.io/max-replicas': String(plan.replicas + Math.ceil(plan.replicas / 4)),
    'deployment.kubernetes.io/revision': String(revision.revision),
  };
  const labels = template.metadata.labels;
  const owner = ownedBy('apps/v1', 'Deployment', deployment);
  const managedFields = madeBy(
    'kube-controller-manager',
    'apps/v1',
    stamp(made),
    ['replicas', 'selector', 'template'],
    STATUS_FIELDS,
  );
  const metadata = scene.meta('ReplicaSet', {
    name,
    namespace,
    created: made,
    labels,
    annotations,
    owner,
    generation: 1,
    managedFields,
  });
  const selector = { matchLabels: { ...selectorOf(plan), ...hashLabel } };
  const set: Workload = {
    metadata,
    spec: { replicas: revision.replicas, selector, template },
    status: { observedGeneration: 1 },
  };
  scene.world.put('replicasets', set);
  const builder = new PodBuilder(scene, {
    namespace,
    plan,
    template,
    owner: ownedBy('apps/v1', 'ReplicaSet', set),
    generateName: `${name}-`,
  });
  for (let index = 0; index < revision.replicas; index += 1) {
    const suffix = scene.chance.suffix(`pod/${namespace}/${name}/${index}`, 5);
    const node = plan.nodes[(index + revision.revision - 1) % plan.nodes.length] ?? '';
    const situation = revision.situations?.[index] ?? RUNNING;
    const podMade =
      'sinceS' in situation && situation.is !== 'lost' && situation.is !== 'not-ready'
        ? scene.moment.stepBegun - situation.sinceS * 1000
        : made + 1000;
    builder.build({ name: `${name}-${suffix}`, node, created: podMade, situation });
  }
}
