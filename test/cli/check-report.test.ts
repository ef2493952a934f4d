// What `check` says and exits with, for worlds whose truth is known; the words on a real fleet are in test/bad-input and test/e2e.
import { describe, expect, it } from 'vitest';
import { formatReport } from '../../src/cli/check-output.ts';
import { checkReport, type CheckReport } from '../../src/cli/check-report.ts';
import { parseTarget } from '../../src/cli/check-target.ts';
import { KIND_IDS } from '../../src/objects/kind.ts';
import type { ContextState, KindState } from '../../src/objects/kind-state.ts';
import { crashing, namespace, pod, service, slice } from '../health/objects.ts';
import { CONTEXT, T0, World } from '../health/world.ts';

const live: ContextState = { context: CONTEXT, is: 'live', since: T0, serverVersion: 'v1.34.1' };
const liveKinds: readonly KindState[] = KIND_IDS.map((kind) => ({ context: CONTEXT, kind, is: 'live', since: T0 }));

/** A service of these pods, some crashing, in namespace shop. */
function world(ready: Readonly<Record<string, boolean>>): World {
  const made = new World({ hysteresis: false });
  made.engine.applyContextState(live, T0);
  const labels = { app: 'cart' };
  made.put(
    namespace('shop'),
    service('cart', { selector: labels }),
    slice('cart-1', 'cart', ready),
    ...Object.entries(ready).map(([name, isReady]) => pod(name, { labels, ...(isReady ? {} : crashing()) })),
  );
  return made;
}

function report(
  of: World,
  target?: string,
  states: { kinds?: readonly KindState[]; contexts?: readonly ContextState[] } = {},
): CheckReport {
  const facts = {
    graph: of.graph,
    health: of.engine,
    kindStates: states.kinds ?? liveKinds,
    contextStates: states.contexts ?? [live],
    now: T0,
  };
  return checkReport(facts, target === undefined ? undefined : parseTarget(target));
}

describe('exit codes', () => {
  it.each([
    ['all ready', { a: true, b: true, c: true }, undefined, 0],
    ['some ready', { a: true, b: true, c: false }, 'shop/svc/cart', 1],
    ['none ready', { a: false, b: false }, undefined, 2],
    ['a healthy pod beside a crashing one', { a: true, b: false }, 'shop/pod/a', 0],
    ['the crashing one', { a: true, b: false }, 'shop/pod/b', 2],
    ['what is not there', { a: true }, 'shop/pod/zzz', 4],
    ['a namespace that is not there', { a: true }, 'nowhere', 4],
  ])('%s', (_name, pods, target, code) => {
    expect(report(world(pods), target).exitCode).toBe(code);
  });

  it('something not seen is 3, unless something is critical', () => {
    const forbidden = liveKinds.map((state) =>
      state.kind === 'Node' ? { ...state, is: 'forbidden' as const } : state,
    );
    expect(report(world({ a: true }), undefined, { kinds: forbidden }).exitCode).toBe(3);
    expect(report(world({ a: false }), undefined, { kinds: forbidden }).exitCode).toBe(2);
    const dead: ContextState = { context: 'dead', is: 'unreachable', since: T0 };
    expect(report(world({ a: true }), undefined, { contexts: [live, dead] }).exitCode).toBe(3);
    expect(report(world({ a: true }), 'shop/pod/zzz', { contexts: [live, dead] }).exitCode).toBe(3);
  });
});

describe('what it says', () => {
  it('names the culprit container with its evidence and the path to it', () => {
    const { subjects, verdicts } = report(world({ a: false, b: false }), 'shop');
    const culprit = subjects[0]?.culprits.find(({ verdict }) => verdict.container === 'app');
    expect(culprit?.verdict).toMatchObject({
      reason: 'CrashLoopBackOff',
      evidence: expect.arrayContaining(['limit 256Mi']) as unknown,
    });
    expect(culprit?.path[0]).toMatchObject({ kind: 'Namespace', name: 'shop' });
    expect(culprit?.path.at(-1)).toMatchObject({ kind: 'Pod', container: 'app' });
    expect(verdicts.some((verdict) => verdict.container === 'app' && verdict.level === 'critical')).toBe(true);
    expect(new Set(verdicts.map((verdict) => JSON.stringify(verdict))).size).toBe(verdicts.length);
  });

  it('is the same data in JSON, and a table a terminal cannot be steered with', () => {
    const evil = world({ a: false });
    const said = report(evil, undefined, {
      contexts: [
        live,
        {
          context: 'x\u001b[2J',
          is: 'unreachable',
          since: T0,
          error: { code: 'unreachable', what: 'GET /version', message: 'no\u0007' },
        },
      ],
    });
    expect(JSON.parse(formatReport(said, 'json'))).toEqual(JSON.parse(JSON.stringify(said)));
    const table = formatReport(said, 'table');
    expect(table.replaceAll('\n', '')).toMatch(/^\P{Cc}*$/u);
    expect(table).toContain('CrashLoopBackOff');
    expect(formatReport(said, 'yaml')).toContain('level: critical');
  });
});
