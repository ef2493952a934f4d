// What a session is started with: the fleet or the screen before it, who shows it, where deeds are written down.
import type { Clock } from '../objects/clock.ts';
import type { Log } from '../objects/log.ts';
import type { View } from '../view/view.ts';
import type { Deeds } from './acting.ts';
import type { HandOver } from './action-desk.ts';
import type { FirstWishes } from './first-screen.ts';
import type { LiveFleet } from './live-fleet.ts';
import type { Save } from './save-text.ts';
import type { ScreenState, Size, State } from './state.ts';

/** What to connect: contexts of the kubeconfig by name, or the demo fleet. */
export type Connect = (wanted: { readonly contexts: readonly string[] } | 'demo') => Promise<LiveFleet>;

/** Who shows the session. `paint` gets every frame's state; `redraw` must paint every cell again; `copy` puts text into the terminal's
 * clipboard and says whether it could; `save` puts it into a file; `ended` is called once, when the session quits. */
export type SessionOutput = {
  paint(state: State): void;
  redraw(): void;
  copy(text: string): boolean;
  save: Save;
  ended(): void;
  /** Lends the terminal to a shell; absent where there is none. */
  handOver?: HandOver;
};

export type SessionOptions = {
  readonly size: Size;
  readonly views: readonly View[];
  readonly readOnly: boolean;
  readonly deeds: Deeds;
  /** A fleet to begin with, or the screen that stands there until one is chosen. */
  readonly start: LiveFleet | Extract<ScreenState, { type: 'start' }>;
  readonly first: FirstWishes;
  readonly connect: Connect;
  /** What is connected at once, behind a start screen, without being asked for. */
  readonly connectFirst?: 'demo' | undefined;
  readonly output: SessionOutput;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds that only go forward. */
  readonly monotonic: () => number;
};
