// Credentials from exec plugins: kept until shortly before they expire, one run for however many requests wait, at most three plugins at
// once in the whole program, and the terminal lent to those that need a person.
import type { Clock } from '../objects/clock.ts';
import type { Log } from '../objects/log.ts';
import type { Certified, Credential, Credentials } from './credential.ts';
import { parseExecCredential } from './exec-credential-json.ts';
import type { ExecCredential } from './exec-credential-json.ts';
import { PluginExit, pluginError, runPlugin } from './exec-plugin.ts';
import type { ClusterEntry, ExecEntry } from './kubeconfig-entry.ts';
import type { Env } from './proxy.ts';
import { SingleFlight } from './single-flight.ts';

/** Runs `run` while it has the terminal for itself, screen put away, then takes it back. */
export type LendTerminal = <T>(run: () => Promise<T>) => Promise<T>;

/** What plugins are run with. `slots` is shared by all contexts. */
export type ExecPlugins = {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  readonly slots: PluginSlots;
  /** The context has been closed: its plugins are ended. */
  readonly closed: AbortSignal;
  /** Absent when there is no person at a terminal (check, snapshot): then plugins that need one fail in words. */
  readonly lendTerminal: LendTerminal | undefined;
};

const REFRESH_BEFORE_MS = 60_000;
/** A plugin that has just run is not started again at once, whether it failed (every kind retries at its own pace) or gave a token that is nearly over. */
const RUN_AGAIN_AFTER_MS = 10_000;
/** A person who has just failed to log in is not asked again by every retry of every watch. */
const ASK_AGAIN_AFTER_MS = 5 * 60_000;

/** At most so many plugins run at once; the others wait in order. */
export class PluginSlots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}

/** The slots of this process: plugins of thirty contexts must not be started all at once. */
export const processSlots = new PluginSlots(3);

type Kept = { readonly expiresAt: number | undefined; readonly renewedAt: number; readonly credential: Credential };

/** The credentials of a user with `exec`. */
export class ExecPluginCredentials implements Credentials {
  readonly #exec: ExecEntry;
  readonly #cluster: ClusterEntry;
  readonly #plugins: ExecPlugins;
  readonly #certified: Certified;
  readonly #flight = new SingleFlight<Kept>();
  #kept: Kept | undefined;
  #askedInVainAt: number | undefined;
  #failed: { readonly error: unknown; readonly at: number } | undefined;

  constructor(exec: ExecEntry, cluster: ClusterEntry, plugins: ExecPlugins, certified: Certified) {
    this.#exec = exec;
    this.#cluster = cluster;
    this.#plugins = plugins;
    this.#certified = certified;
  }

  async current(): Promise<Credential> {
    if (this.#kept === undefined || !this.#isFresh(this.#kept))
      this.#kept = await this.#flight.run(() => this.#renew());
    return this.#kept.credential;
  }

  invalidate(used: Credential): boolean {
    if (this.#kept?.credential === used) this.#kept = undefined; // else somebody has renewed it meanwhile
    return true;
  }

  #isFresh({ expiresAt, renewedAt }: Kept): boolean {
    const now = this.#plugins.clock.now();
    return (
      expiresAt === undefined || expiresAt - now > REFRESH_BEFORE_MS || Math.abs(now - renewedAt) < RUN_AGAIN_AFTER_MS
    );
  }

  async #renew(): Promise<Kept> {
    const { clock } = this.#plugins;
    if (this.#failed !== undefined && clock.now() - this.#failed.at < RUN_AGAIN_AFTER_MS) throw this.#failed.error;
    try {
      const given = await this.#given();
      const authorization = given.token === undefined ? undefined : `Bearer ${given.token}`;
      const credential = await this.#certified(authorization, given.certificate);
      return { expiresAt: given.expiresAt, renewedAt: clock.now(), credential };
    } catch (error) {
      this.#failed = { error, at: clock.now() };
      throw error;
    }
  }

  async #given(): Promise<ExecCredential> {
    const exec = this.#exec;
    const { lendTerminal } = this.#plugins;
    if (exec.interactiveMode === 'Always') {
      if (lendTerminal !== undefined) return parseExecCredential(exec, await this.#withPerson(lendTerminal));
      throw pluginError(`the exec plugin '${exec.command}' needs a terminal`, 'log in with its own tool first');
    }
    try {
      return parseExecCredential(exec, await this.#quietly());
    } catch (error) {
      // IfAvailable: nearly all plugins need nobody, so the screen is put away only when the quiet run has failed
      if (exec.interactiveMode === 'Never' || lendTerminal === undefined || this.#wasAskedInVain) throw error;
      if (!(error instanceof PluginExit)) throw error; // one that is missing, hangs or babbles is not helped by a person
      return parseExecCredential(exec, await this.#withPerson(lendTerminal));
    }
  }

  get #wasAskedInVain(): boolean {
    return this.#askedInVainAt !== undefined && this.#plugins.clock.now() - this.#askedInVainAt < ASK_AGAIN_AFTER_MS;
  }

  #quietly(): Promise<string> {
    const run = { exec: this.#exec, cluster: this.#cluster, interactive: false, ...this.#plugins };
    return this.#plugins.slots.run(() => runPlugin(run));
  }

  async #withPerson(lend: LendTerminal): Promise<string> {
    if (this.#wasAskedInVain) {
      const message = `the exec plugin '${this.#exec.command}' needs a person to log in, and the last login failed`;
      throw pluginError(message, 'log in with its own tool, then reconnect');
    }
    this.#askedInVainAt = this.#plugins.clock.now();
    const output = await lend(() =>
      runPlugin({ exec: this.#exec, cluster: this.#cluster, interactive: true, ...this.#plugins }),
    );
    this.#askedInVainAt = undefined;
    return output;
  }
}
