// The session as on a screen, without one: keys in, frames as text out. What `snapshot` prints and the golden frames are made with.
import { frameText } from '../screen/frame.ts';
import { paint } from '../screen/paint.ts';
import type { Theme } from '../screen/theme.ts';
import type { Session, SessionOptions } from '../session/session.ts';
import { startSession } from '../session/session.ts';
import type { State } from '../session/state.ts';

/** How long one key's work may take before the frame is taken as it is. */
const IDLE_LIMIT_MS = 30_000;

export type HeadlessOptions = Omit<SessionOptions, 'output' | 'monotonic'>;

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
export async function startHeadless(options: HeadlessOptions): Promise<Headless> {
  const session = startSession({
    ...options,
    output: { paint: () => undefined, redraw: () => undefined, ended: () => undefined, copy: () => false },
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

function settled(session: Session): Promise<void> {
  return session.idle(AbortSignal.timeout(IDLE_LIMIT_MS));
}
