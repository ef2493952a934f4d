// The one function that makes a new state: pure, so that every journey can be tested without a terminal, a cluster or a clock.
import type { TextContent } from '../actions/live-text.ts';
import { withOffer } from './action-bindings.ts';
import { withMarksOf, withoutMarks } from './action-keys.ts';
import { bindingFor, onlyElsewhere, placeOf } from './binding.ts';
import { BINDINGS } from './bindings.ts';
import { visibleTop, withRows } from './cursor.ts';
import { hintsOf } from './help-text.ts';
import { bodyRows } from './layout.ts';
import type { Message } from './message.ts';
import type { Model, Step } from './model.ts';
import { openList, pushed, topScreen, unchanged, withMemory } from './model.ts';
import { contextNews, withNotice, withTime } from './notice.ts';
import { insertText } from './prompt-keys.ts';
import { openPick, openQuestion, takesText, typeIntoDialog } from './questions.ts';
import type { Notice, ScreenState, TextKind } from './state.ts';
import { swapViews } from './swap-views.ts';
import { newText, withContent } from './text-keys.ts';
import { seekOn } from './text-search.ts';
import { openWhy } from './why-panel.ts';

/** Messages that change what is seen and never which keys can act: they come several times a frame. */
const KEEPS_HINTS: ReadonlySet<Message['type']> = new Set(['tick', 'fleet', 'why-line']);

/** The state after a message, and what must now be done about it. */
export function update(state: Model, message: Message): Step {
  const step = handle(state, message);
  if (step.state === state || KEEPS_HINTS.has(message.type)) return step;
  return { state: { ...step.state, hints: hintsOf(BINDINGS, step.state) }, effects: step.effects };
}

function handle(state: Model, message: Message): Step {
  switch (message.type) {
    case 'key':
      if (state.held !== undefined && message.key !== 'ctrl-c') return pressedWhileHeld(state, message.key);
      return pressed(withoutInfo(state), message.key, message.burst);
    case 'paste':
      return state.held === undefined ? typedText(state, message.text) : unchanged(state);
    case 'resize':
      return unchanged({
        ...state,
        size: message.size,
        screens: state.screens.map((screen) => fitted(screen, message.size)),
      });
    case 'tick':
      return unchanged(withTime(state, message.now));
    case 'rows':
      return unchanged(withTableRows(state, message));
    case 'fleet':
      return unchanged(withFleet(state, message));
    case 'why-line':
      return unchanged({ ...state, why: message.why });
    case 'why-panel':
      return openWhy(state, message.title, message.lines);
    case 'open':
      return openList(state, message);
    case 'begin':
      // What was said while the fleet was being connected is over, whatever the clock says.
      return openList({ ...withoutInfo(state), screens: [], overlay: undefined }, message);
    case 'views':
      return swapViews(state, message.views);
    case 'namespaces':
      return unchanged(withMemory(state, { namespaces: message.namespaces }));
    case 'notice':
      return unchanged(withNotice(state, message.text, message.level));
    case 'show-text':
      return pushed(state, openText(message.kind, message.live, message.content));
    case 'text':
      return unchanged(withText(state, message));
    case 'seek':
      return seekOn(state);
    case 'pick':
      return openPick(state, message.ask, message.title, message.picks);
    case 'ask':
      return openQuestion(state, message.ask, message.question);
    case 'offer':
      return unchanged(withOffer(state, message.offer));
    case 'hold':
      return unchanged(withHold(state, message.words));
    case 'unmark':
      return unchanged(withoutMarks(state, new Set(message.ids)));
  }
}

/**
 * A key. In a prompt, a character that is no key of the prompt is typed text. In an unbracketed burst (a paste on a terminal without bracketed
 * paste) only what moves acts, and an open prompt takes the characters: pasted text must trigger nothing.
 */
function pressed(state: Model, key: string, burst: boolean): Step {
  if (state.quitting) return unchanged(state);
  const binding = bindingFor(BINDINGS, key, state);
  if (binding === undefined) {
    const elsewhere = onlyElsewhere(BINDINGS, key, state);
    return elsewhere === undefined ? typedKey(state, key) : unchanged(withNotice(state, elsewhere, 'info'));
  }
  if (burst && binding.motion !== true) return unchanged(state);
  const whyNot = binding.whyNot?.(state);
  return whyNot === undefined
    ? binding.act(state, BINDINGS)
    : unchanged(withNotice(state, `${binding.shown}: ${whyNot}`, 'info'));
}

/** What is typed while a shell is being opened is meant for the shell: it must not act on the list below. */
function pressedWhileHeld(state: Model, key: string): Step {
  return key === 'esc' ? { state, effects: [{ type: 'give-up' }] } : unchanged(state);
}

function withHold(state: Model, held: string | undefined): Model {
  if (held !== undefined) return withNotice({ ...state, held }, `${held} Esc gives up`, 'info');
  // Its words go with it, unless something else was said since.
  const isOurs = state.held !== undefined && state.notice?.text.startsWith(state.held) === true;
  return { ...state, held: undefined, ...(isOurs ? { notice: undefined } : {}) };
}

/** The answer to the last key goes with the next one; trouble stays for its time. */
function withoutInfo(state: Model): Model {
  return state.notice?.level === 'info' ? { ...state, notice: undefined } : state;
}

function typedKey(state: Model, key: string): Step {
  if (key === 'space') return typedText(state, ' ');
  return [...key].length === 1 ? typedText(state, key) : unchanged(state);
}

/** Typed or pasted text goes into a prompt or a dialog that asks for some; elsewhere it does nothing. */
function typedText(state: Model, text: string): Step {
  if (takesText(state.overlay)) return typeIntoDialog(state, text);
  return placeOf(state) === 'prompt' ? insertText(state, text) : unchanged(state);
}

/** A log is read from its end, everything else from its beginning. */
function openText(kind: TextKind, live: number, content: TextContent): ScreenState {
  return { ...withContent(newText(kind, content.title, content.lines), content), live, follow: kind === 'logs' };
}

function withText(state: Model, { live, content }: Extract<Message, { type: 'text' }>): Model {
  const screens = state.screens.map((screen) =>
    screen.type === 'text' && screen.live === live ? withContent(screen, content) : screen,
  );
  return { ...state, screens };
}

function fitted(screen: ScreenState, size: Model['size']): ScreenState {
  if (screen.type !== 'list') return screen;
  return { ...screen, top: visibleTop(screen.top, screen.cursor, screen.rows.rows.length, bodyRows(size)) };
}

function withTableRows(state: Model, message: Extract<Message, { type: 'rows' }>): Model {
  const screens = state.screens.map((screen) =>
    screen.type === 'list' && screen.table === message.table
      ? withRows(withMarksOf(screen, message.rows), message.rows, bodyRows(state.size))
      : screen,
  );
  return { ...state, screens };
}

function isOfDeed(notice: Model['notice']): boolean {
  return notice !== undefined && DEED_LEVELS.has(notice.level);
}

/** Levels of what actions say that must be read; contexts that are lost speak as `unknown`. */
const DEED_LEVELS: ReadonlySet<Notice['level']> = new Set(['minor', 'major', 'critical']);

function withFleet(state: Model, message: Extract<Message, { type: 'fleet' }>): Model {
  const next = { ...state, contexts: message.contexts, pods: message.pods };
  const news = contextNews(state.contexts, message.contexts);
  // A start screen explains by itself what is wrong; and what came of a person's own deed is not told by any chip.
  if (news === undefined || topScreen(state).type === 'start' || isOfDeed(state.notice)) return next;
  return withNotice(next, news.text, news.lost ? 'unknown' : 'info');
}
