// What terminals send, and the key it is. A wrong answer here is a hotkey nobody pressed.
import { describe, expect, test } from 'vitest';
import { KeyDecoder, type Decoded } from '../../src/screen/key-decoder.ts';
import { handClock } from './hand-clock.ts';

const ESC = '\u001b';

function decoder() {
  const events: Decoded[] = [];
  const clock = handClock();
  const decode = new KeyDecoder((event) => events.push(event), clock);
  const feed = (text: string | Uint8Array): void =>
    decode.feed(typeof text === 'string' ? Buffer.from(text, 'utf8') : text);
  return { events, clock, feed, decode };
}

/** The keys of one read, after every timer has run out. */
function keysOf(...reads: string[]): string[] {
  const { events, clock, feed } = decoder();
  for (const read of reads) feed(read);
  clock.pass(5000);
  return events.map((event) => (event.type === 'key' ? event.key : `paste:${event.text}`));
}

describe('one key', () => {
  test.each([
    ['a', 'a'],
    ['A', 'A'],
    ['?', '?'],
    ['é', 'é'],
    ['日', '日'],
    ['😀', '😀'],
    [' ', 'space'],
    ['\r', 'enter'],
    ['\n', 'enter'],
    ['\t', 'tab'],
    ['\u007f', 'backspace'],
    ['\b', 'backspace'],
    ['\u0001', 'ctrl-a'],
    ['\u001a', 'ctrl-z'],
    ['\u001c', 'ctrl-\\'],
    [ESC, 'esc'],
    [`${ESC}[A`, 'up'],
    [`${ESC}OA`, 'up'],
    [`${ESC}[1;2A`, 'shift-up'],
    [`${ESC}[1;2D`, 'shift-left'],
    [`${ESC}[1;5C`, 'ctrl-right'],
    [`${ESC}[1;3B`, 'alt-down'],
    [`${ESC}[1;6H`, 'ctrl-shift-home'],
    [`${ESC}[1;1:1A`, 'up'],
    [`${ESC}[d`, 'shift-left'],
    [`${ESC}[c`, 'shift-right'],
    [`${ESC}Oc`, 'ctrl-right'],
    [`${ESC}${ESC}[A`, 'alt-up'],
    [`${ESC}[Z`, 'shift-tab'],
    [`${ESC}[H`, 'home'],
    [`${ESC}[1~`, 'home'],
    [`${ESC}[7~`, 'home'],
    [`${ESC}OF`, 'end'],
    [`${ESC}[4~`, 'end'],
    [`${ESC}[8~`, 'end'],
    [`${ESC}[2~`, 'insert'],
    [`${ESC}[3~`, 'delete'],
    [`${ESC}[3;5~`, 'ctrl-delete'],
    [`${ESC}[3$`, 'shift-delete'],
    [`${ESC}[3^`, 'ctrl-delete'],
    [`${ESC}[3@`, 'ctrl-shift-delete'],
    [`${ESC}[5~`, 'pageup'],
    [`${ESC}[6;2~`, 'shift-pagedown'],
    [`${ESC}OP`, 'f1'],
    [`${ESC}[11~`, 'f1'],
    [`${ESC}[[A`, 'f1'],
    [`${ESC}[[E`, 'f5'],
    [`${ESC}[1;2P`, 'shift-f1'],
    [`${ESC}[1;2R`, 'shift-f3'],
    [`${ESC}O2P`, 'shift-f1'],
    [`${ESC}[P`, 'f1'],
    [`${ESC}[15~`, 'f5'],
    [`${ESC}[17~`, 'f6'],
    [`${ESC}[20~`, 'f9'],
    [`${ESC}[23~`, 'f11'],
    [`${ESC}[24;2~`, 'shift-f12'],
    [`${ESC}OM`, 'enter'],
    [`${ESC}Oq`, '1'],
    [`${ESC}Ok`, '+'],
    [`${ESC}x`, 'alt-x'],
    [`${ESC}\r`, 'alt-enter'],
    [`${ESC}\u007f`, 'alt-backspace'],
    [`${ESC}[`, 'alt-['],
    [`${ESC}O`, 'alt-O'],
    [`${ESC}]`, 'alt-]'],
    // kitty's protocol and xterm's modifyOtherKeys say the same keys in longer words
    [`${ESC}[97u`, 'a'],
    [`${ESC}[97;2u`, 'A'],
    [`${ESC}[97:65;2u`, 'A'],
    [`${ESC}[49:33;2u`, '!'],
    [`${ESC}[97;5u`, 'ctrl-a'],
    [`${ESC}[105;5u`, 'tab'],
    [`${ESC}[109;5u`, 'enter'],
    [`${ESC}[27u`, 'esc'],
    [`${ESC}[13u`, 'enter'],
    [`${ESC}[9;2u`, 'shift-tab'],
    [`${ESC}[127u`, 'backspace'],
    [`${ESC}[32;2u`, 'space'],
    [`${ESC}[120;3u`, 'alt-x'],
    [`${ESC}[57414u`, 'enter'],
    [`${ESC}[57400u`, '1'],
    [`${ESC}[27;5;92~`, 'ctrl-\\'],
    [`${ESC}[27;2;65~`, 'A'],
    [`${ESC}[27;5;109~`, 'enter'],
  ])('%j is %s', (sent, key) => {
    expect(keysOf(sent)).toEqual([key]);
  });
});

describe('sequences that are no key are dropped whole', () => {
  test.each([
    ['focus', `${ESC}[I${ESC}[O`],
    ['SGR mouse', `${ESC}[<0;33;12M${ESC}[<0;33;12m`],
    ['X10 mouse', `${ESC}[M !!`],
    ['urxvt mouse', `${ESC}[32;40;12M`],
    ['device attributes', `${ESC}[?62;1;4c${ESC}[>41;366;0c`],
    ['cursor report', `${ESC}[12;40R`],
    ['mode report', `${ESC}[?2026;2$y${ESC}[4;1$y`],
    ['colour report', `${ESC}]11;rgb:0000/0000/0000\u0007`],
    ['colour report ended by ST', `${ESC}]10;rgb:ffff/ffff/ffff${ESC}\\`],
    ['terminal name', `${ESC}P>|XTerm(366)${ESC}\\`],
    ['kitty release', `${ESC}[97;1:3u`],
    ['kitty with super', `${ESC}[97;9u`],
    ['kitty media key', `${ESC}[57428u`],
    ['kitty flags', `${ESC}[?1u`],
    ['ctrl with a digit', `${ESC}[27;5;49~`],
    ['f13', `${ESC}[25~`],
    ['unknown final', `${ESC}[5;7;9w`],
    ['end of a paste that never began', `${ESC}[201~`],
    ['cancelled', `${ESC}[12\u0018`],
    ['nul', '\u0000'],
    ['c1', '\u0085'],
    ['endless', `${ESC}[${'1;'.repeat(5000)}A`],
  ])('%s', (_, sent) => {
    expect(keysOf(`${sent}j`)).toEqual(['j']);
  });

  test('what is not UTF-8', () => {
    const { events, feed } = decoder();
    feed(Uint8Array.of(0xff, 0xc3, 0x28, 0x9b));
    expect(events.map((event) => event.type === 'key' && event.key)).toEqual(['(']);
  });
});

describe('cut anywhere', () => {
  test('a sequence over several reads is one key', () => {
    expect(keysOf(ESC, '[', '1;', '2', 'A')).toEqual(['shift-up']);
  });

  test('a character over several reads is one key', () => {
    const { events, feed } = decoder();
    for (const byte of Buffer.from('日')) feed(Uint8Array.of(byte));
    expect(events).toEqual([{ type: 'key', key: '日', burst: false }]);
  });

  test('ESC alone is a key after a moment, not before', () => {
    const { events, clock, feed } = decoder();
    feed(ESC);
    clock.pass(20);
    expect(events).toEqual([]);
    clock.pass(30);
    expect(events).toEqual([{ type: 'key', key: 'esc', burst: false }]);
  });

  test('ESC, a moment, then a letter are two keys; ESC twice is twice', () => {
    const { events, clock, feed } = decoder();
    feed(ESC);
    clock.pass(60);
    feed('d');
    feed(ESC + ESC);
    clock.pass(60);
    expect(events.map((event) => event.type === 'key' && event.key)).toEqual(['esc', 'd', 'esc', 'esc']);
  });

  test('the second half of a cursor key that comes late is not a hotkey', () => {
    const { events, clock, feed } = decoder();
    feed(`${ESC}[`);
    clock.pass(100);
    feed('A');
    expect(events.map((event) => event.type === 'key' && event.key)).toEqual(['up']);
  });

  test('a sequence that never ends gives the keyboard back', () => {
    expect(keysOf(`${ESC}]11;`, '')).toEqual([]);
    const { events, clock, feed } = decoder();
    feed(`${ESC}[1;`);
    clock.pass(1000);
    feed('j');
    expect(events).toEqual([{ type: 'key', key: 'j', burst: false }]);
  });
});

describe('pastes', () => {
  const paste = (text: string): string => `${ESC}[200~${text}${ESC}[201~`;

  test('pasted text is one event and no key, whatever it holds', () => {
    expect(keysOf(`j${paste(`rm -k\r\nq${ESC}[A\u0003`)}k`)).toEqual(['j', `paste:rm -k\nq${ESC}[A\u0003`, 'k']);
  });

  test('cut at every place', () => {
    const bytes = Buffer.from(`a${paste('日本 é')}b`);
    for (let cut = 1; cut < bytes.length; cut++) {
      const { events, feed } = decoder();
      feed(bytes.subarray(0, cut));
      feed(bytes.subarray(cut));
      expect(events.map((event) => (event.type === 'key' ? event.key : event.text))).toEqual(['a', '日本 é', 'b']);
    }
  });

  test('an end that never comes is waited for, then the text is delivered', () => {
    const { events, clock, feed } = decoder();
    feed(`${ESC}[200~hel`);
    clock.pass(900);
    feed('lo');
    clock.pass(900);
    expect(events).toEqual([]);
    clock.pass(200);
    feed('j');
    expect(events).toEqual([
      { type: 'paste', text: 'hello' },
      { type: 'key', key: 'j', burst: false },
    ]);
  });

  test('a megabyte in small reads', () => {
    const { events, feed } = decoder();
    const bytes = Buffer.from(paste('x'.repeat(1_000_000)));
    for (let at = 0; at < bytes.length; at += 1000) feed(bytes.subarray(at, at + 1000));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'paste', text: expect.stringMatching(/^x{1000000}$/) });
  });

  test('stop() forgets what has begun', () => {
    const { events, clock, feed, decode } = decoder();
    feed(`${ESC}[200~half`);
    decode.stop();
    clock.pass(5000);
    expect(events).toEqual([]);
  });
});

describe('bursts', () => {
  const bursts = (events: readonly Decoded[]): boolean[] => events.map((event) => event.type === 'key' && event.burst);

  test('a paste into a terminal without bracketed paste is told from typing', () => {
    const { events, feed } = decoder();
    feed('rm -k\r');
    expect(bursts(events)).toEqual([true, true, true, true, true, true]);
  });

  test('its rest in the next read belongs to it; what is typed later does not', () => {
    const { events, clock, feed } = decoder();
    feed('x'.repeat(100));
    feed('d');
    clock.pass(100);
    feed('j');
    expect(bursts(events).slice(-3)).toEqual([true, true, false]);
  });

  test('a held cursor key over a slow line is no burst', () => {
    const { events, feed } = decoder();
    feed(`${ESC}[B`.repeat(20));
    expect(bursts(events)).not.toContain(true);
  });
});
