// The second line: what is being looked at, and what of it is hidden.
import { countText } from '../objects/count-text.ts';
import type { ListScreen, ScreenState, State, TextScreen } from '../session/state.ts';
import { breadcrumb } from '../view/breadcrumb.ts';
import { putSpans, spansWidth, type Canvas, type Span } from './canvas.ts';
import { cut, frameTextOf } from './frame.ts';
import { bold } from './style.ts';
import type { Theme } from './theme.ts';

const GAP = '   ';
/** A title keeps this much at least. */
const TITLE_MINIMUM = 20;

function scopeWords(state: State, { scope }: ListScreen): string {
  const only = state.contexts.length === 1 ? state.contexts[0]?.context : undefined;
  return breadcrumb({ ...scope, context: scope.context ?? only });
}

/** `   Filter: level>=minor`; nothing when there is none. */
function hiding({ roles }: Theme, label: string, text: string): readonly Span[] {
  if (text === '') return [];
  return [
    { text: `${GAP}${label}: `, style: roles.dim },
    { text, style: roles.key },
  ];
}

/** `3 marked, 2 hidden`: what a filter hides is deleted with the others, so it is counted. */
function markedWords({ marks, rows, filter, problemsOnly }: ListScreen): string {
  const all = `${countText(marks.size)} marked`;
  if (filter === '' && !problemsOnly) return all;
  const hidden = marks.size - rows.rows.reduce((seen, { uid }) => seen + (marks.has(uid) ? 1 : 0), 0);
  return hidden === 0 ? all : `${all}, ${countText(hidden)} hidden`;
}

function listSpans({ theme }: Canvas, state: State, list: ListScreen): readonly Span[] {
  const { dim, path, key, mark } = theme.roles;
  return [
    { text: list.view.title, style: path },
    { text: `${GAP}For: `, style: dim },
    { text: scopeWords(state, list), style: path },
    ...(list.marks.size === 0 ? [] : [{ text: GAP + markedWords(list), style: mark }]),
    ...(list.problemsOnly ? [{ text: `${GAP}problems only`, style: key }] : []),
    ...hiding(theme, 'Filter', list.filter),
  ];
}

/** Title, and what hides lines or holds them back; when the line is narrow the title is cut. How the text stands is said by the rule below it. */
function textSpans({ frame, theme }: Canvas, text: TextScreen, room: number): readonly Span[] {
  const held: readonly Span[] = [
    ...(text.paused ? [{ text: `${GAP}PAUSED`, style: bold(theme.roles.title) }] : []),
    ...hiding(theme, 'Search', text.search),
    ...hiding(theme, 'Only', text.only),
  ];
  const left = room - spansWidth(frame, held);
  const name = cut(frame, frameTextOf(frame, text.title), Math.max(TITLE_MINIMUM, left));
  return [{ text: name, style: theme.roles.path }, ...held];
}

/** Paints `Viewing: … For: … Filter: …`; on text and start screens their title. */
export function paintViewing(canvas: Canvas, state: State, screen: ScreenState): void {
  const { frame, theme, layout } = canvas;
  if (layout.viewing === undefined) return;
  const begin: Span = { text: ' Viewing: ', style: theme.roles.dim };
  const room = frame.width - begin.text.length;
  const spans =
    screen.type === 'list'
      ? listSpans(canvas, state, screen)
      : screen.type === 'text'
        ? textSpans(canvas, screen, room)
        : [{ text: screen.title, style: theme.roles.path }];
  putSpans(frame, 0, layout.viewing, [begin, ...spans]);
}
