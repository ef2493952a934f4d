// Pings a websocket's other end: a load balancer keeps a shell that nobody types in, and a server that has died without a word is found out.
// Counted in pings and not by the clock, so that a machine that slept does not take its own sleep for the server's silence.
import type { Clock } from '../objects/clock.ts';

const PING_MS = 10_000;

/** Two pings without a sign of life, the second 20 s after the last one. */
const MOST_UNANSWERED = 2;

/** A server that waits for its process to read its input does not read our pings either; kubectl gives it a minute too. */
const MOST_UNANSWERED_WHEN_CLOGGED = 6;

export type HeartbeatOptions = {
  readonly clock: Clock;
  readonly ping: () => void;
  /** The other end is silent; called once. */
  readonly gone: (silentSeconds: number) => void;
  /** We do not read ourselves: silence says nothing. */
  readonly isDeaf: () => boolean;
  /** Much input of ours may be in the way of the pings. */
  readonly isClogged: () => boolean;
};

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #unanswered = 0;
  #cancel: () => void;

  /** Starts at once; whoever makes it calls stop(). */
  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#cancel = options.clock.setTimer(PING_MS, () => this.#beat());
  }

  /** Any sign of life. */
  heard(): void {
    this.#unanswered = 0;
  }

  stop(): void {
    this.#cancel();
  }

  #beat(): void {
    const { clock, ping, gone, isDeaf, isClogged } = this.#options;
    if (isDeaf()) this.#unanswered = 0;
    const most = isClogged() ? MOST_UNANSWERED_WHEN_CLOGGED : MOST_UNANSWERED;
    if (this.#unanswered >= most) return gone((this.#unanswered * PING_MS) / 1000);
    this.#unanswered++;
    this.#cancel = clock.setTimer(PING_MS, () => this.#beat());
    ping();
  }
}
