// State in, frame out. Pure: what a screen shows depends on the state and the theme alone.
import { isTooSmall, layoutOf, LEAST_SIZE } from '../session/layout.ts';
import type { Overlay, State } from '../session/state.ts';
import type { Canvas } from './canvas.ts';
import { emptyFrame, type Frame } from './frame.ts';
import { paintFooter, paintPrompt, paintRule, paintWhy } from './paint-bottom.ts';
import { paintChooser, paintWhyPanel } from './paint-box.ts';
import { paintDialog } from './paint-dialog.ts';
import { paintHeader } from './paint-header.ts';
import { paintList } from './paint-list.ts';
import { paintMiddle } from './paint-middle.ts';
import { paintStart } from './paint-start.ts';
import { paintText } from './paint-text.ts';
import { paintViewing } from './paint-viewing.ts';
import type { Theme } from './theme.ts';

function paintOverlay(canvas: Canvas, overlay: Overlay): void {
  switch (overlay.type) {
    case 'prompt':
      return paintPrompt(canvas, overlay);
    case 'chooser':
      return paintChooser(canvas, overlay);
    case 'why':
      return paintWhyPanel(canvas, overlay);
    case 'dialog':
      return paintDialog(canvas, overlay);
  }
}

/** A terminal too small for a screen says so, whatever its size. */
function paintTooSmall(frame: Frame, theme: Theme): void {
  const words = `k8s-watch needs ${LEAST_SIZE.width}×${LEAST_SIZE.height}, this terminal has ${frame.width}×${frame.height}`;
  const brief = frame.width * frame.height < words.length + frame.height * 8 ? 'too small' : words;
  paintMiddle(frame, { top: 0, rows: frame.height }, [brief], theme.roles.text);
}

/** Paints what the state shows, in `state.size` cells (at least 1×1). */
export function paint(state: State, theme: Theme): Frame {
  const frame = emptyFrame(state.size.width, state.size.height, theme.ascii);
  if (isTooSmall(frame)) {
    paintTooSmall(frame, theme);
    return frame;
  }
  const screen = state.screens.at(-1);
  if (screen === undefined) return frame;
  const canvas: Canvas = { frame, theme, layout: layoutOf(state.size, screen) };
  paintHeader(canvas, state);
  paintViewing(canvas, state, screen);
  if (screen.type === 'list') paintList(canvas, state, screen);
  else if (screen.type === 'text') paintText(canvas, screen);
  else paintStart(canvas, screen);
  paintRule(canvas, screen);
  paintWhy(canvas, state);
  if (state.overlay?.type !== 'prompt') paintFooter(canvas, state, screen);
  if (state.overlay !== undefined) paintOverlay(canvas, state.overlay);
  return frame;
}
