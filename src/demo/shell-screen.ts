// Pretend full-screen programs (top, vi, less): they take the alternate screen, hide the cursor and turn the mouse on, and
// give all back when they are left; when they are killed they give nothing back, as real ones.
import { programOf } from './shell-place.ts';
import { INTERRUPTED } from './shell-programs.ts';
import type { Program } from './shell-programs.ts';

const ESC = '\u001b';
const TAKE = `${ESC}[?1049h${ESC}[?25l${ESC}[?1h${ESC}[?1000h${ESC}[?2004h`;
const GIVE_BACK = `${ESC}[?2004l${ESC}[?1000l${ESC}[?1l${ESC}[?25h${ESC}[?1049l`;
const CTRL_C = '\u0003';

/** Left with q, with :q and Enter, or with Ctrl-C; any other key draws again, in the terminal's present size. */
export const FULL_SCREEN: Program = async ({ io, signal, place, argv }) => {
  if (!io.tty) {
    await io.err(`${argv[0]}: failed tty get\n`);
    return 1;
  }
  io.setRaw(true);
  await io.out(TAKE);
  try {
    for (;;) {
      const { rows, columns } = io.size();
      const title = `${argv.join(' ')} - ${rows} ${columns}`;
      await io.out(`${ESC}[H${ESC}[2J${ESC}[7m${title}${ESC}[0m\r\n    1 app ${programOf(place.container)}\r\n`);
      const keys = await io.read(signal);
      if (signal.aborted) return INTERRUPTED;
      const typed = keys?.toString() ?? 'q';
      if (typed.includes('q') || typed.includes(CTRL_C)) break;
    }
    await io.out(GIVE_BACK);
    return 0;
  } finally {
    io.setRaw(false);
  }
};
