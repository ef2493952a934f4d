// Opens a shell in a container, or attaches to its main process, on the person's terminal, and says how it ended.
import type { RemoteProcessRequest } from '../cluster/remote-process.ts';
import { printable } from '../objects/printable.ts';
import type { ObjectOf } from '../objects/kube-object.ts';
import { listAt, valueAt } from '../objects/json.ts';
import type { Tools } from './action.ts';
import { runs, whyNotRunning } from './container-status.ts';
import { type ContainerChoice, pickContainer } from './pick-container.ts';
import { pickPod } from './pick-pod.ts';
import { exitCodeOf, remoteSession } from './remote-session.ts';
import { targetName, type Target } from './target.ts';

/** One exec finds the best shell there is. Without TERM, full-screen programs inside refuse to start. */
const ANY_SHELL = [
  'sh',
  '-c',
  'TERM=${TERM:-xterm-256color}; export TERM; command -v bash >/dev/null 2>&1 && exec bash; command -v ash >/dev/null 2>&1 && exec ash; exec sh',
] as const;

const LEAVE = 'Ctrl-] twice leaves';

export async function openShell(target: Target, tools: Tools): Promise<void> {
  const inside = await containerFor(target, tools, 'Shell in');
  if (inside === undefined || !(await isAgreed(inside, tools, 'Open a shell'))) return;
  const { name, namespace } = inside;
  const signal = AbortSignal.any([tools.signal, tools.hold(`opening a shell in ${inside.container} …`)]);
  const code = await tools.change({ action: 'shell', target: inside }, async (cluster) => {
    const request = { namespace, pod: name, container: inside.container, command: ANY_SHELL, stdin: true, tty: true };
    const banner = `${placeOf(inside)}\r\nexit or Ctrl-D ends, ${LEAVE}`;
    return exitCodeOf(await remoteSession(await cluster.run(request, signal), tools, { banner, tty: true }));
  });
  tellEnd('shell', inside, code, tools);
}

export async function openAttach(target: Target, tools: Tools): Promise<void> {
  const inside = await containerFor(target, tools, 'Attach to');
  if (inside === undefined || !(await isAgreed(inside, tools, 'Attach'))) return;
  const signal = AbortSignal.any([tools.signal, tools.hold(`attaching to ${inside.container} …`)]);
  const { stdin, tty } = await channelsOf(inside, tools, signal);
  const code = await tools.change({ action: 'attach', target: inside }, async (cluster) => {
    const request: RemoteProcessRequest = {
      namespace: inside.namespace,
      pod: inside.name,
      container: inside.container,
      stdin,
      tty,
    };
    const banner = `attached to ${placeOf(inside)}\r\n${stdin ? LEAVE : `takes no input, Ctrl-C or ${LEAVE}`}`;
    const process = await cluster.run(request, signal);
    return exitCodeOf(await remoteSession(process, tools, { banner, tty, redraw: tty }));
  });
  tellEnd('attach', inside, code, tools);
}

type Inside = Target & { readonly container: string };

/** The container to be in; undefined when the person cancelled. */
async function containerFor(target: Target, tools: Tools, title: string): Promise<Inside | undefined> {
  const whyNotPod = (pod: ObjectOf<'Pod'>): string | undefined => (runs(pod) ? undefined : 'no container is running');
  const pod =
    tools.graph.container(target.id)?.pod ??
    (await pickPod(target.id, tools, `${title} a pod of ${target.name}`, whyNotPod));
  if (pod === undefined) return undefined;
  const allow = ({ name }: ContainerChoice): string | undefined => whyNotRunning(pod, name);
  const container =
    target.container ?? (await pickContainer(pod, tools, `${title} a container of ${pod.key.name}`, allow));
  if (container === undefined) return undefined;
  const { context, namespace, name } = pod.key;
  return { id: pod.key.text, kind: 'Container', context, namespace, name, uid: pod.uid, container };
}

const placeOf = ({ context, namespace, name, container }: Inside): string =>
  printable(`${context} ${namespace}/${name}/${container}`);

/** Where a context is protected, nobody gets inside by one key. */
async function isAgreed(inside: Inside, tools: Tools, verb: string): Promise<boolean> {
  if (!tools.isProtected(inside.context)) return true;
  const answer = await tools.ask({
    title: `${verb}?`,
    lines: [{ text: `${inside.context} is protected.`, level: 'minor' }, { text: targetName(inside) }],
    typed: { wanted: inside.name, what: "the pod's name" },
    answers: [
      { id: 'cancel', label: 'Cancel' },
      { id: 'open', label: verb },
    ],
  });
  return answer === 'open';
}

/** What the container was started with: a process without a terminal of its own cannot be given one later. */
async function channelsOf(
  inside: Inside,
  tools: Tools,
  signal: AbortSignal,
): Promise<{ readonly stdin: boolean; readonly tty: boolean }> {
  const cluster = tools.cluster(inside.context);
  const pod = await cluster.get(cluster.pathOf('Pod', inside.namespace, inside.name), signal);
  const all = [...listAt(pod, 'spec', 'containers'), ...listAt(pod, 'spec', 'initContainers')];
  const spec = all.find((container) => valueAt(container, 'name') === inside.container);
  return { stdin: valueAt(spec, 'stdin') === true, tty: valueAt(spec, 'tty') === true };
}

/** `code` is undefined when the person left. */
function tellEnd(what: 'shell' | 'attach', inside: Inside, code: number | undefined, tools: Tools): void {
  const where = `${inside.name}/${inside.container}`;
  if (code === undefined)
    return tools.notice(what === 'shell' ? `left the shell in ${where}` : `left ${where}; it runs on`, 'info');
  const words = what === 'shell' ? `the shell in ${where} ended` : `${where} ended`;
  tools.notice(`${words}: exit status ${code}${SIGNALLED[code] ?? ''}`, code === 0 ? 'info' : 'minor');
}

/** Exit statuses that say more than their number: 128 and the number of a signal. */
const SIGNALLED: Readonly<Record<number, string>> = {
  129: ' (SIGHUP)',
  130: ' (SIGINT)',
  137: ' (SIGKILL: the container or the process was killed)',
  143: ' (SIGTERM: the container or the process was stopped)',
};
