// The lines below the body: a rule (which also says when a list is incomplete), why the row under the cursor has its colour, and the keys.
// A prompt takes the place of the last two.
import type { Prompt, ScreenState, State } from '../session/state.ts';
import { putRule, putSpans, putSpansRight, spansWidth, type Canvas, type Span } from './canvas.ts';
import { fill, frameTextOf, put } from './frame.ts';
import { textWidth } from './text-width.ts';
import { glyph, levelStyle } from './theme.ts';
import { withoutCells } from './wrap.ts';

/** The rule; on a list that shows rows it carries the first remark, so that an incomplete list never looks complete (law 3). */
export function paintRule(canvas: Canvas, screen: ScreenState): void {
  const { frame, layout, theme } = canvas;
  if (layout.rule === undefined) return;
  putRule(canvas, layout.rule);
  if (screen.type !== 'list' || screen.rows.rows.length === 0) return;
  const [remark, ...others] = screen.rows.remarks;
  const words = remark ?? (screen.rows.loading ? 'still listing …' : undefined);
  if (words === undefined) return;
  const more = others.length === 0 ? '' : ` (+${others.length} more)`;
  putSpans(frame, 3, layout.rule, [{ text: ` ${words}${more} `, style: theme.levels.unknown }], frame.width - 3);
}

/** The cause gets this much of the line before the steps that lead to it. */
const CAUSE_SHARE = 0.55;

/** `svc cart 1/3 ready ← … ← `: as many steps as leave room for the cause; the deepest go first, because the cause names its place itself. */
function shortenedPath({ frame }: Canvas, path: readonly string[], cause: string, room: number): string {
  const wanted = Math.min(textWidth(frameTextOf(frame, cause)), Math.ceil(room * CAUSE_SHARE));
  for (let kept = path.length; kept > 0; kept--) {
    const steps = kept === path.length ? path : [...path.slice(0, kept), '…'];
    const way = `${steps.join(' ← ')} ← `;
    if (textWidth(frameTextOf(frame, way)) + wanted <= room) return way;
  }
  return path.length === 0 ? '' : '… ← ';
}

/** The why line: glyph, the way to the cause, then the cause. */
export function paintWhy(canvas: Canvas, state: State): void {
  const { frame, layout, theme } = canvas;
  if (layout.why === undefined || state.why === undefined) return;
  const { level, path, text } = state.why;
  const begin: readonly Span[] = [
    { text: ` ${glyph(theme, level)} `, style: theme.levels[level] },
    { text: 'why: ', style: theme.roles.dim },
  ];
  const room = frame.width - 1 - spansWidth(frame, begin);
  const way = shortenedPath(canvas, path, text, room);
  const spans: readonly Span[] = [
    ...begin,
    { text: way, style: theme.roles.dim },
    { text, style: level === 'ok' ? theme.roles.dim : theme.roles.text },
  ];
  putSpans(frame, 0, layout.why, spans, frame.width - 1);
}

/** `3/120` of a list, `41 %` of a text. */
function position(screen: ScreenState, bodyRows: number): string {
  if (screen.type === 'list')
    return screen.rows.rows.length === 0 ? '' : `${screen.cursor + 1}/${screen.rows.rows.length}`;
  if (screen.type === 'start' || screen.lines.length <= bodyRows) return '';
  return `${Math.min(screen.lines.length, screen.top + bodyRows)}/${screen.lines.length}`;
}

function noticeSpans(canvas: Canvas, notice: NonNullable<State['notice']>): readonly Span[] {
  const { theme } = canvas;
  const style = levelStyle(theme, notice.level);
  if (notice.level === 'info') return [{ text: ` ${notice.text}`, style }];
  return [
    { text: ` ${glyph(theme, notice.level)} `, style },
    { text: notice.text, style: theme.roles.text },
  ];
}

/** Keys with their words, as many whole ones as fit. */
function hintSpans(canvas: Canvas, state: State, room: number): readonly Span[] {
  const { frame, theme } = canvas;
  const spans: Span[] = [];
  let used = 0;
  for (const { keys, does } of state.hints) {
    const key = frameTextOf(frame, keys);
    const width = textWidth(key) + textWidth(frameTextOf(frame, does)) + (spans.length === 0 ? 2 : 3);
    if (used + width > room) break;
    used += width;
    spans.push(
      { text: `${spans.length === 0 ? ' ' : '  '}${key}`, style: theme.roles.key },
      { text: ` ${does}`, style: theme.roles.dim },
    );
  }
  return spans;
}

/** The footer: a notice while there is one, else the keys; the position on the right. */
export function paintFooter(canvas: Canvas, state: State, screen: ScreenState): void {
  const { frame, layout, theme } = canvas;
  const where = position(screen, layout.bodyRows);
  const room =
    where === ''
      ? frame.width - 1
      : putSpansRight(frame, frame.width - 1, layout.footer, [{ text: where, style: theme.roles.dim }]) - 1;
  const left = state.notice === undefined ? hintSpans(canvas, state, room) : noticeSpans(canvas, state.notice);
  putSpans(frame, 0, layout.footer, left, room);
}

/** What the prompt has to say: an error in words, else the completions. Stands on the line above it. */
function paintPromptWords(canvas: Canvas, prompt: Prompt): void {
  const { frame, layout, theme } = canvas;
  const spans: readonly Span[] =
    prompt.error === undefined
      ? prompt.completions.map((completion, index) => ({
          text: `${index === 0 ? ' ' : '  '}${completion}`,
          style: index === 0 ? theme.roles.key : theme.roles.dim,
        }))
      : [
          { text: ` ${glyph(theme, 'minor')} `, style: theme.levels.minor },
          { text: prompt.error, style: theme.roles.text },
        ];
  const y = layout.footer - 1;
  if (spans.length === 0 || y < layout.bodyTop) return;
  fill(frame, 0, y, frame.width, theme.roles.text);
  putSpans(frame, 0, y, spans, frame.width - 1);
}

/** The prompt in the bottom line, scrolled so that the cursor is visible. */
export function paintPrompt(canvas: Canvas, prompt: Prompt): void {
  const { frame, layout, theme } = canvas;
  paintPromptWords(canvas, prompt);
  const y = layout.footer;
  fill(frame, 0, y, frame.width, theme.roles.prompt);
  const start = put(frame, 0, y, prompt.label, theme.roles.key);
  const room = Math.max(1, frame.width - start - 1);
  const before = frameTextOf(frame, [...prompt.text].slice(0, prompt.cursor).join(''));
  const hidden = Math.max(0, textWidth(before) - room);
  put(frame, start, y, withoutCells(frameTextOf(frame, prompt.text), hidden), theme.roles.prompt);
  frame.cursor = { x: Math.min(frame.width - 1, start + textWidth(before) - hidden), y };
}
