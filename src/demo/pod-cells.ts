// The pod row of a Table answer: READY, STATUS and RESTARTS are worked out by the server, with rules of their own
// (init progress, last restart, lost nodes), so they are worked out here too.
import type { ContainerStatus, Pod } from './api-types.ts';
import { ageOf } from './human-age.ts';

interface PodSummary {
  ready: number;
  total: number;
  status: string;
  restarts: number;
  lastRestart: string | undefined;
}

/** The cells in the order of the pod columns: name, ready, status, restarts, age, IP, node, nominated node, gates. */
export function podCells(pod: Pod, now: number): unknown[] {
  const summary = summarise(pod);
  const { ready, total, restarts, lastRestart } = summary;
  return [
    pod.metadata.name,
    `${ready}/${total}`,
    summary.status,
    lastRestart === undefined || restarts === 0 ? String(restarts) : `${restarts} (${ageOf(lastRestart, now)} ago)`,
    ageOf(pod.metadata.creationTimestamp, now),
    pod.status.podIP ?? '<none>',
    pod.spec.nodeName ?? '<none>',
    '<none>',
    '<none>',
  ];
}

function summarise(pod: Pod): PodSummary {
  const sidecars = sidecarNames(pod);
  const init = pod.status.initContainerStatuses ?? [];
  const main = pod.status.containerStatuses ?? [];
  const counted = [...main, ...init.filter((status) => sidecars.has(status.name))];
  const initText = initProgress(pod, init, sidecars);
  const restarting = initText === undefined ? counted : init;
  return {
    ready: counted.filter((status) => status.ready && status.state.running).length,
    total: pod.spec.containers.length + sidecars.size,
    status: lifecycleText(pod) ?? initText ?? mainText(pod, main),
    restarts: restarting.reduce((sum, status) => sum + status.restartCount, 0),
    lastRestart: restarting
      .map((status) => status.lastState.terminated?.finishedAt)
      .filter((finished) => finished !== undefined)
      .toSorted()
      .at(-1),
  };
}

function sidecarNames(pod: Pod): ReadonlySet<string> {
  const always = (pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return new Set(always.map((container) => container.name));
}

function lifecycleText(pod: Pod): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  return pod.status.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
}

function initProgress(pod: Pod, init: readonly ContainerStatus[], sidecars: ReadonlySet<string>): string | undefined {
  for (const [index, status] of init.entries()) {
    const { terminated, waiting } = status.state;
    if (terminated?.exitCode === 0 || (sidecars.has(status.name) && status.started === true)) continue;
    if (terminated) return `Init:${terminated.reason || `ExitCode:${terminated.exitCode}`}`;
    if (waiting && waiting.reason !== '' && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
    return `Init:${index}/${pod.spec.initContainers?.length ?? init.length}`;
  }
  return undefined;
}

function mainText(pod: Pod, main: readonly ContainerStatus[]): string {
  let text = pod.status.reason ?? pod.status.phase;
  for (const status of main.toReversed()) {
    const { waiting, terminated } = status.state;
    if (waiting && waiting.reason !== '') text = waiting.reason;
    else if (terminated) text = terminated.reason || `ExitCode:${terminated.exitCode}`;
  }
  const someRuns = main.some((status) => status.ready && status.state.running);
  if (text !== 'Completed' || !someRuns) return text;
  const ready = pod.status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
  return ready ? 'Running' : 'NotReady';
}
