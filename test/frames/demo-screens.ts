// The real program over the real demo protocol, in this process and at a standing clock: what the golden frames are taken of.
import type { Kubeconfig } from '../../src/cluster/kubeconfig-entry.ts';
import { loadKubeconfig } from '../../src/cluster/kubeconfig.ts';
import { connectFleet } from '../../src/cli/connect.ts';
import type { Headless } from '../../src/cli/headless.ts';
import { startHeadless } from '../../src/cli/headless.ts';
import type { ClusterOptions } from '../../src/cli/options.ts';
import { pressedKeys } from '../../src/cli/pressed-keys.ts';
import type { DemoFleet } from '../../src/demo/fleet.ts';
import { systemClock } from '../../src/objects/clock.ts';
import { theme } from '../../src/screen/theme.ts';
import type { Theme } from '../../src/screen/theme.ts';
import type { LiveFleet } from '../../src/session/live-fleet.ts';
import type { Size, StartScreen } from '../../src/session/state.ts';
import type { HandOver } from '../../src/session/action-desk.ts';
import { fakeDeeds, type WrittenDeed } from '../session/fake-deeds.ts';
import { builtInViews } from '../view/builtin-views.ts';

export const NOON = Date.parse('2026-11-21T12:00:00Z');
export const NARROW: Size = { width: 80, height: 24 };
export const WIDE: Size = { width: 160, height: 45 };
export const COLOURED = theme('dark', 256, false);

/** No flag was given. */
const NO_FLAGS: ClusterOptions = {
  contexts: [],
  allContexts: false,
  namespaces: [],
  kubeconfig: undefined,
  asUser: undefined,
  asGroups: [],
  requestTimeoutMs: 30_000,
  demo: undefined,
  logLevel: 'error',
  logFile: undefined,
};

export type Wish = {
  /** YAML; only `contexts` of it are connected, all when left out. */
  readonly kubeconfig?: string;
  readonly contexts?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly start?: StartScreen;
  readonly readOnly?: boolean;
  readonly protectedContexts?: readonly string[];
  readonly handOver?: HandOver;
};

/** A kubeconfig as if it stood in a file of that name. */
export function kubeconfigOf(yaml: string, file = '/home/ada/.kube/config'): Kubeconfig {
  return loadKubeconfig({ env: {}, home: '/home/ada', file, readFile: () => yaml });
}

/** One running program: keys in, frames out. */
export class DemoScreens {
  readonly headless: Headless;
  readonly #time: { now: number };

  /** What was written into the journal, and the texts that were saved. */
  readonly written: readonly WrittenDeed[];
  readonly saved: readonly string[];

  private constructor(
    headless: Headless,
    time: { now: number },
    written: readonly WrittenDeed[],
    saved: readonly string[],
  ) {
    this.headless = headless;
    this.written = written;
    this.saved = saved;
    this.#time = time;
  }

  static async open(demo: DemoFleet, wish: Wish = {}): Promise<DemoScreens> {
    const time = { now: NOON };
    const clock = { ...systemClock, now: () => time.now };
    const log = (): void => undefined;
    const connect = (names: readonly string[] | undefined): LiveFleet => {
      const { contexts } = kubeconfigOf(wish.kubeconfig ?? demo.kubeconfig);
      const chosen = names === undefined ? contexts : contexts.filter(({ name }) => names.includes(name));
      const options = { ...NO_FLAGS, namespaces: wish.namespaces ?? [] };
      return connectFleet(chosen, options, { log, clock, lendTerminal: undefined });
    };
    const deeds = fakeDeeds(wish.protectedContexts);
    const saved: string[] = [];
    const headless = await startHeadless({
      start: wish.start ?? connect(wish.contexts),
      connect: (wanted) => Promise.resolve(connect(wanted === 'demo' ? undefined : wanted.contexts)),
      size: WIDE,
      views: builtInViews,
      readOnly: wish.readOnly ?? false,
      deeds,
      save: (name, ending, text) => Promise.resolve(`/saved/${name}${ending} ${saved.push(text)}`),
      ...(wish.handOver === undefined ? {} : { handOver: wish.handOver }),
      first: { view: undefined, namespaces: wish.namespaces ?? [], filter: '' },
      clock,
      log,
    });
    return new DemoScreens(headless, time, deeds.written, saved);
  }

  /** Keys in the language of `snapshot --keys`. */
  async press(keys: string): Promise<this> {
    await this.headless.press(pressedKeys(keys));
    return this;
  }

  /** The clock goes on; timers do not notice. */
  later(ms: number): void {
    this.#time.now += ms;
  }

  /** The frame at a size. */
  async frame(size: Size = WIDE, look: Theme = COLOURED): Promise<string> {
    await this.headless.resize(size);
    return this.headless.frame(look);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.headless.stop();
  }
}
