// Every colour has its sentence, from the container that causes it up to the context, and what is not known says so (laws 2 and 3).
import { describe, expect, it } from 'vitest';
import { containerId, contextId } from '../../src/graph/node-id.ts';
import { keyText } from '../../src/objects/key.ts';
import { breadcrumb } from '../../src/view/breadcrumb.ts';
import { whyLine, whyPanel } from '../../src/view/why.ts';
import { FakeFleet, made } from './fake-fleet.ts';

const NOW = Date.parse('2025-11-01T01:00:00Z');

function shop() {
  const fleet = new FakeFleet('eu');
  const service = made('eu', 'Service', 'cart', { spec: { selector: { app: 'cart' } } });
  const pod = made('eu', 'Pod', 'cart-7f', {
    metadata: { labels: { app: 'cart' } },
    spec: { containers: [{ name: 'app' }] },
  });
  const slice = made('eu', 'EndpointSlice', 'cart-x', {
    metadata: { labels: { 'kubernetes.io/service-name': 'cart' } },
    endpoints: [1, 2, 3].map((n) => ({ addresses: [`10.0.0.${n}`], conditions: { ready: n === 1 } })),
  });
  fleet.put(service, pod, slice, made('eu', 'Namespace', 'shop'));
  const namespace = keyText('eu', 'Namespace', '', 'shop');
  const container = containerId(pod.key, 'app');
  const verdict = {
    message: 'container app waiting CrashLoopBackOff: last exit 137 OOMKilled',
    evidence: ['OOMKilled ×4', 'limit 256Mi'],
    since: NOW - 130_000,
    level: 'critical',
  } as const;
  const steps = [namespace, service.key.text, pod.key.text, container];
  for (let from = 0; from < steps.length; from++) {
    fleet.blame(steps.slice(from), verdict);
    fleet.level(steps[from] ?? '', from < 2 ? 'major' : 'critical');
  }
  return { fleet, graph: fleet, namespace, service, pod, container, steps };
}

describe('whyLine', () => {
  it('says what is wrong with the thing itself', () => {
    const { fleet, graph, pod, container } = shop();
    const text =
      'container app waiting CrashLoopBackOff: last exit 137 OOMKilled · OOMKilled ×4 · limit 256Mi · for 2 min';
    expect(whyLine(container, graph, fleet, NOW)).toEqual({ path: [], text, level: 'critical' });
    expect(whyLine(pod.key.text, graph, fleet, NOW)).toEqual({ path: [], text, level: 'critical' });
  });

  it('walks from below the row to the culprit, with what is ready on the way', () => {
    const { fleet, graph, namespace, container } = shop();
    const why = whyLine(namespace, graph, fleet, NOW);
    expect(why?.path).toEqual(['svc cart 1/3 ready', 'pod cart-7f']);
    expect(why?.text).toMatch(/^container app waiting CrashLoopBackOff/);
    fleet.blame([namespace, container], { message: 'another' });
    expect(whyLine(namespace, graph, fleet, NOW)?.text).toMatch(/ · \+1 more$/);
  });

  it('does not tell what is over, but shown until recovery has lasted, as trouble of now', () => {
    const { fleet, graph, namespace, container } = shop();
    fleet.over.add(container);
    expect(whyLine(container, graph, fleet, NOW)?.text).toMatch(/^recovering, was: container app waiting/);
    expect(whyLine(namespace, graph, fleet, NOW)?.text).toMatch(/^recovering, was: container app waiting/);
  });

  it('says so when nothing is wrong, when nothing is known, and when nothing is there', () => {
    const { fleet, graph } = shop();
    const [well = ''] = fleet.put(made('eu', 'Pod', 'well'));
    expect(whyLine(well, graph, fleet, NOW)).toEqual({ path: [], text: 'ok: as specified', level: 'ok' });
    fleet.unknown.add(well);
    expect(whyLine(well, graph, fleet, NOW)).toEqual({
      path: [],
      text: 'not known: watch is broken',
      level: 'unknown',
    });
    expect(whyLine('eu\u0000Pod\u0000shop\u0000gone', graph, fleet, NOW)).toBeUndefined();
    fleet.states.set('eu', {
      context: 'eu',
      is: 'auth-expired',
      since: 0,
      error: { code: 'unauthorized', what: 'list pods', message: 'token expired', cure: 'run aws sso login' },
    });
    expect(whyLine(contextId('eu'), graph, fleet, NOW)?.text).toBe('auth expired: token expired: run aws sso login');
  });

  it('reads an event aloud', () => {
    const { fleet, graph } = shop();
    const [event = ''] = fleet.put(
      made('eu', 'Event', 'e', {
        type: 'Warning',
        reason: 'BackOff',
        message: 'restarting',
        count: 12,
        lastTimestamp: '2025-11-01T00:58:00Z',
        involvedObject: { kind: 'Pod', name: 'cart-7f' },
      }),
    );
    expect(whyLine(event, graph, fleet, NOW)).toEqual({
      path: [],
      text: 'BackOff on Pod/cart-7f: restarting · ×12 · 2 min ago',
      level: 'ok',
    });
  });
});

describe('whyPanel', () => {
  it('gives one step a line, shared beginnings once, the culprit last with its evidence', () => {
    const { fleet, graph, namespace, steps } = shop();
    fleet.blame([...steps.slice(0, 3), `${steps[2] ?? ''}\u0000proxy`], {
      message: 'container proxy runs but is not ready',
      level: 'major',
    });
    const { title, lines } = whyPanel(namespace, graph, fleet, NOW);
    expect(title).toBe('Why namespace shop is major');
    expect(lines.map(({ text, depth, level }) => `${'  '.repeat(depth)}${text} [${level}]`)).toEqual([
      'namespace shop [major]',
      '  svc cart 1/3 ready [major]',
      '    pod cart-7f [critical]',
      '      container app waiting CrashLoopBackOff: last exit 137 OOMKilled · OOMKilled ×4 · limit 256Mi · for 2 min [critical]',
      '      container proxy runs but is not ready [major]',
    ]);
    expect(lines[3]?.target).toBe(steps[3]);
  });

  it('has a line for what is well', () => {
    const { fleet, graph } = shop();
    const [well = ''] = fleet.put(made('eu', 'Pod', 'well'));
    expect(whyPanel(well, graph, fleet, NOW)).toEqual({
      title: 'Why pod well is ok',
      lines: [{ text: 'ok: as specified', level: 'ok', depth: 0, target: well }],
    });
  });
});

describe('breadcrumb', () => {
  it('reads the scope aloud', () => {
    expect(breadcrumb({ context: 'prod-eu', namespace: 'shop', within: { id: '', label: 'svc/cart' } })).toBe(
      'prod-eu › shop › svc/cart',
    );
    expect(breadcrumb({ context: undefined, namespace: 'shop', within: undefined })).toBe('all contexts › shop');
  });
});
