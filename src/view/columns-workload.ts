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

export const deploymentColumns: ColumnTable<'Deployment'> = {
  ready: numberColumn('ready pods of those wanted', ({ kept }) =>
    ratioCell(kept.status.readyReplicas, wanted(kept.spec.replicas)),
  ),
  desired: numberColumn('pods wanted', ({ kept }) => wanted(kept.spec.replicas)),
  current: numberColumn('pods there are', ({ kept }) => kept.status.replicas),
  'up-to-date': numberColumn('pods of the newest template', ({ kept }) => kept.status.updatedReplicas),
  available: numberColumn('pods ready for long enough', ({ kept }) => kept.status.availableReplicas),
  strategy: textColumn('RollingUpdate or Recreate', ({ kept }) => kept.spec.strategy.type),
  images: textColumn('images of its template', templateImages),
  detail: textColumn('images of its template', templateImages),
};

export const replicaSetColumns: ColumnTable<'ReplicaSet'> = {
  ready: numberColumn('ready pods of those wanted', ({ kept }) =>
    ratioCell(kept.status.readyReplicas, wanted(kept.spec.replicas)),
  ),
  desired: numberColumn('pods wanted', ({ kept }) => wanted(kept.spec.replicas)),
  current: numberColumn('pods there are', ({ kept }) => kept.status.replicas),
  available: numberColumn('pods ready for long enough', ({ kept }) => kept.status.availableReplicas),
  controller: textColumn('kind and name of its controlling owner', controllerText),
  revision: numberColumn('revision of its deployment', ({ annotations }) => {
    const text = annotations['deployment.kubernetes.io/revision'];
    return text === undefined ? undefined : { text, sort: Number(text) };
  }),
  images: textColumn('images of its template', templateImages),
  detail: textColumn('images of its template', templateImages),
};

export const statefulSetColumns: ColumnTable<'StatefulSet'> = {
  ready: numberColumn('ready pods of those wanted', ({ kept }) =>
    ratioCell(kept.status.readyReplicas, wanted(kept.spec.replicas)),
  ),
  desired: numberColumn('pods wanted', ({ kept }) => wanted(kept.spec.replicas)),
  current: numberColumn('pods there are', ({ kept }) => kept.status.replicas),
  'up-to-date': numberColumn('pods of the newest template', ({ kept }) => kept.status.updatedReplicas),
  available: numberColumn('pods ready for long enough', ({ kept }) => kept.status.availableReplicas),
  service: textColumn('its governing service', ({ kept }) => kept.spec.serviceName),
  strategy: textColumn('RollingUpdate or OnDelete', ({ kept }) => kept.spec.updateStrategy.type),
  images: textColumn('images of its template', templateImages),
  detail: textColumn('images of its template', templateImages),
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
  images: textColumn('images of its template', templateImages),
  detail: textColumn('images of its template', templateImages),
};
