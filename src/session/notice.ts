// One sentence that comes up by itself and goes by itself: a context lost or back, a view file that is wrong, a jump that leads nowhere.
import type { ContextState } from '../objects/kind-state.ts';
import type { Model } from './model.ts';
import type { Notice } from './state.ts';

const SHOWN_MS = 6_000;
const TROUBLE_SHOWN_MS = 15_000;
/** What a webhook has to say takes longer to read. */
const MS_PER_CHARACTER = 50;
const LONG_CHARACTERS = 240;

export function withNotice(state: Model, text: string, level: Notice['level']): Model {
  const isTrouble = level !== 'info' && level !== 'ok';
  const shownMs = isTrouble ? Math.max(TROUBLE_SHOWN_MS, text.length * MS_PER_CHARACTER) : SHOWN_MS;
  return { ...state, notice: { text, level, until: state.now + shownMs } };
}

/** True while a notice is so long that it hides rows: Esc takes it away. */
export function hidesRows({ notice }: Model): boolean {
  return notice !== undefined && notice.text.length > LONG_CHARACTERS;
}

/** The clock moved on: an old notice goes. */
export function withTime(state: Model, now: number): Model {
  const expired = state.notice !== undefined && now >= state.notice.until;
  if (now === state.now && !expired) return state;
  return { ...state, now, notice: expired ? undefined : state.notice };
}

/** States in which a context gives no news. */
const LOST: ReadonlySet<ContextState['is']> = new Set(['stale', 'auth-expired', 'forbidden', 'unreachable', 'invalid']);
const WORDS: Readonly<Record<ContextState['is'], string>> = {
  waiting: 'is waiting',
  connecting: 'is connecting',
  live: 'is live',
  stale: 'is stale: its last news are shown',
  'auth-expired': 'refuses the credentials',
  forbidden: 'gives no rights',
  unreachable: 'cannot be reached',
  invalid: 'has an entry in the kubeconfig that cannot be used',
};

/** What to say of contexts that went or came back between two states; the last one wins, the chips show them all. */
export function contextNews(
  before: readonly ContextState[],
  after: readonly ContextState[],
): { readonly text: string; readonly lost: boolean } | undefined {
  const old = new Map(before.map((state) => [state.context, state.is]));
  let news: { readonly text: string; readonly lost: boolean } | undefined;
  for (const state of after) {
    const was = old.get(state.context);
    if (was === state.is) continue;
    if (LOST.has(state.is)) news = { text: lostText(state), lost: true };
    else if (state.is === 'live' && was !== undefined && LOST.has(was))
      news ??= { text: `${state.context} is live again`, lost: false };
  }
  return news;
}

function lostText(state: ContextState): string {
  const { error } = state;
  const cause = error === undefined ? '' : `: ${error.message}${error.cure === undefined ? '' : ` (${error.cure})`}`;
  return `${state.context} ${WORDS[state.is]}${cause}`;
}
