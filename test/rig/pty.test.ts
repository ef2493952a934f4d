// The rig is what every screen test believes in, so it is shown here to see what is there and to miss what is not.
import { describe, expect, test } from 'vitest';
import { keyBytes } from './pty-keys.ts';
import { startPty } from './pty.ts';

// A full-screen program in miniature: claims the terminal, shows each chunk it reads, gives the terminal back on `q`.
const FULL_SCREEN = `
  process.stdin.setRawMode(true);
  process.stdout.write('\\x1b[?1049h\\x1b[?25l\\x1b[?1002h\\x1b[?2004h\\x1b[2J\\x1b[H\\x1b[1;38;5;196mred\\x1b[0m \\x1b[48;2;1;2;3mrgb\\x1b[0m ready');
  const size = () => process.stdout.write('\\x1b[3;1H' + process.stdout.columns + 'x' + process.stdout.rows + '   ');
  process.stdout.on('resize', size); size();
  process.stdin.on('data', (d) => {
    process.stdout.write('\\x1b[2;1H\\x1b[K' + JSON.stringify(String(d)));
    if (String(d) === 'q') { process.stdout.write('\\x1b[?2004l\\x1b[?1002l\\x1b[?25h\\x1b[?1049l'); process.stdin.setRawMode(false); process.exit(3); }
  });`;

const CLAIMED = { canonical: false, echo: false, signals: false };
const SANE = { canonical: true, echo: true, signals: true, outputProcessing: true };

describe('pty rig', () => {
  test('sees cells, colours, modes and raw mode of a full-screen program, and a sane terminal afterwards', async () => {
    await using pty = startPty(process.execPath, ['-e', FULL_SCREEN], { cols: 60, rows: 10 });
    await pty.waitFor('ready');
    await pty.waitFor('60x10');
    expect(pty.screen()[0]).toBe('red rgb ready');
    expect(pty.screen()).toHaveLength(10);
    expect(pty.cell(0, 0)).toMatchObject({
      text: 'r',
      foreground: 196,
      background: undefined,
      bold: true,
      inverse: false,
    });
    expect(pty.cellOf('rgb')).toMatchObject({ background: '#010203', bold: false });
    expect(pty.modes()).toEqual({
      alternateScreen: true,
      cursorVisible: false,
      mouse: 'drag',
      bracketedPaste: true,
      applicationCursorKeys: false,
      privateModes: [1002, 1049, 2004],
    });
    expect(pty.lineDiscipline()).toMatchObject(CLAIMED);
    await pty.press('down');
    await pty.waitFor(String.raw`"\u001b[B"`);
    pty.paste('k');
    await pty.waitFor(String.raw`"\u001b[200~k\u001b[201~"`);
    pty.resize(80, 24);
    await pty.waitFor('80x24');
    expect(pty.screen()).toHaveLength(24);
    await pty.press('q');
    expect(await pty.exit).toEqual({ code: 3, signal: null, left: SANE });
    expect(pty.state()).toEqual(await pty.stateBefore());
    expect(pty.modes()).toMatchObject({
      alternateScreen: false,
      cursorVisible: true,
      mouse: 'none',
      privateModes: [25],
    });
    expect(pty.raw()).toContain('\u001b[?1049h');
  });

  test('notices a terminal that was not given back', async () => {
    await using pty = startPty(process.execPath, ['-e', FULL_SCREEN]);
    await pty.waitFor('ready');
    await pty.kill('SIGKILL');
    const end = await pty.exit;
    expect(end).toMatchObject({ code: null, signal: 'SIGKILL', left: CLAIMED });
    expect(pty.modes()).toMatchObject({ alternateScreen: true, cursorVisible: false, bracketedPaste: true });
    const { kernel, look: _, ...emulator } = await pty.stateBefore();
    expect(pty.state().kernel).not.toBe(kernel);
    expect(pty.state()).not.toMatchObject(emulator);
  });

  test.each([
    ['the keypad', 'printf "\\033="', { others: ['keypad'] }],
    ['margins', 'printf "\\033[3;5r"', { others: ['margins'] }],
    ['lines that are cut', 'printf "\\033[?7l"', { others: ['cutsLines'] }],
    ['a colour', 'printf "\\033[31m"', { look: expect.stringMatching(/\d/) as unknown }],
    ['the kernel', 'stty -ixon', { kernel: expect.stringContaining('-ixon') as unknown }],
  ])('notices %s left changed', async (_what, command, left) => {
    await using pty = startPty('sh', ['-c', command]);
    await pty.exit;
    expect(pty.state()).toEqual({ ...(await pty.stateBefore()), ...left });
  });

  test('talks to a shell in cooked mode, and ctrl-c interrupts', async () => {
    await using pty = startPty('sh', ['-c', 'echo name?; read n; echo "hello $n"; exec sleep 60'], {
      env: { PS1: '$ ' },
    });
    await pty.waitFor('name?');
    expect(pty.lineDiscipline()).toEqual(SANE);
    pty.type('wörld');
    await pty.press('enter');
    await pty.waitFor(/^hello wörld$/m);
    await pty.press('ctrl-c');
    expect(await pty.exit).toMatchObject({ code: null, signal: 'SIGINT', left: SANE });
  });

  test('closing the terminal hangs up', async () => {
    await using pty = startPty(process.execPath, [
      '-e',
      'process.on("SIGHUP", () => process.exit(9)); console.log("up"); setInterval(() => {}, 1000)',
    ]);
    await pty.waitFor('up');
    pty.hangUp();
    expect(await pty.exit).toEqual({ code: 9, signal: null, left: undefined });
  });

  test('a wait that is not met shows the screen; a program that is not there ends with 127', async () => {
    await using pty = startPty('k8s-watch-no-such-program');
    expect(await pty.exit).toMatchObject({ code: 127 });
    await expect(pty.waitFor('never', 20)).rejects.toThrow(/not within 20 ms: never[\s\S]*ENOENT/);
  });

  test('keys by name; a misspelt one is refused', () => {
    expect(['ctrl-c', 'alt-x', 'ctrl-space', 'up', 'j', 'é'].map((key) => keyBytes(key))).toEqual([
      '\u0003',
      '\u001bx',
      '\0',
      '\u001b[A',
      'j',
      'é',
    ]);
    expect(keyBytes('up', true)).toBe('\u001bOA');
    expect(() => keyBytes('dwon')).toThrow('no such key: dwon');
  });
});
