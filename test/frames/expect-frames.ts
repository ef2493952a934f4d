// A screen at both sizes against the frames that were read and kept.
import { expect, type ExpectStatic } from 'vitest';
import { NARROW, WIDE, type DemoScreens } from './demo-screens.ts';

/** `expect` must be the test's own where tests run side by side. */
export async function expectFrames(name: string, screens: DemoScreens, own: ExpectStatic = expect): Promise<void> {
  for (const size of [NARROW, WIDE]) {
    const text = (await screens.frame(size)).replaceAll(/127\.0\.0\.1:\d{5}/g, '127.0.0.1:PORT.');
    for (const line of text.split('\n')) own(line.length).toBeLessThanOrEqual(size.width);
    await own(text).toMatchFileSnapshot(`__frames__/${name}.${size.width}x${size.height}.txt`);
  }
}
