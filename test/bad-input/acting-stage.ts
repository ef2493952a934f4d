// A stage for acting on bad input: a pod that belongs to nobody, alone in a namespace of its own, which the test can kill, replace and take away
// between two keys; and the program with its cursor on it. So tests on one fleet do not meet.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ApiObject, Pod } from '../../src/demo/api-types.ts';
import type { DemoCluster } from '../../src/demo/demo-cluster.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { killContainer } from '../../src/demo/kill-container.ts';
import type { UserName } from '../../src/demo/users.ts';
import type { Pty } from '../rig/pty.ts';
import { endedWithin, onTerminal, SANE, type Home } from './program.ts';

/** Longest time from asking to quit until the end. */
const QUITS_WITHIN_MS = 2_000;
const SIZE = { cols: 80, rows: 24 };

type ActorOptions = {
  /** The workload in sock-shop whose pod it is a copy of; default `front-end`. */
  readonly like?: string;
  /** Which of its pods: a text in its JSON. */
  readonly having?: string;
  readonly cluster?: number;
};

/** A pod of the demo with nothing that would bring it back. */
export class Actor {
  readonly name: string;
  readonly fleet: DemoFleet;
  readonly cluster: DemoCluster;
  readonly #pod: Pod;
  #lives = 1;

  /** It is called as its namespace is. */
  constructor(fleet: DemoFleet, name: string, options: ActorOptions = {}) {
    const { like = 'front-end', having = '"running"', cluster = 0 } = options;
    const place = fleet.clusters[cluster];
    const model = place?.world
      .all('pods')
      .find(({ key, object }) => key.startsWith(`sock-shop/${like}-`) && JSON.stringify(object).includes(having));
    const namespace = place?.world.get('namespaces', 'sock-shop')?.object;
    if (place === undefined || model === undefined || namespace === undefined)
      throw new Error(`the demo has no ${like} having ${having}`);
    const { ownerReferences: _, labels: __, ...metadata } = model.object.metadata;
    this.name = name;
    this.fleet = fleet;
    this.cluster = place;
    this.#pod = { ...(model.object as Pod), metadata: { ...metadata, name, namespace: name, uid: `${name}-1` } };
    place.world.put('namespaces', { ...namespace, metadata: { ...namespace.metadata, name, uid: `ns-${name}` } });
    place.world.put('pods', this.#pod);
  }

  /** The path of its requests, for faults that are to strike nobody else. */
  get path(): string {
    return `/api/v1/namespaces/${this.name}/pods/${this.name}`;
  }

  /** Its object as the server has it; undefined when it is gone. */
  get object(): Pod | undefined {
    return this.cluster.world.get('pods', `${this.name}/${this.name}`)?.object as Pod | undefined;
  }

  /** Changes it. */
  put(change: Partial<ApiObject>): void {
    this.cluster.world.put('pods', { ...(this.object ?? this.#pod), ...change });
  }

  /** Gone at once. */
  vanish(): void {
    this.cluster.world.remove('pods', `${this.name}/${this.name}`);
  }

  /** Another pod gets its name. */
  replace(): void {
    this.vanish();
    this.#lives += 1;
    const uid = `${this.name}-${this.#lives}`;
    this.cluster.world.put('pods', { ...this.#pod, metadata: { ...this.#pod.metadata, uid } });
  }

  /** The container dies and starts again. */
  kill(container?: string, code?: number): void {
    const named = { ...(container === undefined ? {} : { container }), ...(code === undefined ? {} : { code }) };
    killContainer(this.cluster.world, { namespace: this.name, pod: this.name, ...named }, Date.now());
  }

  /** Lines into its log, all at once. */
  says(text: string, count: number, more: { alone?: boolean; perSecond?: number; container?: string } = {}): void {
    this.cluster.logs.burst({ namespace: this.name, pod: this.name, text, count, perSecond: 1_000_000, ...more });
  }
}

type StageOptions = {
  readonly user?: UserName;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly size?: { readonly cols: number; readonly rows: number };
};

/** The program with its cursor on the actor, 80×24 unless told otherwise. */
export async function before(home: Home, actor: Actor, options: StageOptions = {}): Promise<Pty> {
  const { user, args = [], env = {}, size = SIZE } = options;
  const kubeconfig = home.write('kubeconfig', actor.fleet.kubeconfigFor(user === undefined ? [] : [user]));
  const context = user === undefined ? actor.cluster.name : `${actor.cluster.name}-${user}`;
  const place = ['--kubeconfig', kubeconfig, '-c', context, '-n', actor.name, '--view', 'pods'];
  const pty = onTerminal(home, [...place, ...args], { ...size, env });
  await onRow(pty, actor);
  return pty;
}

/** Resolves when the cursor stands on the actor's row. */
export const onRow = (pty: Pty, { name }: Actor): Promise<void> => pty.waitFor(new RegExp(`^▌.*${name} `, 'm'));

/** Opens a shell in the actor by keys and waits for its prompt. */
export async function openShell(pty: Pty, actor: Actor): Promise<void> {
  await pty.press('s');
  await atPrompt(pty, actor);
}

/** Resolves when the shell's prompt is all there is on the last line written. */
export const atPrompt = (pty: Pty, { name }: Actor): Promise<void> =>
  pty.waitFor(
    (lines) =>
      lines
        .findLast((line) => line !== '')
        ?.trimEnd()
        .endsWith(`app@${name}:/app$`) === true,
  );

/** The text of the screen without what the terminal breaks lines for. */
const flat = (pty: Pty): string => pty.screen().join(' ').replaceAll(/\s+/g, ' ');

/** Waits until these words stand on the screen, on however many lines. */
export const says = (pty: Pty, words: string | RegExp): Promise<void> =>
  pty.waitFor(() => (typeof words === 'string' ? flat(pty).includes(words) : words.test(flat(pty))));

/** The screen is ours, and the terminal as we set it. */
export function expectOurs(pty: Pty): void {
  expect(pty.modes()).toMatchObject({
    alternateScreen: true,
    cursorVisible: false,
    mouse: 'none',
    bracketedPaste: true,
  });
  expect(pty.lineDiscipline()).toMatchObject({ canonical: false, echo: false });
}

/** Quits by keys: nothing hangs, nothing is left on, nothing crashed. */
export async function expectQuits(pty: Pty, home: Home): Promise<void> {
  await pty.idle(150); // the keys of a shell that ended just now are not for us
  await pty.press('ctrl-c');
  expect(await endedWithin(pty, QUITS_WITHIN_MS)).toEqual({ code: 0, signal: null, left: SANE });
  expect(pty.state()).toEqual(await pty.stateBefore());
  expect([...home.reports().values()]).toEqual([]);
}

type JournalLine = {
  readonly phase: string;
  readonly action: string;
  readonly name: string;
  readonly error?: { readonly code: string; readonly message: string };
};

/** What the journal holds, `asked shell`, `failed delete: forbidden` …; empty when there is none; throws when a line is not whole. */
export function journal(home: Home): readonly string[] {
  const path = join(home.folder, 'state/k8s-watch/journal.jsonl');
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalLine)
    .map(({ phase, action, error }) => `${phase} ${action}${error === undefined ? '' : `: ${error.code}`}`);
}
