// When the steps of a long search are taken: one at a time, each after whatever else waits, so that keys come first.
import type { Clock } from '../objects/clock.ts';

export class SearchSteps {
  readonly #clock: Clock;
  readonly #step: () => void;
  #isWaiting = false;

  /** `step` takes a step; when it was not the last, it asks for the next. */
  constructor(clock: Clock, step: () => void) {
    this.#clock = clock;
    this.#step = step;
  }

  /** A step is on its way. */
  get isBusy(): boolean {
    return this.#isWaiting;
  }

  ask(): void {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#clock.setTimer(0, () => {
      this.#isWaiting = false;
      this.#step();
    });
  }
}
