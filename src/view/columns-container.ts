// Columns of the containers of a pod.
import type { ContainerRef } from '../graph/graph-reader.ts';
import { ageColumn, numberColumn, textColumn, type ColumnTable } from './cell.ts';
import { restartsCell } from './columns-pod.ts';
import { terminationWord, type ContainerStatus, type Pod } from './pod-status.ts';
import type { Cell } from './row.ts';

type ContainerSpec = Pod['kept']['spec']['containers'][number];

/** What the spec says of it; ephemeral containers are kept by their status only. */
function specOf({ pod, name, role }: ContainerRef): ContainerSpec | undefined {
  const { containers, initContainers } = pod.kept.spec;
  return (role === 'main' ? containers : initContainers).find((container) => container.name === name);
}

/** What the kubelet says of it; undefined before it said anything. */
function statusOf({ pod, name, role }: ContainerRef): ContainerStatus | undefined {
  const { containerStatuses, initContainerStatuses, ephemeralContainerStatuses } = pod.kept.status;
  const statuses =
    role === 'main' ? containerStatuses : role === 'ephemeral' ? ephemeralContainerStatuses : initContainerStatuses;
  return statuses.find((status) => status.name === name);
}

/** `Running`, the reason it waits for, or how it ended; with the instant it began to be so. */
function stateCell(ref: ContainerRef): Cell {
  const state = statusOf(ref)?.state;
  if (state?.running !== undefined) return withSince('Running', state.running.startedAt);
  if (state?.terminated !== undefined) return withSince(terminationWord(state.terminated), state.terminated.finishedAt);
  return { text: state?.waiting?.reason || 'Waiting' };
}

function withSince(text: string, since: number | undefined): Cell {
  return since === undefined ? { text } : { text, since };
}

/** `137 OOMKilled (2m)`: exit code and reason of the last run. */
function lastExitCell(ref: ContainerRef): Cell | undefined {
  const last = statusOf(ref)?.lastState.terminated;
  if (last === undefined) return undefined;
  const word = last.reason === '' || last.reason === 'Error' ? '' : ` ${last.reason}`;
  return { ...withSince(`${last.exitCode}${word}`, last.finishedAt), sort: last.exitCode };
}

function portsText(ref: ContainerRef): string {
  const ports = specOf(ref)?.ports ?? [];
  return ports
    .map(({ name, containerPort, protocol }) => `${name === '' ? '' : `${name}:`}${containerPort}/${protocol || 'TCP'}`)
    .join(',');
}

/** `cpu 100m/500m` reads request/limit; `-` for the one that is not set. */
function requestLimit(ref: ContainerRef, resource: string): string {
  const resources = specOf(ref)?.resources;
  const request = resources?.requests[resource];
  const limit = resources?.limits[resource];
  return request === undefined && limit === undefined ? '' : `${request ?? '-'}/${limit ?? '-'}`;
}

/** `l` liveness, `r` readiness, `s` startup; upper case when the probe is there. */
function probesText(ref: ContainerRef): string {
  const spec = specOf(ref);
  if (spec === undefined) return '';
  const letter = (there: boolean, name: string) => (there ? name.toUpperCase() : name);
  return (
    letter(spec.livenessProbe !== undefined, 'l') +
    letter(spec.readinessProbe !== undefined, 'r') +
    letter(spec.startupProbe !== undefined, 's')
  );
}

export const containerColumns: ColumnTable<'Container'> = {
  pod: textColumn('the pod it is in', ({ ref }) => ref.pod.key.name),
  role: textColumn('main, init, sidecar or ephemeral', ({ ref }) => ref.role),
  status: { about: 'running, waiting for what, or how it ended', is: 'text', make: ({ ref }) => stateCell(ref) },
  ready: textColumn('whether it is ready', ({ ref }) => (statusOf(ref)?.ready === true ? 'yes' : 'no')),
  restarts: numberColumn('restarts, and how long ago the last run ended', ({ ref }) => {
    const status = statusOf(ref);
    return restartsCell(status?.restartCount ?? 0, status?.lastState.terminated?.finishedAt);
  }),
  'last-exit': numberColumn('exit code and reason of the run before this one', ({ ref }) => lastExitCell(ref)),
  images: textColumn('its image', ({ ref }) => specOf(ref)?.image ?? statusOf(ref)?.image ?? ''),
  ports: textColumn('ports it declares', ({ ref }) => portsText(ref)),
  cpu: textColumn('cpu requested / limit', ({ ref }) => requestLimit(ref, 'cpu')),
  memory: textColumn('memory requested / limit', ({ ref }) => requestLimit(ref, 'memory')),
  probes: textColumn('liveness, readiness, startup probes: capital when set', ({ ref }) => probesText(ref)),
  node: textColumn('the node its pod runs on', ({ ref }) => ref.pod.kept.spec.nodeName),
  started: ageColumn('how long it has been running', ({ ref }) => statusOf(ref)?.state.running?.startedAt),
};
