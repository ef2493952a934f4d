// A log that a person has open, with a clock that stands still.
import type { TurnId } from '../../src/actions/live-text.ts';
import { LogText } from '../../src/actions/log-text.ts';
import { FakeClock } from '../informer/fake-clock.ts';
import { FakeKubelet } from './log-fake-kubelet.ts';

export class LogWalk {
  readonly clock = new FakeClock();
  readonly kubelet: FakeKubelet;
  readonly log: LogText;
  changes = 0;
  podChanged: () => void = () => {};

  constructor(
    options: {
      containers?: readonly string[];
      all?: boolean;
      previous?: boolean;
      ringBytes?: number;
      kubelet?: FakeKubelet;
    } = {},
  ) {
    const containers = options.containers ?? ['app'];
    this.kubelet = options.kubelet ?? new FakeKubelet(...containers);
    this.log = new LogText(
      {
        pod: { context: 'eu', namespace: 'shop', pod: 'cart', uid: 'uid-1' },
        container: options.all === true ? undefined : containers[0],
        containers,
        previous: options.previous ?? false,
        ...(options.ringBytes === undefined ? {} : { ringBytes: options.ringBytes }),
      },
      {
        cluster: () => this.kubelet.cluster,
        clock: this.clock,
        random: () => 0.5,
        watch: (changed) => {
          this.podChanged = changed;
          return () => (this.podChanged = () => {});
        },
      },
    );
  }

  async open(): Promise<this> {
    this.log.start(() => this.changes++);
    await this.clock.idle();
    return this;
  }

  async turn(id: TurnId): Promise<void> {
    this.log.turn(id);
    await this.clock.idle();
  }

  get status(): string {
    return this.log.content().status;
  }

  /** The text of all lines; evicted ones as undefined. */
  get lines(): (string | undefined)[] {
    const { lines } = this.log.content();
    return Array.from({ length: lines.length }, (_, index) => lines.at(index)?.text);
  }

  /** Without our own marks. */
  get written(): (string | undefined)[] {
    return this.lines.filter((line) => line?.startsWith('── ') !== true);
  }
}
