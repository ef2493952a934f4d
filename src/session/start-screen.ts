// The screens before there is a fleet: no kubeconfig at all offers the demo; no usable current-context offers every context, bad entries explained.
import { movedChoice } from './choosers.ts';
import type { Motion } from './moves.ts';
import type { Model, Step } from './model.ts';
import { topScreen, unchanged, withTop } from './model.ts';
import { quit } from './quit-dialog.ts';
import type { Choice, StartScreen, TextLine } from './state.ts';

const DEMO: Choice = {
  id: 'demo',
  label: 'Start the demo fleet',
  note: 'two pretend clusters on this machine; nothing else is touched',
};
const QUIT: Choice = { id: 'quit', label: 'Quit' };
/** Before a context's name, so that a context called `demo` is not the demo. */
const CONTEXT = 'context:';

/** `reasons`: where a kubeconfig was looked for, and what was wrong there. */
export function noKubeconfigScreen(reasons: readonly string[]): StartScreen {
  const lines: TextLine[] = [{ text: 'No kubeconfig names a cluster to watch.', strong: true }, ...texts(reasons)];
  return { type: 'start', title: 'No cluster', lines, choices: [DEMO, QUIT], cursor: 0 };
}

/** What stands there while the kubeconfig is read: one of hundreds of contexts takes longer than a person should look at nothing. */
export function readingScreen(): StartScreen {
  return { type: 'start', title: 'Starting', lines: [{ text: 'Reading the kubeconfig …' }], choices: [], cursor: 0 };
}

/** What stands there until the demo that `--demo` asks for serves. */
export function startingDemoScreen(): StartScreen {
  return {
    type: 'start',
    title: 'Demo',
    lines: [{ text: 'Starting the demo fleet …', strong: true }],
    choices: [QUIT],
    cursor: 0,
  };
}

/** A context one can pick, or (`problem`) why one cannot. */
export type PickableContext = { readonly context: string; readonly server?: string; readonly problem?: string };

export function pickContextScreen(reasons: readonly string[], contexts: readonly PickableContext[]): StartScreen {
  const choices = contexts.map((entry) => {
    const note = entry.problem ?? entry.server;
    return {
      id: CONTEXT + entry.context,
      label: entry.context,
      ...(note === undefined ? {} : { note }),
      ...(entry.problem === undefined ? {} : { disabled: true }),
    };
  });
  const cursor = Math.max(
    0,
    choices.findIndex((choice) => choice.disabled !== true),
  );
  return { type: 'start', title: 'Which context?', lines: texts(reasons), choices: [...choices, DEMO, QUIT], cursor };
}

function texts(reasons: readonly string[]): TextLine[] {
  return reasons.map((text) => ({ text }));
}

export function moveStart(state: Model, motion: Motion): Step {
  const top = topScreen(state);
  if (top.type !== 'start') return unchanged(state);
  return unchanged(withTop(state, { ...top, cursor: movedChoice(top.choices, top.cursor, motion) }));
}

export function chooseStart(state: Model): Step {
  const top = topScreen(state);
  const choice = top.type === 'start' ? top.choices[top.cursor] : undefined;
  if (choice === undefined || choice.disabled === true) return unchanged(state);
  if (choice.id === QUIT.id) return quit(state);
  if (choice.id === DEMO.id) return { state, effects: [{ type: 'start-demo' }] };
  return { state, effects: [{ type: 'connect', context: choice.id.slice(CONTEXT.length) }] };
}
