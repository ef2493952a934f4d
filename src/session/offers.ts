// What can be done to the row under the cursor, for greyed keys and the footer. Rights are asked of the server when the cursor has rested on a row,
// and only those that nobody asked for in the last minutes: moving through a list costs no request.
import { ACTIONS } from '../actions/catalogue.ts';
import { rightsToAsk, whyNot, type Around } from '../actions/offer.ts';
import type { ActionId } from '../actions/action.ts';
import type { Clock } from '../objects/clock.ts';
import type { MarkedRow, State } from './state.ts';
import { targetOf } from './targets.ts';

const RESTS_MS = 150;
const IDS = Object.keys(ACTIONS) as readonly ActionId[];

export type OffersOptions = {
  readonly around: Around;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called when an answer about rights has come. */
  readonly changed: () => void;
};

export class Offers {
  readonly #options: OffersOptions;
  #resting: string | undefined;
  #cancelRest: () => void = () => {};
  #hurry: () => void = () => {};
  #asking = 0;
  #isWaiting = false;

  constructor(options: OffersOptions) {
    this.#options = options;
  }

  /** What is known now about the row; asks for what is not, a moment later. */
  of(row: MarkedRow): State['offer'] {
    const { around } = this.#options;
    const target = targetOf(row, around.sight.graph);
    const reasons: Partial<Record<ActionId, string>> = {};
    for (const id of IDS) {
      const reason = whyNot(ACTIONS[id], target, around);
      if (reason !== undefined) reasons[id] = reason;
    }
    this.#rest(row);
    return { id: row.id, whyNot: reasons };
  }

  /** Rights are being asked for, or soon will be. */
  isBusy(): boolean {
    return this.#asking > 0 || this.#isWaiting;
  }

  /** Asks now: somebody waits for the whole picture. */
  hurry(): void {
    this.#hurry();
  }

  stop(): void {
    this.#cancelRest();
    this.#isWaiting = false;
  }

  #rest(row: MarkedRow): void {
    if (this.#resting === row.id || this.#options.signal.aborted) return;
    this.#cancelRest();
    this.#resting = row.id;
    this.#isWaiting = true;
    const rested = (): void => {
      this.#isWaiting = false;
      this.#askFor(row);
    };
    const cancel = this.#options.clock.setTimer(RESTS_MS, rested);
    this.#cancelRest = cancel;
    this.#hurry = () => {
      cancel();
      if (this.#isWaiting) rested();
    };
  }

  /** A question that fails is asked again when the cursor comes back; until then the key works and the server decides. */
  #askFor(row: MarkedRow): void {
    const { around, signal, changed } = this.#options;
    const target = targetOf(row, around.sight.graph);
    const cluster = target === undefined ? undefined : around.cluster(target.context);
    if (target === undefined || cluster === undefined) return;
    const questions = IDS.flatMap((id) => rightsToAsk(ACTIONS[id], target, around));
    // Several actions need the same right.
    for (const question of new Map(questions.map((each) => [JSON.stringify(each), each])).values()) {
      this.#asking += 1;
      void cluster
        .mayI(question, signal)
        .catch(() => undefined)
        .finally(() => {
          this.#asking -= 1;
          changed();
        });
    }
  }
}
