// The grammar of the `:` line: `VIEW [NAMESPACE] [@CONTEXT]`, `ns NAMESPACE`, `ctx CONTEXT`, `q`, `help`, `views`. A bare word is always a view.
// A context's name may hold anything (spaces, slashes, colons, `@`), so it is always the rest of the line.
import { kindNamed } from '../objects/kind.ts';
import { nearest } from '../objects/nearest.ts';
import type { View } from '../view/view.ts';

export type CommandNames = {
  readonly views: readonly View[];
  readonly namespaces: readonly string[];
  readonly contexts: readonly string[];
};

/** `namespace` null = all of them, undefined = as it is now; the same for `context`, which is never null. */
export type Command =
  | {
      readonly type: 'view';
      readonly view: View;
      readonly namespace: string | null | undefined;
      readonly context: string | undefined;
    }
  | { readonly type: 'namespace'; readonly namespace: string | null }
  | { readonly type: 'context'; readonly context: string }
  | { readonly type: 'quit' | 'help' | 'views' }
  | { readonly type: 'wrong'; readonly error: string };

/** Words of the line that are no views. */
const WORDS: ReadonlyMap<string, 'quit' | 'help' | 'views'> = new Map([
  ['q', 'quit'],
  ['quit', 'quit'],
  ['help', 'help'],
  ['views', 'views'],
]);

/** What a line means. Nothing is guessed: a miss is `wrong`, with the nearest word. */
export function parseCommand(line: string, names: CommandNames): Command {
  const [word, rest] = headOf(line);
  const simple = WORDS.get(word.toLowerCase());
  if (simple !== undefined) return rest === '' ? { type: simple } : wrong(`:${word} takes nothing after it`);
  if (word === 'ns' && rest !== '') return parseNamespace(rest);
  if (word === 'ctx' && rest !== '') return withContext(rest, names, (context) => ({ type: 'context', context }));
  const view = viewNamed(word, names.views);
  if (view === undefined) return wrong(`no view "${word}"${nearest(word, viewWords(names.views))}`);
  return parseViewArguments(view, rest, names);
}

function parseViewArguments(view: View, rest: string, names: CommandNames): Command {
  const [first, tail] = rest.startsWith('@') ? ['', rest] : headOf(rest);
  const namespace = first === '' ? undefined : namespaceOf(first);
  if (tail === '') return { type: 'view', view, namespace, context: undefined };
  if (!tail.startsWith('@')) return wrong(`"${tail}" is one word too many; a context is written @${tail}`);
  return withContext(tail.slice(1), names, (context) => ({ type: 'view', view, namespace, context }));
}

function parseNamespace(rest: string): Command {
  const [namespace, tail] = headOf(rest);
  return tail === ''
    ? { type: 'namespace', namespace: namespaceOf(namespace) }
    : wrong(`:ns takes one namespace, "${tail}" is too many`);
}

function namespaceOf(word: string): string | null {
  return word === '*' || word === 'all' ? null : word;
}

function withContext(text: string, names: CommandNames, make: (context: string) => Command): Command {
  const wanted = text.trim();
  const exact = names.contexts.find((name) => name === wanted);
  if (exact !== undefined) return make(exact);
  const alike = names.contexts.filter((name) => name.toLowerCase() === wanted.toLowerCase());
  const only = alike.length === 1 ? alike[0] : undefined;
  return only === undefined
    ? wrong(`no context "${wanted}" is being watched${nearest(wanted, names.contexts)}`)
    : make(only);
}

/** The view with that name or alias, any case; else the narrowest view that shows the kind the word names. */
export function viewNamed(word: string, views: readonly View[]): View | undefined {
  const lower = word.toLowerCase();
  const named = views.find(
    (view) => view.name.toLowerCase() === lower || view.aliases.some((alias) => alias.toLowerCase() === lower),
  );
  if (named !== undefined) return named;
  const kind = kindNamed(word);
  return kind === undefined
    ? undefined
    : views.filter((view) => view.kinds.includes(kind)).toSorted((a, b) => a.kinds.length - b.kinds.length)[0];
}

/** Completions of a line: the words that could stand at its end, and where (UTF-16 index) the word they replace begins. */
export function completeCommand(
  line: string,
  names: CommandNames,
): { readonly from: number; readonly words: readonly string[] } {
  const parts = /^(\s*)(\S*)(\s+)?(.*)$/su.exec(line);
  const [, indent = '', word = '', gap, rest = ''] = parts ?? [];
  if (gap === undefined) return { from: indent.length, words: matching(word, commandWords(names.views)) };
  const start = indent.length + word.length + gap.length;
  if (word === 'ctx') return { from: start, words: matching(rest, names.contexts) };
  const context = /(?:^|\s)@/u.exec(rest);
  if (context !== null && word !== 'ns') {
    const offset = context.index + context[0].length;
    return { from: start + offset, words: matching(rest.slice(offset), names.contexts) };
  }
  return { from: start, words: /\s/u.test(rest) ? [] : matching(rest, names.namespaces) };
}

/** Words that begin with what is typed, then those that contain it. */
function matching(typed: string, words: readonly string[]): readonly string[] {
  const lower = typed.toLowerCase();
  const begins = words.filter((word) => word.toLowerCase().startsWith(lower));
  const holds =
    lower.length < 2 ? [] : words.filter((word) => !begins.includes(word) && word.toLowerCase().includes(lower));
  return [...begins, ...holds];
}

function commandWords(views: readonly View[]): readonly string[] {
  return [...views.map((view) => view.name), 'ns', 'ctx', 'help', 'views', 'q'];
}

function viewWords(views: readonly View[]): readonly string[] {
  return [...views.flatMap((view) => [view.name, ...view.aliases]), 'help', 'views', 'quit'];
}

function wrong(error: string): Command {
  return { type: 'wrong', error };
}

/** The first word and the rest of a line, both trimmed. */
function headOf(line: string): readonly [string, string] {
  const trimmed = line.trim();
  const gap = /\s/u.exec(trimmed);
  return gap === null ? [trimmed, ''] : [trimmed.slice(0, gap.index), trimmed.slice(gap.index).trim()];
}
