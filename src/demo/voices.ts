// Which program an image is, and so how it talks and what is in it.
import type { Voice } from './log-voice.ts';
import { HOSTILE, MONGO_DB, MY_SQL, RABBIT } from './voice-data.ts';
import { GO_KIT, KLOG_COMPONENT, LOGFMT, USER_SERVICE } from './voice-go.ts';
import { SPRING } from './voice-java.ts';
import { EDGE_ROUTER, FRONT_END } from './voice-web.ts';

const VOICES: readonly (readonly [pattern: RegExp, voice: Voice])[] = [
  [/\/front-end:/, FRONT_END],
  [/\/edge-router:/, EDGE_ROUTER],
  [/\/(carts|orders|shipping|queue-master):/, SPRING],
  [/\/(catalogue|payment):/, GO_KIT],
  [/\/user:/, USER_SERVICE],
  [/catalogue-db:/, MY_SQL],
  [/mongo:|user-db:/, MONGO_DB],
  [/^rabbitmq:/, RABBIT],
  [/rabbitmq-exporter:/, HOSTILE],
  [/kube-proxy|cilium|coredns|metrics-server|kube-rbac-proxy/, KLOG_COMPONENT],
];

export function voiceOf(image: string): Voice {
  return VOICES.find(([pattern]) => pattern.test(image))?.[1] ?? LOGFMT;
}

/** Images with nothing but one program in them: no shell, no ls. */
export function isDistroless(image: string): boolean {
  return /kube-rbac-proxy|coredns|metrics-server/.test(image);
}

/** Images built on a whole distribution have bash; the others busybox's ash, and kubernetes' own neither. */
export function shellsOf(image: string): readonly string[] {
  if (isDistroless(image)) return [];
  return /mongo|-db:|^rabbitmq:|grafana/.test(image) ? ['bash', 'sh'] : ['ash', 'sh'];
}
