// What a program may have left switched on in the terminal when it was killed, or its connection cut: everything is switched off again, whatever
// it was, before we draw or the shell behind us goes on.

/** Modes of xterm's list (invisible-island.net/xterm/ctlseqs): cursor keys, reverse video, mouse in all its kinds, focus, paste, frames in one piece. */
const SWITCHED_OFF = [1, 5, 9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016, 1004, 2004, 2026];
/** Ends a sequence or string of which only a part was written. */
const CANCEL = '\u0018';
/**
 * Saving the cursor first keeps it where it is when the normal screen is shown already, because each screen has its own saved cursor; from the
 * alternate screen it goes back to where the program was started.
 */
const NORMAL_SCREEN = '\u001b7\u001b[?1049l';
/** Origin mode and margins; both send the cursor home. */
const NO_MARGINS = '\u001b7\u001b[?6l\u001b[r\u001b8';
/** Insert mode off, new line mode off, wrapping on, cursor shown, keypad numeric, plain ASCII as character set, no colours. */
const PLAIN_TEXT = '\u001b[4l\u001b[20l\u001b[?7h\u001b[?25h\u001b>\u001b(B\u000f\u001b[0m';
/** Keys as xterm and as kitty report them in full, the cursor's shape, and the soft reset (DECSTR). */
const BEYOND_VT100 = '\u001b[>4m\u001b[<u\u001b[=0u\u001b[0 q\u001b[!p';
/** These print what they do not know instead of ignoring it. */
const PLAIN_TERMINALS = /^(linux|vt[12]\d\d|ansi|dumb|cons25|sun)/;

/** The sequence for a terminal of this terminfo name; the cursor stays where the program's last output ended. */
export function resetAfterProgram(terminal: string): string {
  const off = SWITCHED_OFF.map((mode) => `\u001b[?${mode}l`).join('');
  const beyond = PLAIN_TERMINALS.test(terminal) ? '' : BEYOND_VT100;
  return CANCEL + off + NORMAL_SCREEN + NO_MARGINS + beyond + PLAIN_TEXT;
}
