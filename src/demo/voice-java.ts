// The shop's Spring services: log lines of fixed columns, now and then a stack trace (nine lines at one instant), and now
// and then a whole order dumped into one line of several kilobytes.
import { microStamp } from './log-line.ts';
import { oneOf } from './log-voice.ts';
import type { Moment, Voice } from './log-voice.ts';

const GROUP = 40;
const TRACE_FROM = 24;
const TRACE = [
  'java.net.SocketTimeoutException: Read timed out',
  '\tat java.net.SocketInputStream.socketRead0(Native Method) ~[na:1.8.0_111]',
  '\tat java.net.SocketInputStream.read(SocketInputStream.java:170) ~[na:1.8.0_111]',
  '\tat com.mongodb.connection.SocketStream.read(SocketStream.java:85) ~[mongodb-driver-core-3.2.2.jar!/:na]',
  '\tat works.weave.socks.cart.controllers.ItemsController.addToCart(ItemsController.java:52) [classes!/:na]',
  '\tat org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:846) [spring-webmvc.jar!/:na]',
  'Caused by: com.mongodb.MongoSocketReadTimeoutException: Timeout while receiving message',
  '\t... 47 common frames omitted',
];
const LONG_EVERY = 97;
const LONG_PARTS = 90;

const SAID = [
  'INFO 7 --- [p-nio-80-exec-3] w.w.s.c.controllers.ItemsController      : item added to cart',
  'INFO 7 --- [p-nio-80-exec-7] w.w.s.cart.cart.CartResource             : cart loaded',
  'DEBUG 7 --- [p-nio-80-exec-1] o.s.web.servlet.DispatcherServlet        : Completed 200 OK',
  'INFO 7 --- [pool-2-thread-1] w.w.s.c.middleware.HTTPMonitoring        : request counted',
  'WARN 7 --- [p-nio-80-exec-9] o.s.amqp.rabbit.core.RabbitTemplate      : publisher confirm is late',
] as const;

function springTime(us: number): string {
  return microStamp(us).slice(0, 23).replace('T', ' ');
}

function traceAt(index: number): number | undefined {
  const place = (index % GROUP) - TRACE_FROM;
  return place >= 0 && place <= TRACE.length ? place : undefined;
}

/** Every other group of lines or so has a stack trace in it. */
function hasTrace(index: number, draw: (limit: number, word: string, of: number) => number): boolean {
  return draw(2, 'trace', Math.floor(index / GROUP)) === 0;
}

function order(moment: Moment): string {
  const items = Array.from({ length: LONG_PARTS }, (_, part) => ({
    id: `${moment.draw(0xffffff, `item${part}`).toString(16)}-${part}`,
    quantity: 1 + (part % 3),
    unitPrice: 7.99,
  }));
  return JSON.stringify({ customerId: '57a98d98e4b00679b4a830b2', items });
}

/** carts, orders, shipping, queue-master. */
export const SPRING: Voice = {
  periodMs: 1000,
  startUp: (us) => [
    '',
    '  .   ____          _            __ _ _',
    " /\\\\ / ___'_ __ _ _(_)_ __  __ _ \\ \\ \\ \\",
    ' \\\\/  ___)| |_)| | | | | || (_| |  ) ) ) )',
    ' =========|_|==============|___/=/_/_/_/',
    ' :: Spring Boot ::        (v1.4.0.RELEASE)',
    '',
    `${springTime(us)}  INFO 7 --- [           main] s.b.c.e.t.TomcatEmbeddedServletContainer : Tomcat started on port(s): 80 (http)`,
  ],
  leader: (index, draw) => {
    const place = traceAt(index);
    return place === undefined || !hasTrace(index, draw) ? index : index - place;
  },
  say(moment) {
    const { index, us } = moment;
    const place = traceAt(index);
    if (place !== undefined && hasTrace(index, (limit, word, of) => moment.draw(limit, `${word}/${of}`)))
      return place === 0
        ? `${springTime(us)} ERROR 7 --- [p-nio-80-exec-4] o.a.c.c.C.[.[.[/].[dispatcherServlet]    : Servlet.service() threw exception`
        : (TRACE[place - 1] ?? '');
    if (index % LONG_EVERY === LONG_EVERY - 1)
      return `${springTime(us)} DEBUG 7 --- [p-nio-80-exec-2] w.w.s.o.controllers.OrdersController     : ${order(moment)}`;
    return `${springTime(us)}  ${oneOf(moment, 'said', SAID)}`;
  },
};
