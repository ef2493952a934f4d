// The small writings of describe, each in kubectl's form.
import { describe, expect, test } from 'vitest';
import { probeText } from '../../src/actions/describe-probe.ts';
import { podAmounts } from '../../src/actions/describe-pod-amounts.ts';
import { amountOf, amountText, percentOf, plus, timesIn } from '../../src/actions/describe-quantity.ts';
import { Sheet } from '../../src/actions/describe-sheet.ts';
import { dateText, selectorText, tolerationTexts } from '../../src/actions/describe-words.ts';

describe('quantities', () => {
  test.each([
    [['100m', '100m'], '200m'],
    [['0.1', '0.9'], '1'],
    [['500m', '1'], '1500m'],
    [['64Mi', '64Mi'], '128Mi'],
    [['1Gi', '512Mi'], '1536Mi'],
    [['1000Ki', '24Ki'], '1Mi'],
    [['1k', '1'], '1001'],
    [['1e3', '1e3'], '2k'],
    [['0', '5Mi'], '5Mi'],
    [['1.5Gi'], '1536Mi'],
    [['100n'], '100n'],
    [['nonsense', '1'], '1'],
    [['1e99', '1'], '1000000000000000000000000000000000000000000000000000000000000000000000000000000000E'],
  ] as const)('%j together are %s', (texts, sum) => {
    const total = texts.map(amountOf).reduce(plus);
    // Ninety-nine zeros are legal; what matters is that they end.
    expect(sum.length > 60 ? amountText(total).length > 60 : amountText(total)).toBe(sum.length > 60 ? true : sum);
  });

  test('shares are cut, not rounded, and of nothing there is none', () => {
    expect(percentOf(amountOf('250m'), amountOf('7500m'))).toBe(3);
    expect(percentOf(amountOf('2'), amountOf('1'))).toBe(200);
    expect(percentOf(amountOf('1'), amountOf('0'))).toBe(0);
  });

  test('what the downward API gives is rounded up', () => {
    expect(timesIn(amountOf('250m'), amountOf('1'))).toBe('1');
    expect(timesIn(amountOf('250m'), amountOf('1m'))).toBe('250');
    expect(timesIn(amountOf('128Mi'), amountOf('1Mi'))).toBe('128');
    expect(timesIn(amountOf('1'), amountOf('-1'))).toBe('');
  });
});

test('a pod asks for its containers and sidecars together, or for its largest start', () => {
  const requests = (cpu: string, more: object = {}): object => ({ resources: { requests: { cpu } }, ...more });
  const cpu = (spec: object): string | undefined => {
    const amount = podAmounts({ spec }, 'requests').get('cpu');
    return amount === undefined ? undefined : amountText(amount);
  };
  const sidecar = requests('100m', { restartPolicy: 'Always' });
  expect(cpu({ containers: [requests('200m'), requests('300m')] })).toBe('500m');
  expect(cpu({ containers: [requests('200m')], initContainers: [requests('900m')] })).toBe('900m');
  expect(cpu({ containers: [requests('200m')], initContainers: [sidecar, requests('250m')] })).toBe('350m');
  expect(cpu({ containers: [requests('200m')], initContainers: [sidecar], overhead: { cpu: '50m' } })).toBe('350m');
  expect(cpu({})).toBe(undefined);
});

test('limits take no overhead where there is no limit', () => {
  expect(podAmounts({ spec: { containers: [{}], overhead: { cpu: '50m' } } }, 'limits').size).toBe(0);
});

describe('probes', () => {
  const times = 'delay=0s timeout=0s period=0s #success=0 #failure=0';
  test.each([
    [{ httpGet: { path: '/a b?c', port: 80, scheme: 'HTTP' } }, 'http-get http://:80/a%20b%3Fc'],
    [{ httpGet: { path: 'x', port: 'web', scheme: 'HTTPS', host: '::1' } }, 'http-get https://[::1]:web/x'],
    [{ exec: { command: ['sh', '-c', 'exit 0'] } }, 'exec [sh -c exit 0]'],
    [{ tcpSocket: { port: 8080 } }, 'tcp-socket :8080'],
    [{ grpc: { port: 5000 } }, 'grpc <pod>:5000 '],
    [{}, 'unknown'],
    [{ httpGet: { path: '\ud800', port: 1 } }, 'http-get //:1/%EF%BF%BD'],
  ])('%j', (probe, text) => expect(probeText(probe)).toBe(`${text} ${times}`));
});

test('selectors and tolerations as kubectl writes them', () => {
  const matchExpressions = [
    { key: 'tier', operator: 'In', values: ['front', 'back'] },
    { key: 'old', operator: 'DoesNotExist' },
    { key: 'new', operator: 'Exists' },
    { key: 'zone', operator: 'NotIn', values: ['x'] },
  ];
  expect(selectorText({ matchLabels: { app: 'cart' }, matchExpressions })).toBe(
    'app=cart,new,!old,tier in (back,front),zone notin (x)',
  );
  expect(
    tolerationTexts({
      tolerations: [
        { operator: 'Exists' },
        { key: 'a', value: 'b', effect: 'NoSchedule' },
        { key: 'c', operator: 'Exists', tolerationSeconds: 5 },
      ],
    }),
  ).toEqual(['op=Exists', 'a=b:NoSchedule', 'c op=Exists for 5s']);
});

test('dates carry the zone', () => {
  expect(dateText(Date.parse('2026-01-02T03:04:05Z'))).toBe('Fri, 02 Jan 2026 03:04:05 +0000');
  expect(dateText(undefined)).toBe('<unknown>');
});

describe('the sheet', () => {
  test('aligns neighbours, nests, and marks labels', () => {
    const sheet = new Sheet();
    sheet.field('A', 'one');
    sheet.field('Longer', 'two\nthree');
    sheet.section('Part', () => sheet.field('B', 'x'));
    expect(sheet.lines()).toEqual([
      { text: 'A:       one', parts: [{ from: 0, to: 2, look: 'label' }] },
      { text: 'Longer:  two', parts: [{ from: 0, to: 7, look: 'label' }] },
      { text: '         three' },
      { text: 'Part:', strong: true, parts: [{ from: 0, to: 5, look: 'label' }] },
      { text: '  B:  x', parts: [{ from: 2, to: 4, look: 'label' }] },
    ]);
  });

  test('one long label does not push the others away', () => {
    const sheet = new Sheet();
    sheet.field('short', 'x');
    sheet.field('n'.repeat(300), 'y');
    expect(sheet.lines().map(({ text }) => text)).toEqual(['short:  x', `${'n'.repeat(300)}:  y`]);
  });

  test('line breaks in a table become spaces', () => {
    const sheet = new Sheet();
    sheet.table(['A', 'B'], [{ cells: ['one\n  two', 'three\n'] }]);
    expect(sheet.lines().map(({ text }) => text)).toEqual(['A        B', '-        -', 'one two  three']);
  });
});
