// What the keys of a prompt do. `/` acts on the list or text as it is typed; `:` acts on Enter.
import type { Binding } from './binding.ts';
import { completeCommand, parseCommand, type CommandNames } from './command.ts';
import { changeQuery } from './list-keys.ts';
import type { Model, Step } from './model.ts';
import { topList, topScreen, topText, unchanged, withMemory, withOverlay } from './model.ts';
import { openViews } from './choosers.ts';
import {
  edited,
  fromHistory,
  inserted,
  movedTo,
  openPrompt,
  openPromptOf,
  remembered,
  removed,
  wordStart,
} from './prompt.ts';
import { runListCommand } from './run-command.ts';
import type { Prompt } from './state.ts';
import { showOnly } from './text-keys.ts';
import { searchText } from './text-search.ts';
import { openHelp } from './help-text.ts';

export function openCommand(state: Model): Step {
  const names = commandNames(state);
  const opened = openPrompt(state, 'command', '', completeCommand('', names).words);
  return { state: opened, effects: [{ type: 'gather-namespaces', context: topList(state)?.scope.context }] };
}

/** `/`: a filter on a list, a search in a text. */
export function openFilter(state: Model): Step {
  const top = topScreen(state);
  if (top.type === 'list') return unchanged(openPrompt(state, 'filter', top.filter, []));
  if (top.type === 'text') return unchanged(openPrompt(state, 'search', top.search, []));
  return unchanged(state);
}

/** `&`: only the lines of a log that match. */
export function openOnly(state: Model): Step {
  const text = topText(state);
  return text === undefined ? unchanged(state) : unchanged(openPrompt(state, 'only', text.only, []));
}

/** A change of the typed line: completions follow, and what listens live hears it. */
function typed(state: Model, prompt: Prompt): Step {
  const words = prompt.purpose === 'command' ? completeCommand(prompt.text, commandNames(state)).words : [];
  const memory = { ...state.memory.prompt, typed: prompt.text, back: 0, taken: undefined };
  return live(withOverlay(withMemory(state, { prompt: memory }), { ...prompt, completions: words }), prompt);
}

/** The list is filtered, the text searched, as the line stands. */
function live(state: Model, prompt: Pick<Prompt, 'purpose' | 'text'>): Step {
  if (prompt.purpose === 'filter' && topList(state)?.filter !== prompt.text)
    return changeQuery(state, { filter: prompt.text });
  if (prompt.purpose === 'search') return searchText(state, prompt.text);
  if (prompt.purpose === 'only') return showOnly(state, prompt.text);
  return unchanged(state);
}

/** Applies an edit to the open prompt. */
export function edit(state: Model, change: (prompt: Prompt) => Prompt): Step {
  const prompt = openPromptOf(state);
  if (prompt === undefined) return unchanged(state);
  const next = change(prompt);
  return next.text === prompt.text ? unchanged(withOverlay(state, next)) : typed(state, next);
}

export function insertText(state: Model, text: string): Step {
  return edit(state, (prompt) => inserted(prompt, text));
}

export const EDITS = {
  left: (prompt) => movedTo(prompt, prompt.cursor - 1),
  right: (prompt) => movedTo(prompt, prompt.cursor + 1),
  home: (prompt) => movedTo(prompt, 0),
  end: (prompt) => movedTo(prompt, Number.MAX_SAFE_INTEGER),
  backspace: (prompt) => removed(prompt, prompt.cursor - 1, prompt.cursor),
  delete: (prompt) => removed(prompt, prompt.cursor, prompt.cursor + 1),
  word: (prompt) => removed(prompt, wordStart(prompt), prompt.cursor),
  clear: (prompt) => removed(prompt, 0, prompt.cursor),
} as const satisfies Record<string, (prompt: Prompt) => Prompt>;

/** ↑ and ↓. */
export function walkHistory(state: Model, step: 1 | -1): Step {
  const prompt = openPromptOf(state);
  if (prompt === undefined) return unchanged(state);
  const line = fromHistory(state, prompt.purpose, step);
  const memory = { ...state.memory.prompt, back: line.back, taken: undefined };
  const next = edited(prompt, line.text, [...line.text].length);
  return live(withOverlay(withMemory(state, { prompt: memory }), next), next);
}

/** Tab: the next completion of what was typed; again = the one after it. */
export function complete(state: Model, step: 1 | -1): Step {
  const prompt = openPromptOf(state);
  if (prompt?.purpose !== 'command') return unchanged(state);
  const base = state.memory.prompt.back === 0 ? state.memory.prompt.typed : prompt.text;
  const { from, words } = completeCommand(base, commandNames(state));
  if (words.length === 0) return unchanged(state);
  const last = state.memory.prompt.taken ?? (step > 0 ? -1 : words.length);
  const taken = (last + step + words.length) % words.length;
  const text = base.slice(0, from) + (words[taken] ?? '');
  const memory = { ...state.memory.prompt, typed: base, back: 0, taken };
  // The one that was taken stands first.
  const completions = [...words.slice(taken), ...words.slice(0, taken)];
  return unchanged(
    withOverlay(withMemory(state, { prompt: memory }), { ...edited(prompt, text, [...text].length), completions }),
  );
}

/** Esc: what was there before the prompt opened is there again. */
export function cancelPrompt(state: Model): Step {
  const prompt = openPromptOf(state);
  if (prompt === undefined) return unchanged(state);
  return live(withOverlay(state, undefined), { purpose: prompt.purpose, text: state.memory.prompt.before });
}

/** Enter. A filter and a search are kept; a command is done, or the prompt stays and says what is wrong with it. */
export function acceptPrompt(state: Model, table: readonly Binding[]): Step {
  const prompt = openPromptOf(state);
  if (prompt === undefined) return unchanged(state);
  const closed = remembered(withOverlay(state, undefined), prompt.purpose, prompt.text);
  if (prompt.purpose !== 'command' || prompt.text.trim() === '') return unchanged(closed);
  const command = parseCommand(prompt.text, commandNames(state));
  switch (command.type) {
    case 'wrong':
      return unchanged(withOverlay(state, { ...prompt, error: command.error }));
    case 'quit':
      return { state: { ...closed, quitting: true }, effects: [{ type: 'quit' }] };
    case 'help':
      return openHelp(closed, table);
    case 'views':
      return openViews(closed);
    default:
      return runListCommand(closed, command);
  }
}

export function commandNames(state: Model): CommandNames {
  const { views, namespaces } = state.memory;
  return { views, namespaces, contexts: state.contexts.map((context) => context.context) };
}
