// The session as on a screen, without one: keys in, frames as text out. What `snapshot` prints and the golden frames are made with.
import { frameText } from '../screen/frame.ts';
import { paint } from '../screen/paint.ts';
import type { Theme } from '../screen/theme.ts';
import type { HandOver } from '../session/action-desk.ts';
import type { Save } from '../session/save-text.ts';
import type { Session } from '../session/session.ts';
import type { SessionOptions } from '../session/session-options.ts';
import { startSession } from '../session/session.ts';
import type { State } from '../session/state.ts';

/** How long one key's work may take before the frame is taken as it is. */
const IDLE_LIMIT_MS = 30_000;

/** `save` and `handOver` are a test's; without them nothing is saved and no shell is opened. */
export type HeadlessOptions = Omit<SessionOptions, 'output' | 'monotonic'> & {
  readonly save?: Save;
  readonly handOver?: HandOver;
};

export interface Headless {
  readonly state: State;
  /** Presses keys by the decoder's names, one after the other; each is answered, and everything listed, before the next. */
  press(keys: readonly string[]): Promise<void>;
  resize(size: SessionOptions['size']): Promise<void>;
  /** What a terminal would show now, as text with `\n` at the end of each line. */
  frame(theme: Theme): string;
  stop(): Promise<void>;
}

/** Starts a session and resolves when everything it wants is listed, or has failed, or 30 s have passed. */
export async function startHeadless({ save = noSave, handOver, ...options }: HeadlessOptions): Promise<Headless> {
  const session = startSession({
    ...options,
    output: {
      paint: () => undefined,
      redraw: () => undefined,
      ended: () => undefined,
      copy: () => false,
      save,
      ...(handOver === undefined ? {} : { handOver }),
    },
    monotonic: () => performance.now(),
  });
  await settled(session);
  return {
    get state() {
      return session.state;
    },
    press: async (keys) => {
      for (const key of keys) {
        session.send({ type: 'key', key, burst: false });
        await settled(session);
      }
    },
    resize: (size) => {
      session.send({ type: 'resize', size });
      return settled(session);
    },
    frame: (theme) => frameText(paint(session.state, theme)),
    stop: () => session.stop(),
  };
}

const noSave: Save = () => Promise.reject(new Error('texts are saved from a terminal only'));

function settled(session: Session): Promise<void> {
  return session.idle(AbortSignal.timeout(IDLE_LIMIT_MS));
}
