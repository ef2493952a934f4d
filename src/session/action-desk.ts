// Runs actions: gives each the tools it works with, carries its questions to the screen and the answers back, and says what came of it.
import { ActionError, type ActionId, type Question, type Tools } from '../actions/action.ts';
import { ACTIONS } from '../actions/catalogue.ts';
import type { Gate } from '../actions/gate.ts';
import { whyNot, type Around } from '../actions/offer.ts';
import type { LiveText } from '../actions/live-text.ts';
import type { Target } from '../actions/target.ts';
import type { TextLine } from '../actions/text-line.ts';
import type { Tty } from '../actions/tty.ts';
import type { NodeId } from '../graph/node-id.ts';
import type { Clock } from '../objects/clock.ts';
import type { Log } from '../objects/log.ts';
import { whyPanel } from '../view/why.ts';
import type { LiveFleet } from './live-fleet.ts';
import type { Message } from './message.ts';
import type { MarkedRow, Notice } from './state.ts';
import { targetOf } from './targets.ts';

/** Hands the terminal over until `run` ends. */
export type HandOver = <T>(run: (tty: Tty) => Promise<T>) => Promise<T>;

export type ActionDeskOptions = {
  readonly fleet: LiveFleet;
  readonly gate: Gate;
  readonly around: Around;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly send: (message: Message) => void;
  readonly show: (text: LiveText) => void;
  /** Called when an action has ended. */
  readonly changed: () => void;
  /** Absent where there is no terminal. */
  readonly handOver: HandOver | undefined;
};

type Waiting = { readonly ask: number; readonly resolve: (answer: string | undefined) => void };

/** What one running action holds. */
type Held = { held: AbortController | undefined };

export class ActionDesk {
  readonly #options: ActionDeskOptions;
  /** Questions on the screen; a new one takes the place of the one before. */
  #waiting: Waiting | undefined;
  #nextAsk = 1;
  #aside: string | undefined;
  /** Set while keys are held back. */
  #held: AbortController | undefined;
  #running = 0;

  constructor(options: ActionDeskOptions) {
    this.#options = options;
  }

  /** Begins an action on rows; what is gone or replaced meanwhile is left out. Never throws: what goes wrong becomes a notice. */
  act(id: ActionId, rows: readonly MarkedRow[]): void {
    const { around } = this.#options;
    const targets = rows.map((row) => targetOf(row, around.sight.graph)).filter((target) => target !== undefined);
    const action = ACTIONS[id];
    const [first] = targets;
    if (first === undefined) {
      const isContext = rows.some(({ kind }) => kind === 'Context');
      this.#refuse(id, isContext ? 'a context is no object of a cluster' : 'no longer there: gone, or replaced');
      return;
    }
    const able = targets.filter((target) => whyNot(action, target, around) === undefined);
    const refused = targets.find((target) => !able.includes(target));
    const reason = refused === undefined ? undefined : whyNot(action, refused, around);
    if (able.length === 0) return this.#refuse(id, reason ?? '');
    const left = rows.length - able.length;
    if (left > 0) this.#refuse(id, `${left} of ${rows.length} left out: ${reason ?? 'gone, or replaced'}`, 'minor');
    void this.#run(id, able);
  }

  /** An answer to a key goes with the next one; what was left out of many is told for longer. */
  #refuse(id: ActionId, reason: string, level: 'info' | 'minor' = 'info'): void {
    this.#options.send({ type: 'notice', text: `${id}: ${reason}`, level });
  }

  /** The person's answer to a question. */
  answered(ask: number, answer: string | undefined): void {
    if (this.#waiting?.ask !== ask) return;
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    resolve(answer);
  }

  /** What must be read beside whatever the action that works now will say: its last word would hide it. */
  aside(text: string): void {
    this.#aside = text;
    this.#options.send({ type: 'notice', text, level: 'major' });
  }

  #say(text: string, level: Notice['level']): void {
    const aside = this.#aside;
    this.#options.send({
      type: 'notice',
      ...(aside === undefined ? { text, level } : { text: `${text}; ${aside}`, level: 'major' }),
    });
  }

  /** The person does not want to wait for what is being opened. */
  giveUp(): void {
    this.#held?.abort();
  }

  #hold(words: string): AbortController {
    this.#held = new AbortController();
    this.#options.send({ type: 'hold', words });
    return this.#held;
  }

  /** Lets keys go again, if it is this hold that keeps them. */
  #release(held: AbortController | undefined): void {
    if (held === undefined || this.#held !== held) return;
    this.#held = undefined;
    this.#options.send({ type: 'hold', words: undefined });
  }

  /** The question on the screen now; one that is no longer there was cancelled. */
  seen(ask: number | undefined): void {
    if (this.#waiting !== undefined && this.#waiting.ask !== ask) this.answered(this.#waiting.ask, undefined);
  }

  /** An action works; one that waits for a person does not. */
  isBusy(): boolean {
    return this.#running > (this.#waiting === undefined ? 0 : 1);
  }

  stop(): void {
    this.seen(undefined);
  }

  async #run(id: ActionId, targets: readonly Target[]): Promise<void> {
    const { log, signal, changed } = this.#options;
    this.#running += 1;
    const own: Held = { held: undefined };
    try {
      await ACTIONS[id].run(targets, this.#tools(own));
    } catch (error) {
      if (signal.aborted) return;
      if (own.held?.signal.aborted === true) return this.#say(`${id}: given up`, 'info');
      const text = error instanceof Error ? error.message : String(error);
      const isRefusal = error instanceof ActionError;
      log(isRefusal ? 'info' : 'warn', `${id} failed`, { error: text });
      this.#say(`${id}: ${text}`, isRefusal ? 'minor' : 'major');
    } finally {
      this.#running -= 1;
      this.#release(own.held);
      if (this.#running === 0) this.#aside = undefined;
      changed();
    }
  }

  #ask(message: (ask: number) => Message): Promise<string | undefined> {
    const ask = this.#nextAsk++;
    this.seen(undefined);
    return new Promise((resolve) => {
      this.#waiting = { ask, resolve };
      this.#options.send(message(ask));
    });
  }

  #tools(own: Held): Tools {
    const { fleet, gate, clock, signal, send, show, handOver } = this.#options;
    return {
      graph: fleet.graph,
      health: fleet.health,
      clock,
      signal,
      cluster: (context) => gate.cluster(context),
      change: (deed, run) => gate.change(deed, run),
      isProtected: (context) => gate.isProtected(context),
      why: (id) => this.#why(id),
      watch: (object, changed) => fleet.onTouched((touched) => (touched.includes(object) ? changed() : undefined)),
      pick: (title, picks) => this.#ask((ask) => ({ type: 'pick', ask, title, picks })),
      ask: (question: Question) => this.#ask((ask) => ({ type: 'ask', ask, question })),
      show,
      hold: (words) => (own.held = this.#hold(words)).signal,
      terminal: async (run) => {
        if (handOver === undefined) throw new ActionError('no-terminal', 'there is no terminal here to hand over');
        this.#release(own.held);
        return handOver(run);
      },
      notice: (text, level) => this.#say(text, level),
      unmark: (targets) => send({ type: 'unmark', ids: targets.map(({ id }) => id) }),
    };
  }

  #why(id: NodeId): readonly TextLine[] {
    const { fleet, clock } = this.#options;
    const { lines } = whyPanel(id, fleet.graph, fleet.health, clock.now());
    return lines.map(({ text, level, depth }) => ({ text: `${'  '.repeat(depth)}${text}`, level }));
  }
}
