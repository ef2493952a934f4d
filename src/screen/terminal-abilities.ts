// What a terminal can show, read from the environment alone: asking it would leave answers behind when we quit early.

/** `colours`: size of the palette, 0 = none wanted or possible. `terminal`: the terminfo entry to use. */
export type TerminalAbilities = { readonly colours: 0 | 16 | 256; readonly utf8: boolean; readonly terminal: string };

export type Environment = Readonly<Record<string, string | undefined>>;

const DEEP_TERMINALS =
  /256|direct|^(alacritty|contour|foot|ghostty|iterm|kitty|konsole|mintty|rio|st-|tmux|vte|wezterm|xterm-ghostty|xterm-kitty)/;

/** TERM; one with few colours is taken for xterm-256color when COLORTERM says more (tmux and screen set such a TERM). */
function terminalOf(env: Environment): string {
  const term = (env['TERM'] ?? '').toLowerCase();
  if (term === '' || term === 'unknown') return env['COLORTERM'] ? 'xterm-256color' : 'xterm';
  if (env['COLORTERM'] && !DEEP_TERMINALS.test(term) && term !== 'dumb' && term !== 'linux') return 'xterm-256color';
  return term;
}

function coloursOf(env: Environment, terminal: string): TerminalAbilities['colours'] {
  if (env['NO_COLOR'] || terminal === 'dumb' || /-m(ono)?$|^vt[12]\d\d$/.test(terminal)) return 0;
  return DEEP_TERMINALS.test(terminal) ? 256 : 16;
}

/** UTF-8 by the locale: LC_ALL before LC_CTYPE before LANG, as POSIX has it; none of them set is the C locale. */
function isUtf8(env: Environment): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'C';
  return /utf-?8/i.test(locale);
}

/** Reads NO_COLOR (no-color.org), TERM, COLORTERM and the locale. */
export function terminalAbilities(env: Environment): TerminalAbilities {
  const terminal = terminalOf(env);
  return { terminal, colours: coloursOf(env, terminal), utf8: isUtf8(env) };
}

/** Why no full-screen program can run here, in one sentence; undefined when one can. */
export function whyNoScreen(
  env: Environment,
  input: { isTTY?: boolean },
  output: { isTTY?: boolean },
): string | undefined {
  if (output.isTTY !== true) return 'the output is not a terminal';
  if (input.isTTY !== true) return 'the input is not a terminal, so no key could be read';
  if ((env['TERM'] ?? '').toLowerCase() === 'dumb') return 'TERM=dumb cannot place text on the screen';
  return undefined;
}
