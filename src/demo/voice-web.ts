// The shop's front end (morgan's coloured access lines) and its edge router (common log format).
import { microStamp } from './log-line.ts';
import { oneOf } from './log-voice.ts';
import type { Moment, Voice } from './log-voice.ts';

const ESC = '\u001b';
const PATHS = [
  '/',
  '/catalogue',
  '/catalogue/size',
  '/cart',
  '/orders',
  '/login',
  '/tags',
  '/detail.html?id=3395a43e',
] as const;
const AGENTS = ['Mozilla/5.0 (X11; Linux x86_64)', 'kube-probe/1.34', 'curl/8.16.0', 'Load Test'] as const;
const METHODS = ['GET', 'GET', 'GET', 'POST', 'DELETE'] as const;

function statusOf(moment: Moment): number {
  const lot = moment.draw(50, 'status');
  if (lot === 0) return 500;
  if (lot < 3) return 404;
  if (lot < 6) return 304;
  return 200;
}

function colourOf(status: number): number {
  if (status >= 500) return 31;
  if (status >= 400) return 33;
  return status >= 300 ? 36 : 32;
}

/** Node's front end: one request a line, its status in colour. */
export const FRONT_END: Voice = {
  periodMs: 1000,
  startUp: () => [
    '',
    '> microservices-demo-front-end@0.0.1 start /usr/src/app',
    '> node server.js',
    '',
    'Using the redis based session manager',
    'App now running in production mode on port 8079',
  ],
  say(moment) {
    const status = statusOf(moment);
    const took = (moment.draw(90_000, 'took') / 1000).toFixed(3);
    const asked = `${oneOf(moment, 'method', METHODS)} ${oneOf(moment, 'path', PATHS)}`;
    const size = moment.draw(20_000, 'size');
    return `${ESC}[0m${asked} ${ESC}[${colourOf(status)}m${status}${ESC}[0m ${took} ms - ${size}${ESC}[0m`;
  },
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function clfTime(us: number): string {
  const [, year, month, day, time] = /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(microStamp(us)) ?? [];
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time} +0000`;
}

/** The edge router's access log. */
export const EDGE_ROUTER: Voice = {
  periodMs: 1000,
  startUp: (us) => [
    `time="${microStamp(us).slice(0, 19)}Z" level=info msg="Traefik version v1.7.34 built on 2020-12-01"`,
    `time="${microStamp(us).slice(0, 19)}Z" level=info msg="Starting server on :80"`,
  ],
  say(moment) {
    const client = `198.51.100.${moment.draw(254, 'client') + 1}`;
    const asked = `${oneOf(moment, 'method', METHODS)} ${oneOf(moment, 'path', PATHS)} HTTP/1.1`;
    const rest = `${statusOf(moment)} ${moment.draw(9000, 'size')} "-" "${oneOf(moment, 'agent', AGENTS)}"`;
    return `${client} - - [${clfTime(moment.us)}] "${asked}" ${rest} ${moment.index} "front-end" ${moment.draw(60, 'took')}ms`;
  },
};
