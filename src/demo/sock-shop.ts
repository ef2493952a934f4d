// Sock Shop, the microservices demo everyone knows: its 14 services with their real images and ports.
import type { ContainerPlan, ServicePlan, WorkloadPlan } from './plan.ts';

export const SHOP = 'sock-shop';
export const CARTS_LIMIT = '256Mi';

const JAVA_ENV = { JAVA_OPTS: '-Xms64m -Xmx224m -XX:+UseG1GC -Djava.security.egd=file:/dev/urandom' };
const JAVA_SIZE = { requests: { cpu: '100m', memory: '200Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
const GO_SIZE = { requests: { cpu: '99m', memory: '100Mi' }, limits: { cpu: '200m', memory: '200Mi' } };
const DB_SIZE = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '512Mi' } };
const MEASURE: ContainerPlan = {
  name: 'metrics-proxy',
  image: 'quay.io/brancz/kube-rbac-proxy:v0.20.0',
  role: 'sidecar',
  port: 8443,
  portName: 'https',
  args: ['--secure-listen-address=:8443', '--upstream=http://127.0.0.1:80/'],
  requests: { cpu: '5m', memory: '20Mi' },
  limits: { memory: '40Mi' },
};

interface ShopService {
  name: string;
  replicas: number;
  containers: readonly ContainerPlan[];
  service: ServicePlan;
  volumes?: WorkloadPlan['volumes'];
  nodeSelector?: WorkloadPlan['nodeSelector'];
  tolerations?: WorkloadPlan['tolerations'];
}

/** What the programs want to know of the pod they run in. */
const WHEREABOUTS = { POD_NAME: 'field:metadata.name', POD_IP: 'field:status.podIP', NODE_NAME: 'field:spec.nodeName' };

function main(name: string, image: string, rest: Partial<ContainerPlan>): ContainerPlan {
  return { name, image, port: 80, ...rest };
}

function java(image: string, rest: Partial<ContainerPlan> = {}): ContainerPlan {
  return main('app', image, {
    env: JAVA_ENV,
    envFrom: { ZIPKIN_HOST: 'config:tracing/zipkin-host', ...WHEREABOUTS },
    probe: '/health',
    startsSlowly: true,
    mounts: { 'tmp-volume': '/tmp' },
    ...JAVA_SIZE,
    ...rest,
  });
}

/** The carts container, whose memory limit is the story's villain. */
function cartsApp(memory: string): ContainerPlan {
  return java('weaveworksdemos/carts:0.4.8', { limits: { cpu: '500m', memory } });
}

function go(name: string, version: string, rest: Partial<ContainerPlan> = {}): ContainerPlan {
  return main(name, `weaveworksdemos/${name}:${version}`, { probe: '/health', ...GO_SIZE, ...rest });
}

export function catalogueApp(version: string): ContainerPlan {
  return go('catalogue', version, {
    command: ['/app'],
    args: ['-port=80', '-DSN=catalogue_user@tcp(catalogue-db:3306)/socksdb'],
  });
}

export function paymentApp(version: string): ContainerPlan {
  return go('payment', version, {
    env: { PAYMENT_DECLINE_OVER: '105' },
    envFrom: { GATEWAY_TOKEN: 'secret:payment-gateway/token', GOMEMLIMIT: 'limit:memory' },
    mounts: { tls: '/etc/payment/tls' },
  });
}

const WAIT_FOR_DB: ContainerPlan = {
  name: 'wait-for-db',
  image: 'busybox:1.37.0',
  role: 'init',
  command: ['sh', '-c', 'until nc -z orders-db 27017; do sleep 1; done'],
  requests: { cpu: '10m', memory: '16Mi' },
};

function database(name: string, image: string, port: number, portName: string): ShopService {
  const mysql = portName === 'mysql';
  const container = main(name, image, {
    port,
    portName,
    probe: 'tcp',
    envFrom: { [mysql ? 'MYSQL_ROOT_PASSWORD' : 'MONGO_INITDB_ROOT_PASSWORD']: `secret:${name}/password` },
    mounts: { data: mysql ? '/var/lib/mysql' : '/data/db', config: '/etc/db' },
    ...DB_SIZE,
  });
  const volumes = { data: 'claim', config: 'configMap' } as const;
  return { name, replicas: 1, containers: [container], service: { port, portName }, volumes };
}

function web(
  name: string,
  replicas: number,
  containers: readonly ContainerPlan[],
  rest: Partial<ShopService> = {},
): ShopService {
  const usesTmp = containers.some((each) => each.mounts !== undefined);
  return {
    name,
    replicas,
    containers,
    service: { port: 80 },
    ...(usesTmp ? { volumes: { 'tmp-volume': 'emptyDir' } } : {}),
    ...rest,
  };
}

const FRONT_END = main('front-end', 'weaveworksdemos/front-end:0.3.12', {
  port: 8079,
  probe: '/',
  env: { SESSION_REDIS: 'true' },
  envFrom: { SESSION_SECRET: 'secret:front-end/session-secret', ...WHEREABOUTS },
  envOf: 'front-end-flags',
  requests: { cpu: '100m', memory: '300Mi' },
  limits: { cpu: '300m', memory: '1000Mi' },
});

const RABBITMQ: readonly ContainerPlan[] = [
  main('rabbitmq', 'rabbitmq:3.6.8-management', {
    port: 5672,
    portName: 'amqp',
    probe: 'tcp',
    envFrom: { RABBITMQ_DEFAULT_PASS: 'secret:rabbitmq/password' },
    ...DB_SIZE,
  }),
  main('rabbitmq-exporter', 'kbudde/rabbitmq-exporter:v1.0.0', { port: 9090, portName: 'exporter', ...GO_SIZE }),
];

function services(edgeAddress: string): readonly ShopService[] {
  const tolerations = [{ key: 'sock-shop.example/edge', operator: 'Equal', value: 'true', effect: 'NoSchedule' }];
  const edge = { service: { type: 'LoadBalancer', port: 80, external: edgeAddress }, tolerations } as const;
  const paying = { volumes: { tls: 'secret' }, nodeSelector: { 'kubernetes.io/arch': 'amd64' } } as const;
  return [
    web('front-end', 2, [FRONT_END], { service: { port: 80, targetPort: 8079, stickyS: 10_800 } }),
    web('edge-router', 1, [go('edge-router', '0.1.1', { command: ['traefik'] })], edge),
    web('catalogue', 2, [catalogueApp('0.3.5')]),
    database('catalogue-db', 'weaveworksdemos/catalogue-db:0.3.0', 3306, 'mysql'),
    web('carts', 3, [MEASURE, cartsApp(CARTS_LIMIT)]),
    database('carts-db', 'mongo:4.4', 27017, 'mongo'),
    web('orders', 2, [WAIT_FOR_DB, java('weaveworksdemos/orders:0.4.7')]),
    database('orders-db', 'mongo:4.4', 27017, 'mongo'),
    web('shipping', 2, [java('weaveworksdemos/shipping:0.4.8')]),
    web('queue-master', 1, [java('weaveworksdemos/queue-master:0.3.1')]),
    { name: 'rabbitmq', replicas: 1, containers: RABBITMQ, service: { port: 5672, portName: 'amqp' } },
    web('payment', 2, [paymentApp('0.4.3')], paying),
    web('user', 2, [
      go('user', '0.4.7', {
        env: { MONGO_HOST: 'user-db:27017' },
        envFrom: { MONGO_PASS: 'secret:user-db/password' },
      }),
    ]),
    database('user-db', 'weaveworksdemos/user-db:0.3.0', 27017, 'mongo'),
  ];
}

/** The containers of carts with this memory limit, sidecar first. */
export function cartsContainers(memory: string): readonly ContainerPlan[] {
  return [MEASURE, cartsApp(memory)];
}

/**
 * The shop's workloads, spread over `nodes`. `single` runs one replica of everything but carts (the smaller cluster).
 */
export function sockShop(nodes: readonly string[], edgeAddress: string, single = false): WorkloadPlan[] {
  return services(edgeAddress).map((each, index) => ({
    kind: 'Deployment',
    namespace: SHOP,
    name: each.name,
    containers: each.containers,
    replicas: single && each.name !== 'carts' ? 1 : each.replicas,
    nodes: [0, 1, 2].map((step) => nodes[(index + step) % nodes.length] ?? ''),
    service: each.service,
    labels: { 'app.kubernetes.io/part-of': SHOP },
    ...(each.volumes ? { volumes: each.volumes } : {}),
    ...(each.nodeSelector ? { nodeSelector: each.nodeSelector } : {}),
    ...(each.tolerations ? { tolerations: each.tolerations } : {}),
    ageDays: 9 + index,
  }));
}
