// The demo fleet: two pretend clusters over one certificate authority, a story that moves or stands still, churn, and
// the door for faults. This is what the rest of the program starts and stops.
import { createAuthority } from './certificates.ts';
import { Chance } from './chance.ts';
import { buildWorld } from './build-world.ts';
import { DemoCluster } from './demo-cluster.ts';
import { Failure, noSuchPath } from './failure.ts';
import { FAULT_VERBS, isFaultVerb } from './faults.ts';
import type { FaultParams, FaultVerb } from './faults.ts';
import { kubeconfigYaml } from './kubeconfig.ts';
import { Churn, renewLeases, turnCrashLoops } from './liveliness.ts';
import { killContainer } from './kill-container.ts';
import type { KillParams } from './kill-container.ts';
import { isLoad, loadPlan } from './load.ts';
import type { BurstParams } from './log-burst.ts';
import type { Moment } from './moment.ts';
import type { ClusterPlan } from './plan.ts';
import { CLUSTER_NAMES, clusterPlan, storyStep } from './story.ts';
import type { ClusterName, StoryStep } from './story.ts';
import { stepAfter, stepSeconds } from './story-player.ts';
import type { UserName } from './users.ts';
import type { World } from './world.ts';
import { jsonOf } from './world.ts';

export interface DemoOptions {
  /** Same seed, `at` and `story` give the same objects, byte for byte. Default 1. */
  seed?: number;
  /** Freezes the demo's clock at this instant (milliseconds); the story then stands still too. */
  at?: number;
  /** Freezes the story at this step; without it the story starts at the outage and moves on by itself. */
  story?: StoryStep;
  /** Pods in all; those beyond the story's own go to the first cluster. */
  pods?: number;
  /** Changed pods a second, in the first cluster. */
  churn?: number;
  /** Port of the first cluster, the second takes the next; 0 (the default) takes free ones. */
  port?: number;
  /** Time between bookmarks; 60 s as a real server's. */
  bookmarkMs?: number;
  log?: (line: string) => void;
}

export interface DemoFleet {
  /** Kubeconfig YAML with one admin context per cluster. */
  kubeconfig: string;
  /** The same with contexts for these users as well: `demo-eu` (admin), `demo-eu-viewer` … */
  kubeconfigFor(users: readonly UserName[]): string;
  clusters: readonly DemoCluster[];
  /** Arms or performs a fault, in `params.cluster` or everywhere. */
  fault(verb: FaultVerb, params?: FaultParams): Promise<void>;
  clearFaults(verb?: FaultVerb): void;
  /** Moves the story to a step now. */
  tell(step: StoryStep): void;
  stop(): Promise<void>;
}

const FIRST_STEP: StoryStep = 'outage';
const CRASH_LOOP_MS = 14_000;
const LEASE_MS = 10_000;
/** Time for an answer to leave before its connection is cut. */
const ANSWER_FLUSHED_MS = 50;
const CHURN_TICK_MS = 20;
const BIG_WORLD_PODS = 1000;

/** Builds and serves the fleet; resolves when both clusters listen. */
export async function startDemo(options: DemoOptions = {}): Promise<DemoFleet> {
  const fleet = new Fleet(options);
  await fleet.listen(options.port ?? 0);
  return fleet;
}

class Fleet implements DemoFleet {
  readonly clusters: readonly DemoCluster[];
  readonly #options: DemoOptions;
  readonly #chance: Chance;
  readonly #caPem: string;
  readonly #begun: number;
  readonly #timers: NodeJS.Timeout[] = [];
  #storyTimer: NodeJS.Timeout | undefined;
  #step: StoryStep;
  #turn = 0;

  constructor(options: DemoOptions) {
    this.#options = options;
    this.#chance = new Chance(options.seed ?? 1);
    this.#begun = wholeSecond(options.at ?? Date.now());
    this.#step = options.story ?? FIRST_STEP;
    const authority = createAuthority(new Date());
    this.#caPem = authority.certificate;
    const plans = new Map(CLUSTER_NAMES.map((name) => [name, clusterPlan(name, this.#step, this.#begun)]));
    this.clusters = CLUSTER_NAMES.map((name, index) => {
      const chance = new Chance(this.#chance.number(name));
      const plan = plans.get(name) ?? clusterPlan(name, this.#step, this.#begun);
      const { world, reconciler, scene } = buildWorld(
        index === 0 ? this.#withLoad(plan, plans) : plan,
        chance,
        this.#moment(),
      );
      const admin = (method: string, path: string, body: string): object => this.#admin(method, path, body);
      const log = options.log ?? (() => undefined);
      const bookmarkMs = options.bookmarkMs ?? 60_000;
      const identity = authority.issueServer(name);
      return new DemoCluster({
        name,
        world,
        reconciler,
        scene,
        chance,
        identity,
        now: () => this.#now(),
        bookmarkMs,
        admin,
        log,
      });
    });
    this.#startLife();
  }

  get kubeconfig(): string {
    return this.kubeconfigFor([]);
  }

  kubeconfigFor(users: readonly UserName[]): string {
    const entries = this.clusters.map(({ name, server }) => ({ name, server, caPem: this.#caPem }));
    return kubeconfigYaml(entries, [...new Set<UserName>(['admin', ...users])]);
  }

  async listen(port: number): Promise<void> {
    for (const [index, cluster] of this.clusters.entries()) await cluster.listen(port === 0 ? 0 : port + index);
  }

  async fault(verb: FaultVerb, params: FaultParams = {}): Promise<void> {
    for (const cluster of this.#chosen(params)) await cluster.fault(verb, params);
  }

  clearFaults(verb?: FaultVerb): void {
    for (const cluster of this.clusters) cluster.faults.clear(verb);
  }

  tell(step: StoryStep): void {
    this.#step = step;
    for (const cluster of this.clusters) {
      const chance = new Chance(this.#chance.number(cluster.name));
      const wanted = buildWorld(
        clusterPlan(cluster.name as ClusterName, step, this.#moment().stepBegun),
        chance,
        this.#moment(),
      );
      cluster.turnInto(wanted.world, isLoad);
    }
  }

  async stop(): Promise<void> {
    clearTimeout(this.#storyTimer);
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.clusters.map((cluster) => cluster.stop()));
  }

  #now(): number {
    return this.#options.at ?? Date.now();
  }

  #moment(): Moment {
    return { begun: this.#begun, stepBegun: wholeSecond(this.#now()) };
  }

  #withLoad(plan: ClusterPlan, plans: ReadonlyMap<ClusterName, ClusterPlan>): ClusterPlan {
    const storyPods = [...plans.values()].reduce((sum, each) => sum + podsOf(each), 0);
    const extra = Math.max(0, (this.#options.pods ?? 0) - storyPods);
    const load = loadPlan(extra, this.#chance, this.#step === 'calm');
    return {
      ...plan,
      namespaces: [...plan.namespaces, ...load.namespaces],
      nodes: [...plan.nodes, ...load.nodes],
      workloads: [...plan.workloads, ...load.workloads],
    };
  }

  #startLife(): void {
    const [first] = this.clusters;
    if (first && first.world.count('pods') > BIG_WORLD_PODS) serialise(first.world);
    const { at, story, churn = 0 } = this.#options;
    if (at === undefined && story === undefined) {
      this.#scheduleStep();
      this.#timers.push(setInterval(() => this.#turnCrashLoops(), CRASH_LOOP_MS));
    }
    if (at === undefined) this.#timers.push(setInterval(() => this.#renewLeases(), LEASE_MS).unref());
    if (churn > 0 && first) this.#startChurn(first.world, churn);
  }

  #turnCrashLoops(): void {
    this.#turn += 1;
    for (const cluster of this.clusters) turnCrashLoops(cluster.world, this.#now(), this.#turn);
  }

  #renewLeases(): void {
    for (const cluster of this.clusters) renewLeases(cluster.world, this.#now());
  }

  #scheduleStep(): void {
    this.#storyTimer = setTimeout(
      () => {
        this.tell(stepAfter(this.#step));
        this.#scheduleStep();
      },
      stepSeconds(this.#step) * 1000,
    );
  }

  #startChurn(world: World, perSecond: number): void {
    const churn = new Churn(world, this.#chance, () => this.#now());
    let last = performance.now();
    let owed = 0;
    // Timers come late on a busy machine, so what is owed follows the time that passed; at most one second is made up.
    const tick = (): void => {
      const now = performance.now();
      owed = Math.min(perSecond, owed + (perSecond * (now - last)) / 1000);
      last = now;
      for (; owed >= 1; owed -= 1) churn.next();
    };
    this.#timers.push(setInterval(tick, CHURN_TICK_MS));
  }

  #chosen(params: Pick<FaultParams, 'cluster'>): readonly DemoCluster[] {
    return this.clusters.filter((cluster) => params.cluster === undefined || params.cluster === cluster.name);
  }

  /** Acts before the answer is sent, so that who asked can rely on it; only `down` waits, or it would cut the answer too. */
  #faultByRequest(verb: FaultVerb, params: FaultParams): void {
    const perform = (): void => {
      this.fault(verb, params).catch((error: unknown) => this.#options.log?.(`fault ${verb}: ${String(error)}`));
    };
    if (verb === 'down') this.#timers.push(setTimeout(perform, ANSWER_FLUSHED_MS));
    else perform();
  }

  #onContainer(what: 'log-burst' | 'kill-container', params: BurstParams & KillParams): object {
    const cluster = this.#chosen(params)[0];
    if (!cluster) throw noSuchPath();
    if (what === 'log-burst') return cluster.logs.burst(params);
    return killContainer(cluster.world, params, this.#now());
  }

  /**
   * GET /demo/faults · POST /demo/faults/VERB {params} · DELETE /demo/faults[/VERB] · POST /demo/story/STEP ·
   * POST /demo/log-burst {BurstParams} · POST /demo/kill-container {KillParams}
   */
  #admin(method: string, path: string, body: string): object {
    const [, , what, word = ''] = path.split('/');
    if (what === 'story' && method === 'POST') {
      const step = storyStep(word);
      if (!step) throw noSuchPath();
      this.tell(step);
      return { step };
    }
    if (method === 'POST' && (what === 'log-burst' || what === 'kill-container')) {
      return this.#onContainer(what, JSON.parse(body) as BurstParams & KillParams);
    }
    if (what !== 'faults') throw noSuchPath();
    if (method === 'DELETE') this.clearFaults(isFaultVerb(word) ? word : undefined);
    if (method === 'POST') {
      if (!isFaultVerb(word))
        throw new Failure(400, 'BadRequest', `unknown fault ${word}: ${Object.keys(FAULT_VERBS).join(', ')}`);
      this.#faultByRequest(word, body.trim() === '' ? {} : (JSON.parse(body) as FaultParams));
    }
    return {
      verbs: FAULT_VERBS,
      armed: this.clusters.map(({ name, faults }) => ({ cluster: name, faults: faults.list() })),
    };
  }
}

/** Kubernetes tells times in seconds; a step that began between two would be told as two different ones. */
function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

function podsOf(plan: ClusterPlan): number {
  const workloads = plan.workloads.map((each) => {
    if (each.kind === 'DaemonSet') return each.nodes.length;
    return each.revisions?.reduce((sum, revision) => sum + revision.replicas, 0) ?? each.replicas;
  });
  const attempts = plan.jobs.map((job) => job.attempts.length);
  return [...workloads, ...attempts].reduce((sum, count) => sum + count, 0);
}

/** Makes every pod's JSON now, so that the first list is not paid for by the first client. */
function serialise(world: World): void {
  for (const stored of world.all('pods')) jsonOf(stored);
}
