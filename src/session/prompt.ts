// The bottom line where a person types: editing, history, completion. What the text means is the business of whoever reads it (prompt-keys.ts).
import type { Model, PromptMemory } from './model.ts';
import { withMemory, withOverlay } from './model.ts';
import type { Prompt } from './state.ts';

const HISTORY_LENGTH = 50;
/** Nobody types more; a clipboard of megabytes must not become a filter. */
const LONGEST_LINE = 1000;
const LABELS: Readonly<Record<Prompt['purpose'], string>> = { filter: '/', command: ':', search: '/', only: '&' };

/** Opens a prompt holding `text`; `completions` are those of that text. */
export function openPrompt(
  state: Model,
  purpose: Prompt['purpose'],
  text: string,
  completions: readonly string[],
): Model {
  const prompt: Prompt = {
    type: 'prompt',
    purpose,
    label: LABELS[purpose],
    text,
    cursor: [...text].length,
    completions,
  };
  const memory: PromptMemory = { before: text, typed: text, back: 0, taken: undefined };
  return withOverlay(withMemory(state, { prompt: memory }), prompt);
}

export function openPromptOf(state: Model): Prompt | undefined {
  return state.overlay?.type === 'prompt' ? state.overlay : undefined;
}

/**
 * Text put in at the cursor: a typed character or a paste, as far as the line has room. Line ends and other controls are dropped: pasted text
 * triggers nothing.
 */
export function inserted(prompt: Prompt, text: string): Prompt {
  const room = LONGEST_LINE - prompt.text.length;
  if (room <= 0) return prompt;
  const clean = [...text.replaceAll(/\p{Cc}/gu, '')].slice(0, room);
  const all = [...prompt.text];
  const line = [...all.slice(0, prompt.cursor), ...clean, ...all.slice(prompt.cursor)].join('');
  return edited(prompt, line, prompt.cursor + clean.length);
}

/** Removes code points from `from` up to (not including) `to`. */
export function removed(prompt: Prompt, from: number, to: number): Prompt {
  const all = [...prompt.text];
  const start = Math.max(0, from);
  all.splice(start, Math.max(0, to - start));
  return edited(prompt, all.join(''), start);
}

/** The start of the word before the cursor (blanks right before the cursor belong to it). */
export function wordStart(prompt: Prompt): number {
  const before = [...prompt.text].slice(0, prompt.cursor);
  let at = before.length;
  while (at > 0 && before[at - 1] === ' ') at--;
  while (at > 0 && before[at - 1] !== ' ') at--;
  return at;
}

export function movedTo(prompt: Prompt, cursor: number): Prompt {
  return { ...prompt, cursor: Math.max(0, Math.min(cursor, [...prompt.text].length)) };
}

/** A prompt with another text; its error was about the old one. */
export function edited(prompt: Prompt, text: string, cursor: number): Prompt {
  const { error: _, ...rest } = prompt;
  return { ...rest, text, cursor };
}

/** A line goes to the end of its history, once. */
export function remembered(state: Model, purpose: Prompt['purpose'], line: string): Model {
  if (line.trim() === '') return state;
  const lines = [...state.memory.history[purpose].filter((old) => old !== line), line].slice(-HISTORY_LENGTH);
  return withMemory(state, { history: { ...state.memory.history, [purpose]: lines } });
}

/** The line `back` steps into the history and how far back that is; 0 is the line that was being typed. */
export function fromHistory(
  state: Model,
  purpose: Prompt['purpose'],
  step: 1 | -1,
): { readonly text: string; readonly back: number } {
  const lines = state.memory.history[purpose];
  const back = Math.max(0, Math.min(state.memory.prompt.back + step, lines.length));
  return { back, text: back === 0 ? state.memory.prompt.typed : (lines.at(-back) ?? '') };
}
