// Loaded into the program under measurement (NODE_OPTIONS=--import). A SIGUSR2 begins to measure the event loop's delays, the next ends it and
// writes them to the file named by LOOP_PROBE. Plain JavaScript with no imports of ours, so that it changes what it measures as little as
// it can.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 1;
const file = process.env.LOOP_PROBE;
if (file !== undefined) {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  let measuring = false;
  process.on('SIGUSR2', () => {
    measuring = !measuring;
    if (measuring) {
      histogram.reset();
      histogram.enable();
      return;
    }
    histogram.disable();
    const ms = (/** @type {number} */ ns) => ns / 1e6 - RESOLUTION_MS;
    writeFileSync(file, JSON.stringify({ p99Ms: ms(histogram.percentile(99)), maxMs: ms(histogram.max) }));
  });
}
