// Databases and the queue: MongoDB's JSON lines, MySQL, RabbitMQ. And one container whose log is hostile on purpose:
// whatever shows logs must not let these lines touch the terminal.
import { microStamp } from './log-line.ts';
import { oneOf } from './log-voice.ts';
import type { Voice } from './log-voice.ts';

const MONGO = [
  'Connection accepted',
  'Connection ended',
  'Slow query',
  'Index build: done',
  'WiredTiger message',
] as const;

export const MONGO_DB: Voice = {
  periodMs: 4000,
  startUp: (us) => [
    `{"t":{"$date":"${microStamp(us)}"},"s":"I","c":"CONTROL","id":23285,"ctx":"main","msg":"Automatically disabling TLS 1.0"}`,
  ],
  say: (moment) =>
    JSON.stringify({
      t: { $date: microStamp(moment.us) },
      s: moment.draw(12, 'level') === 0 ? 'W' : 'I',
      c: 'NETWORK',
      id: 22_943 + moment.draw(40, 'id'),
      ctx: `conn${moment.draw(900, 'conn')}`,
      msg: oneOf(moment, 'what', MONGO),
      attr: { remote: `10.64.0.${moment.draw(250, 'from') + 2}:${40_000 + moment.draw(9000, 'port')}` },
    }),
};

export const MY_SQL: Voice = {
  periodMs: 9000,
  startUp: (us) => [`${microStamp(us)} 0 [Note] mysqld: ready for connections. port: 3306`],
  say: (moment) =>
    `${microStamp(moment.us)} ${moment.draw(400, 'thread')} [Note] Aborted connection to db: 'socksdb' user: 'catalogue_user' (Got timeout reading communication packets)`,
};

export const RABBIT: Voice = {
  periodMs: 2000,
  startUp: () => ['', '              RabbitMQ 3.6.8. Copyright (C) 2007-2016 Pivotal Software, Inc.', '  ##  ##'],
  say: (moment) => {
    if (moment.index % 2 === 0) return `=INFO REPORT==== ${microStamp(moment.us).slice(0, 19)} ===`;
    return `accepting AMQP connection <0.${moment.draw(9000, 'id')}.0> (10.64.1.${moment.draw(250, 'ip') + 2}:41324 -> 10.64.2.9:5672)`;
  },
};

const E = '\u001b';
/** Each line tries something: titles, cleared screens, moved cursors, other screens, mouse, clipboard, links, C1, bad UTF-8. */
const ATTACKS: readonly [string | Buffer, ...(string | Buffer)[]] = [
  `title ${E}]0;you have been owned\u0007 set`,
  `clear ${E}[2J${E}[H screen`,
  `alternate ${E}[?1049h screen`,
  `mouse ${E}[?1000h${E}[?1006h on, paste ${E}[?2004h on`,
  `cursor ${E}[?25l hidden and moved ${E}[12;40Hhere`,
  `clipboard ${E}]52;c;cm0gLXJmIC8=${E}\\ written`,
  `link ${E}]8;;https://evil.example${E}\\click me${E}]8;;${E}\\`,
  'overwritten by a carriage return\rGOTCHA',
  'backspaces \b\b\b\b\b\b\b\b\b\b\bGOTCHA, bell \u0007, form feed \f, vertical \v tab',
  `reset ${E}c and charset ${E}(0lqqqk`,
  `question ${E}[6n${E}[c${E}[>c answered by your terminal?`,
  `DCS ${E}P+q544e${E}\\ and APC ${E}_Gi=1;AAAA${E}\\ strings`,
  'C1 \u009b2J and \u009d0;title\u009c as single characters',
  'bidi \u202egnp.exe\u202c and zero\u200bwidth\u2060 and \ufeffmark',
  `unfinished ${E}[38;5;`,
  `colour ${E}[1;31mred${E}[0m ${E}[38;5;208morange${E}[0m ${E}[38;2;1;2;3mtrue${E}[0m ${E}[7mreverse`,
  Buffer.concat([
    Buffer.from('bad UTF-8 '),
    Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xe2, 0x82]),
    Buffer.from(' and NUL \u0000.'),
  ]),
  'tab\tafter\ttab',
  `erase ${E}[1A${E}[2K the line above`,
];

export const HOSTILE: Voice = {
  periodMs: 1000,
  startUp: () => ['exporter starting on :9090'],
  say: (moment) => ATTACKS[moment.index % ATTACKS.length] ?? '',
};
