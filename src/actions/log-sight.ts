// A fresh look at the pod of a log that has ended: has the container ended with it, restarted, or is the connection alone broken?
import { ApiError } from '../cluster/api-error.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Ended } from '../health/exit-words.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import { trimJson } from '../objects/trim.ts';
import { endWords, statusOf } from './container-status.ts';
import { podPath, type LogSource } from './log-query.ts';

type Pod = ObjectOf<'Pod'>;

/**
 * What has become of a container. `restarts` tells its runs apart; `words` say its state, or how its run ended; `before` how the run before
 * this one ended ('' when not known). `startedAt` (milliseconds, whole seconds) when this run began, undefined when that is not known.
 * `mayRestart`: the kubelet may start it again.
 */
export type LogSight =
  | { readonly is: 'gone' }
  | { readonly is: 'replaced' }
  | {
      readonly is: 'waiting' | 'running' | 'ended';
      readonly restarts: number;
      readonly startedAt: number | undefined;
      readonly words: string;
      readonly before: string;
      readonly mayRestart: boolean;
    };

/** Asks the server. Rejects with ApiError, but not when the pod is gone. */
export async function lookAtPod(cluster: Cluster, source: LogSource, signal: AbortSignal): Promise<LogSight> {
  let json: unknown;
  try {
    json = await cluster.get(podPath(source), signal);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not-found') return { is: 'gone' };
    throw error;
  }
  const pod = trimJson(source.context, 'Pod', json);
  if (pod.kind !== 'Pod' || pod.uid !== source.uid) return { is: 'replaced' };
  return sightOf(pod, source.container);
}

function sightOf(pod: Pod, container: string): LogSight {
  const status = statusOf(pod, container);
  const { waiting, running, terminated } = status?.state ?? {};
  const earlier = status?.lastState.terminated;
  const known = {
    restarts: status?.restartCount ?? 0,
    startedAt: running?.startedAt,
    before: earlier === undefined ? '' : endWords(earlier),
  };
  if (running !== undefined) return { is: 'running', ...known, words: 'running', mayRestart: true };
  // Between two runs (CrashLoopBackOff) the log is still that of the run that ended.
  const ended = terminated ?? earlier;
  if (ended !== undefined)
    return { is: 'ended', ...known, words: endWords(ended), mayRestart: mayRestart(pod, container, ended) };
  const reason = waiting?.reason ?? '';
  return { is: 'waiting', ...known, words: reason === '' ? 'not started yet' : reason, mayRestart: true };
}

function mayRestart(pod: Pod, container: string, ended: Ended): boolean {
  const { spec, status } = pod.kept;
  if (status.phase === 'Succeeded' || status.phase === 'Failed' || pod.deletedAt !== undefined) return false;
  if (status.ephemeralContainerStatuses.some(({ name }) => name === container)) return false;
  const init = spec.initContainers.find(({ name }) => name === container);
  const main = spec.containers.find(({ name }) => name === container);
  const own = (init ?? main)?.restartPolicy ?? '';
  const policy = own === '' ? spec.restartPolicy : own;
  if (policy === 'Never') return false;
  const failed = ended.exitCode !== 0 || ended.signal !== 0;
  return init === undefined || own === 'Always' ? policy !== 'OnFailure' || failed : failed;
}
