// Programs in Go: the shop's go-kit services (logfmt, with customers of all languages) and the platform's klog.
import { microStamp } from './log-line.ts';
import { oneOf } from './log-voice.ts';
import type { Moment, Voice } from './log-voice.ts';

const CUSTOMERS = [
  'Eve_Berger',
  '田中さくら',
  'Zoë Müller',
  '이서연',
  'Ömer Çelik',
  'नेहा शर्मा',
  '🧦 sock fan',
  'أمينة',
] as const;
const METHODS = ['List', 'Get', 'Count', 'Tags', 'Health'] as const;

/** catalogue, payment and their like. */
export const GO_KIT: Voice = {
  periodMs: 1000,
  startUp: (us) => [
    `ts=${microStamp(us)} caller=main.go:93 database=connected`,
    `ts=${microStamp(us)} caller=main.go:164 transport=HTTP port=80`,
  ],
  say(moment) {
    const error = moment.draw(60, 'error') === 0 ? '"context deadline exceeded"' : 'null';
    const head = `ts=${microStamp(moment.us)} caller=logging.go:${36 + moment.draw(60, 'caller')}`;
    return `${head} method=${oneOf(moment, 'method', METHODS)} result=${moment.draw(30, 'result')} err=${error} took=${took(moment)}`;
  },
};

/** user: the same, with names in many scripts. */
export const USER_SERVICE: Voice = {
  ...GO_KIT,
  say(moment) {
    const name = oneOf(moment, 'customer', CUSTOMERS);
    return `ts=${microStamp(moment.us)} caller=middlewares.go:29 method=Login customer="${name}" result=true took=${took(moment)}`;
  },
};

function took(moment: Moment): string {
  return `${(moment.draw(90_000, 'took') / 1000).toFixed(3)}ms`;
}

const KLOG = [
  'proxier.go:828] "SyncProxyRules complete"',
  'reflector.go:430] "Caches populated" type="*v1.EndpointSlice" reflector="k8s.io/client-go/informers/factory.go:160"',
  'round_trippers.go:553] GET https://10.96.0.1:443/api/v1/nodes 200 OK in 4 milliseconds',
  'trace.go:236] Trace[1298498081]: "iptables save" (total time: 2016ms)',
  'scraper.go:149] "Failed to scrape node" err="request failed, status: \\"503 Service Unavailable\\""',
] as const;

function klogHead(us: number, level: string): string {
  const at = microStamp(us);
  return `${level}${at.slice(5, 7)}${at.slice(8, 10)} ${at.slice(11, 26)}       1`;
}

/** kube-proxy, metrics-server and the other components that log with klog. */
export const KLOG_COMPONENT: Voice = {
  periodMs: 15_000,
  startUp: (us) => [`${klogHead(us, 'I')} server.go:656] "Version info" version="v1.34.1"`],
  say(moment) {
    const said = oneOf(moment, 'what', KLOG);
    return `${klogHead(moment.us, said.includes('Failed') ? 'E' : 'I')} ${said}`;
  },
};

const LEVELS = ['info', 'info', 'info', 'debug', 'warn'] as const;
const WORK = ['request served', 'job taken from queue', 'batch written', 'cache refreshed', 'heartbeat sent'] as const;

/** Anything else: logfmt once a second. */
export const LOGFMT: Voice = {
  periodMs: 1000,
  startUp: (us) => [`time=${microStamp(us)} level=info msg="starting" pid=1`],
  say(moment) {
    const head = `time=${microStamp(moment.us)} level=${oneOf(moment, 'level', LEVELS)}`;
    return `${head} msg="${oneOf(moment, 'what', WORK)}" n=${moment.index} took=${took(moment)}`;
  },
};
