// What acting looks like: describe, YAML, logs, dialogs, pickers, from the demo fleet at a standing clock.
import { afterAll, beforeAll, test, vi } from 'vitest';
import { startDemo, type DemoFleet } from '../../src/demo/fleet.ts';
import { topText } from '../../src/session/model.ts';
import { DemoScreens, NOON, type Wish } from './demo-screens.ts';
import { expectFrames } from './expect-frames.ts';

let demo: DemoFleet;
beforeAll(async () => {
  demo = await startDemo({ seed: 1, at: NOON, story: 'outage' });
});
afterAll(() => demo.stop());

const PODS = ': text:po space text:sock-shop space text:@demo-eu enter';
/** With the cursor on a pod of that app. */
const pod = (app: string): string => `${PODS} / text:${app} enter`;

/** A log goes on while one looks: `until` is how it stands in the end, and `further` is pressed then. */
const ENDED = /container ended: exit 137/;
const SCREENS: Readonly<
  Record<string, { readonly keys: string; readonly wish?: Wish; readonly until?: RegExp; readonly further?: string }>
> = {
  'describe-crashing-pod': { keys: `${PODS} d` },
  'describe-crashing-pod-further': { keys: `${PODS} d pagedown pagedown` },
  'describe-container': { keys: `${PODS} enter d` },
  'describe-deployment': { keys: ': text:deploy space text:sock-shop space text:@demo-eu enter d' },
  'describe-service': { keys: ': text:svc space text:sock-shop space text:@demo-eu enter d' },
  'describe-node': { keys: ': text:nodes enter d' },
  'describe-search': { keys: `${PODS} d / text:exit enter n` },
  'yaml-pod': { keys: `${PODS} y` },
  'yaml-managed-fields': { keys: `${PODS} y m` },
  'logs-picker': { keys: `${PODS} l` },
  'logs-crashing': { keys: `${PODS} l enter`, until: ENDED },
  'logs-scrolled': { keys: `${pod('front-end')} l`, until: /1,000 lines$/, further: 'pageup pageup' },
  'logs-timestamps-wrapped': { keys: `${PODS} l enter t w`, until: ENDED },
  'logs-all-containers': { keys: `${PODS} l enter a`, until: ENDED },
  'logs-only': { keys: `${PODS} l enter & text:warn|error enter`, until: ENDED },
  'logs-search': { keys: `${pod('front-end')} l`, until: /1,000 lines$/, further: '/ text:cart enter n' },
  'logs-first-lines': { keys: `${pod('front-end')} l 1`, until: /^complete/ },
  'logs-waiting': { keys: `${pod('catalogue')} l`, until: /^waiting/ },
  'logs-no-previous': { keys: `${pod('front-end')} p`, until: /no previous/ },
  'delete-pod': { keys: `${pod('front-end')} x` },
  'delete-pod-marked-answer': { keys: `${pod('front-end')} x tab` },
  'kill-pod': { keys: `${pod('front-end')} ctrl-k` },
  'delete-deployment': { keys: ': text:deploy space text:sock-shop space text:@demo-eu enter x tab tab' },
  'delete-namespace': { keys: 'enter / text:sock enter x text:sock-s' },
  'delete-node': { keys: ': text:nodes enter x' },
  'delete-protected': { keys: `${pod('front-end')} x`, wish: { protectedContexts: ['demo-eu'] } },
  'delete-marked': { keys: ': text:po enter / text:front-end enter space space space x' },
  marks: { keys: ': text:po enter / text:front-end enter space space' },
  'actions-of-a-pod': { keys: `${PODS} .` },
  'actions-of-a-node': { keys: ': text:nodes enter .' },
  'actions-read-only': { keys: `${PODS} .`, wish: { readOnly: true } },
};

for (const [name, { keys, wish, until, further }] of Object.entries(SCREENS)) {
  test.concurrent(name, async ({ expect }) => {
    await using screens = await DemoScreens.open(demo, wish);
    await screens.press(keys);
    if (until !== undefined)
      await vi.waitFor(() => expect(topText(screens.headless.state)?.status).toMatch(until), 10_000);
    if (further !== undefined) await screens.press(further);
    await expectFrames(name, screens, expect);
  });
}

test('a user without the rights sees which verbs are missing', async ({ expect }) => {
  const viewer = { kubeconfig: demo.kubeconfigFor(['viewer']), contexts: ['demo-eu-viewer'] };
  await using screens = await DemoScreens.open(demo, viewer);
  await screens.press(`: text:po space text:sock-shop enter / text:front-end enter .`);
  await expectFrames('actions-of-a-viewer', screens, expect);
});
