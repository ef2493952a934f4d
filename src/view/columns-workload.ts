// Columns of the kinds that keep pods running: what is wanted, and how much of it is there.
import { numberColumn, ratioCell, textColumn, type ColumnTable } from './cell.ts';
import { controllerText, imagesText } from './columns-pod.ts';

/** An absent `replicas` means 1 (apps/v1 defaulting). */
const wanted = (replicas: number | undefined): number => replicas ?? 1;

type WithTemplate = {
  readonly kept: {
    readonly spec: {
      readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } };
    };
  };
};
const templateImages = (object: WithTemplate): string => imagesText(object.kept.spec.template.spec.containers);

/** What all workloads with a template have. */
const templateColumns = {
  images: textColumn('images of its template', templateImages),
  detail: textColumn('images of its template', templateImages),
};

type WithReplicas = {
  readonly kept: {
    readonly spec: { readonly replicas: number | undefined };
    readonly status: { readonly replicas: number; readonly readyReplicas: number };
  };
};

/** What all workloads have that want a number of pods. */
const replicaColumns = {
  ready: numberColumn('ready pods of those wanted', ({ kept }: WithReplicas) =>
    ratioCell(kept.status.readyReplicas, wanted(kept.spec.replicas)),
  ),
  desired: numberColumn('pods wanted', ({ kept }: WithReplicas) => wanted(kept.spec.replicas)),
  current: numberColumn('pods there are', ({ kept }: WithReplicas) => kept.status.replicas),
};

export const deploymentColumns: ColumnTable<'Deployment'> = {
  ...replicaColumns,
  'up-to-date': numberColumn('pods of the newest template', ({ kept }) => kept.status.updatedReplicas),
  available: numberColumn('pods ready for long enough', ({ kept }) => kept.status.availableReplicas),
  strategy: textColumn('RollingUpdate or Recreate', ({ kept }) => kept.spec.strategy.type),
  ...templateColumns,
};

export const replicaSetColumns: ColumnTable<'ReplicaSet'> = {
  ...replicaColumns,
  available: numberColumn('pods ready for long enough', ({ kept }) => kept.status.availableReplicas),
  controller: textColumn('kind and name of its controlling owner', controllerText),
  revision: numberColumn('revision of its deployment', ({ annotations }) => {
    const text = annotations['deployment.kubernetes.io/revision'];
    return text === undefined ? undefined : { text, sort: Number(text) };
  }),
  ...templateColumns,
};

export const statefulSetColumns: ColumnTable<'StatefulSet'> = {
  ...replicaColumns,
  'up-to-date': numberColumn('pods of the newest template', ({ kept }) => kept.status.updatedReplicas),
  available: numberColumn('pods ready for long enough', ({ kept }) => kept.status.availableReplicas),
  service: textColumn('its governing service', ({ kept }) => kept.spec.serviceName),
  strategy: textColumn('RollingUpdate or OnDelete', ({ kept }) => kept.spec.updateStrategy.type),
  ...templateColumns,
};

export const daemonSetColumns: ColumnTable<'DaemonSet'> = {
  ready: numberColumn('ready pods of the nodes that want one', ({ kept }) =>
    ratioCell(kept.status.numberReady, kept.status.desiredNumberScheduled),
  ),
  desired: numberColumn('nodes that want one', ({ kept }) => kept.status.desiredNumberScheduled),
  current: numberColumn('nodes that have one', ({ kept }) => kept.status.currentNumberScheduled),
  'up-to-date': numberColumn('pods of the newest template', ({ kept }) => kept.status.updatedNumberScheduled),
  available: numberColumn('pods ready for long enough', ({ kept }) => kept.status.numberAvailable),
  misscheduled: numberColumn('nodes that have one and should not', ({ kept }) => kept.status.numberMisscheduled),
  strategy: textColumn('RollingUpdate or OnDelete', ({ kept }) => kept.spec.updateStrategy.type),
  ...templateColumns,
};
