// What the terminal is told, read back from an emulator: exactly the frame's cells, and every mode as it was once it is given back.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyFrame, put, type Frame } from '../../src/screen/frame.ts';
import { paint } from '../../src/screen/paint.ts';
import { PLAIN, style } from '../../src/screen/style.ts';
import { theme } from '../../src/screen/theme.ts';
import { EVERY_LEVEL, listOf, podRow, rowsOf, stateOf } from './made-up-state.ts';
import { frameCells, line, rig, screenCells, type Rig } from './virtual-terminal.ts';

const SIZE = { width: 100, height: 30 };

function painted(cursor: number, more: Parameters<typeof stateOf>[0] = {}): Frame {
  const rows = rowsOf([
    ...EVERY_LEVEL,
    ...Array.from({ length: 40 }, (_, index) => podRow({ name: `pod-${index}-${cursor}` })),
  ]);
  return paint(
    stateOf({ size: SIZE, screens: [listOf(rows, { cursor, top: Math.floor(cursor / 3) })], ...more }),
    theme('dark', 256, false),
  );
}

async function claimed(width = SIZE.width, height = SIZE.height, name?: string): Promise<Rig> {
  const made = rig(width, height, name);
  made.terminal.claim();
  await made.shown();
  return made;
}

/** A frame of one text per line. */
function written(width: number, height: number, ...lines: string[]): Frame {
  const frame = emptyFrame(width, height);
  lines.forEach((text, y) => put(frame, 0, y, text, y % 2 === 0 ? PLAIN : style({ fg: 208, bold: true })));
  return frame;
}

describe('drawing', () => {
  test('the emulator shows exactly the cells and styles of each frame', async () => {
    const { terminal, screen, shown } = await claimed();
    for (const cursor of [0, 1, 5, 20, 3, 0]) {
      const frame = painted(
        cursor,
        cursor === 5
          ? {
              overlay: {
                type: 'dialog',
                title: 'Quit?',
                lines: [{ text: 'Really?' }],
                answers: [{ id: 'a', label: 'Cancel' }],
                marked: 0,
              },
            }
          : {},
      );
      terminal.draw(frame);
      await shown();
      expect(screenCells(screen)).toEqual(frameCells(frame));
    }
  });

  test.each([
    'xterm-256color',
    'tmux-256color',
    'screen',
    'screen-256color',
    'linux',
    'vt100',
    'alacritty',
    'no-such-terminal',
  ])('with the terminfo of %s too', async (name) => {
    const { terminal, screen, shown } = await claimed(SIZE.width, SIZE.height, name);
    for (const frame of [painted(0), painted(7)]) {
      terminal.draw(frame);
      await shown();
      expect(screenCells(screen)).toEqual(frameCells(frame));
    }
  });

  // ncurses writes entries with more than 32,767 colour pairs so; blessed reads them as 16 bits and does not always notice.
  test('a terminfo file with numbers of 32 bits is not believed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'terminfo-'));
    const file = join(folder, 'wide');
    await writeFile(file, Buffer.from([0x1e, 0x02, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from('abc\0')]));
    const { terminal, screen, shown } = await claimed(SIZE.width, SIZE.height, file);
    await rm(folder, { recursive: true });
    terminal.draw(painted(3));
    await shown();
    expect(screenCells(screen)).toEqual(frameCells(painted(3)));
  });

  test('wide and combining characters come and go without leaving anything behind', async () => {
    const { terminal, screen, shown } = await claimed(12, 3);
    const frames = [
      written(12, 3, '日本語ab', 'e\u0301vil', 'xx한국'),
      written(12, 3, 'a日本c', 'evil', 'x한국x'),
      written(12, 3, '日x語a', '한국', ''),
    ];
    for (const frame of [...frames, ...frames.toReversed()]) {
      terminal.draw(frame);
      await shown();
      expect(screenCells(screen)).toEqual(frameCells(frame));
    }
  });

  test('an emulator that counts a character otherwise keeps all others in their columns', async () => {
    const { terminal, screen, shown } = await claimed(20, 1);
    terminal.draw(written(20, 1, 'aaaaaaaaaaaaaaaaaaaa'));
    terminal.draw(written(20, 1, 'x🫠y✅z END')); // the emulator knows emoji as one cell wide
    await shown();
    expect(line(screen, 0)).toBe('x🫠 y✅ z END');
  });

  test('a frame that did not change writes nothing; one row writes one row', async () => {
    const { terminal, output, shown } = await claimed();
    terminal.draw(painted(0));
    await shown();
    output.writes.length = 0;
    terminal.draw(painted(0));
    await shown();
    expect(output.writes).toEqual([]);
    const frame = painted(0);
    put(frame, 30, 10, 'changed', PLAIN);
    terminal.draw(frame);
    await shown();
    expect(output.writes.join('').length).toBeLessThan(120);
    expect(output.writes.join('')).toMatch(/^\u001b\[\?2026h.*changed.*\u001b\[\?2026l$/);
  });

  test('the prompt shows the cursor where it is, its end hides it', async () => {
    const { terminal, screen, output, shown } = await claimed();
    terminal.draw(
      painted(0, {
        overlay: { type: 'prompt', purpose: 'command', label: ':', text: 'pods', cursor: 2, completions: [] },
      }),
    );
    await shown();
    expect([screen.buffer.active.cursorX, screen.buffer.active.cursorY]).toEqual([3, 29]);
    expect(output.writes.at(-1)).toContain('\u001b[?25h');
    terminal.draw(painted(0));
    await shown();
    expect(output.writes.at(-1)).toContain('\u001b[?25l');
  });

  test('a prompt that did not change writes nothing either', async () => {
    const { terminal, output, shown } = await claimed();
    const prompt = {
      overlay: { type: 'prompt', purpose: 'command', label: ':', text: 'pods', cursor: 2, completions: [] },
    } as const;
    terminal.draw(painted(0, prompt));
    await shown();
    output.writes.length = 0;
    terminal.draw(painted(0, prompt));
    await shown();
    expect(output.writes).toEqual([]);
  });

  test('lines are drawn in UTF-8, never by switching the character set', async () => {
    const { terminal, output, shown } = await claimed();
    terminal.draw(painted(0));
    await shown();
    expect(output.writes.at(-1)).toContain('────');
    expect(output.writes.at(-1)).not.toMatch(/\u001b\(0|\u000e/);
  });

  test('redraw paints every cell again after somebody else wrote on the screen', async () => {
    const { terminal, screen, shown } = await claimed();
    const frame = painted(2);
    terminal.draw(frame);
    await shown();
    screen.write('\u001b[5;5Hgarbage from another program');
    terminal.redraw();
    await shown();
    expect(screenCells(screen)).toEqual(frameCells(frame));
  });
});

describe('a slow terminal', () => {
  test('gets the newest frame when it is ready again, none in between', async () => {
    const { terminal, screen, output, shown } = await claimed();
    output.auto = false;
    output.writes.length = 0;
    for (const cursor of [0, 1, 2, 3]) terminal.draw(painted(cursor));
    expect(output.writes).toHaveLength(1);
    output.waiting.shift()?.();
    expect(output.writes).toHaveLength(2);
    output.waiting.shift()?.();
    expect(output.writes).toHaveLength(2);
    await shown();
    expect(screenCells(screen)).toEqual(frameCells(painted(3)));
  });
});

describe('resizing', () => {
  test('a storm of changes is told once, and the next frame is drawn whole', async () => {
    const { terminal, screen, output, clock, shown } = await claimed();
    const sizes: unknown[] = [];
    terminal.onResize((size) => sizes.push(size));
    terminal.draw(painted(0));
    for (const columns of [90, 95, 120]) {
      output.columns = columns;
      screen.resize(columns, 30);
      output.emit('resize');
      clock.pass(20);
    }
    expect(sizes).toEqual([]);
    clock.pass(60);
    expect(sizes).toEqual([{ width: 120, height: 30 }]);
    const frame = paint(stateOf({ size: { width: 120, height: 30 } }), theme('dark', 256, false));
    await shown();
    terminal.draw(frame);
    await shown();
    expect(screenCells(screen)).toEqual(frameCells(frame));
  });

  test('a frame of another size is cut or padded, without an exception', async () => {
    const { terminal, screen, shown } = await claimed(10, 2);
    terminal.draw(written(30, 5, 'wider than the terminal', 'b', 'c'));
    await shown();
    expect([line(screen, 0), line(screen, 1)]).toEqual(['wider than', 'b']);
    terminal.draw(written(3, 1, 'abc'));
    await shown();
    expect([line(screen, 0), line(screen, 1)]).toEqual(['abc', '']);
  });
});

describe('the clipboard', () => {
  test('is reached by OSC 52, unless the text is too long for terminals', async () => {
    const { terminal, output } = await claimed();
    expect(terminal.copy('cart-7f9c')).toBe(true);
    expect(output.writes.at(-1)).toContain('\u001b]52;c;Y2FydC03Zjlj\u0007');
    expect(terminal.copy('x'.repeat(80_000))).toBe(false);
  });
});

describe('keys', () => {
  test('reach the listeners by name, pastes as text', async () => {
    const { terminal, input, clock } = await claimed();
    const seen: unknown[] = [];
    terminal.onKey((key, burst) => seen.push([key, burst]));
    terminal.onPaste((text) => seen.push(text));
    input.emit('data', Buffer.from('j\u001b[B\u001b[200~rm -k\u001b[201~'));
    input.emit('data', Buffer.from('\u001b'));
    clock.pass(50);
    expect(seen).toEqual([['j', false], ['down', false], 'rm -k', ['esc', false]]);
  });
});
