// The line on top: which contexts we see and how well, how the pods of the scope are, what time it is.
import type { CountByLevel } from '../health/health.ts';
import { clockText } from '../objects/clock-text.ts';
import { countText } from '../objects/count-text.ts';
import { UNKNOWN_AFTER_STALE_MS, type ContextState } from '../objects/kind-state.ts';
import type { State } from '../session/state.ts';
import { humanAge } from '../objects/human-age.ts';
import { CONTEXT_WORD } from '../view/context-word.ts';
import { putSpans, putSpansRight, spansWidth, type Canvas, type Span } from './canvas.ts';
import type { Shown } from './level-look.ts';
import { glyph, type Theme } from './theme.ts';

const CHIP_GAP = 3;
/** Worst first, as a person reads them. */
const COUNTED: readonly Shown[] = ['critical', 'major', 'minor', 'progressing', 'ok', 'paused', 'done', 'unknown'];
const COUNTED_WHEN_NARROW: ReadonlySet<Shown> = new Set(['critical', 'major', 'minor', 'ok', 'unknown']);

function isQuiet(is: ContextState['is']): boolean {
  return is === 'live' || is === 'connecting' || is === 'waiting';
}

/** A context with its state in words; a health glyph here would be taken for health. */
function chip(theme: Theme, context: ContextState, now: number): readonly Span[] {
  const age = context.is === 'stale' ? ` ${humanAge(Math.max(0, now - context.since))}` : '';
  const style = isQuiet(context.is)
    ? theme.roles.dim
    : theme.levels[context.is === 'stale' && now - context.since < UNKNOWN_AFTER_STALE_MS ? 'minor' : 'unknown'];
  return [
    { text: `${context.context} `, style: theme.roles.text },
    { text: CONTEXT_WORD[context.is] + age, style },
  ];
}

/** `+12 more: 2 stale, 1 auth expired`: what the folded chips would have said, trouble only. */
function foldedWords(folded: readonly ContextState[], all: number): string {
  const troubles = new Map<string, number>();
  for (const { is } of folded)
    if (is !== 'live') troubles.set(CONTEXT_WORD[is], (troubles.get(CONTEXT_WORD[is]) ?? 0) + 1);
  const words = [...troubles].map(([word, count]) => `${count} ${word}`).join(', ');
  return (folded.length === all ? `${all} contexts` : `+${folded.length} more`) + (words === '' ? '' : `: ${words}`);
}

/** As many chips as fit into `room` cells; the rest folded into one. */
function chips(canvas: Canvas, state: State, room: number): readonly Span[] {
  const { frame, theme } = canvas;
  const all = state.contexts.map((context) => chip(theme, context, state.now));
  for (let kept = all.length; kept >= 0; kept--) {
    const spans: Span[] = [];
    const folded = state.contexts.slice(kept);
    const parts =
      folded.length === 0
        ? all
        : [
            ...all.slice(0, kept),
            [
              {
                text: foldedWords(folded, all.length),
                style: folded.every(({ is }) => isQuiet(is)) ? theme.roles.dim : theme.levels.unknown,
              },
            ],
          ];
    for (const [index, part] of parts.entries())
      spans.push(...(index === 0 ? [] : [{ text: ' '.repeat(CHIP_GAP), style: theme.roles.dim }]), ...part);
    if (kept === 0 || spansWidth(frame, spans) <= room) return spans;
  }
  return [];
}

function podCounts(theme: Theme, pods: CountByLevel, narrow: boolean): readonly Span[] {
  const spans: Span[] = [{ text: 'pods ', style: theme.roles.dim }];
  for (const level of COUNTED) {
    if (pods[level] === 0 || (narrow && !COUNTED_WHEN_NARROW.has(level))) continue;
    if (spans.length > 1) spans.push({ text: narrow ? ' ' : '  ', style: theme.roles.dim });
    spans.push({ text: `${glyph(theme, level)} ${countText(pods[level])}`, style: theme.levels[level] });
  }
  // Nothing seen is not "0 ok": a green zero would be the only green on the screen of somebody who may see nothing.
  if (spans.length === 1) spans.push({ text: '–', style: theme.roles.dim });
  return spans;
}

type HeaderParts = { readonly left: readonly Span[]; readonly right: readonly Span[] };

/** From roomy to tight: the rarer levels go first, then our own name and the seconds. */
function headerChoices(theme: Theme, state: State): readonly HeaderParts[] {
  const { title, key, dim, text } = theme.roles;
  const readOnly: readonly Span[] = state.readOnly ? [{ text: 'READ-ONLY  ', style: key }] : [];
  const named: readonly Span[] = [{ text: ' k8s-watch  ', style: title }, ...readOnly];
  const isBefore = state.contexts.length === 0; // nothing to count yet
  const wide = isBefore ? [] : podCounts(theme, state.pods, false);
  const narrow = isBefore ? [] : podCounts(theme, state.pods, true);
  const time = clockText(state.now);
  return [
    { left: named, right: [...wide, { text: `      ${time}`, style: text }] },
    { left: named, right: [...narrow, { text: `  ${time}`, style: text }] },
    {
      left: [{ text: ' ', style: dim }, ...readOnly],
      right: [...narrow, { text: `  ${time.slice(0, 5)}`, style: text }],
    },
  ];
}

/** Paints the header line: name, chips, pods, clock. Chips are folded only when nothing else is left to give way. */
export function paintHeader(canvas: Canvas, state: State): void {
  const { frame, theme, layout } = canvas;
  if (layout.header === undefined) return;
  const choices = headerChoices(theme, state);
  const roomBeside = ({ left, right }: HeaderParts): number =>
    frame.width - 1 - CHIP_GAP - spansWidth(frame, left) - spansWidth(frame, right);
  const wanted = spansWidth(frame, chips(canvas, state, Number.POSITIVE_INFINITY));
  const chosen = choices.find((parts) => roomBeside(parts) >= wanted) ?? choices.at(-1);
  if (chosen === undefined) return;
  const end = putSpansRight(frame, frame.width - 1, layout.header, chosen.right) - 1;
  const start = putSpans(frame, 0, layout.header, chosen.left, end);
  putSpans(frame, start, layout.header, chips(canvas, state, roomBeside(chosen)), end);
}
