// The named faults of a pretend cluster. A fault is armed for a number of matching requests or events, or until it is
// cleared; the code that serves a request asks "is one of these for me?" at the point where a real server would fail.

/** What each verb does is told in the table below; the parameters it reads are in its line. */
export const FAULT_VERBS = {
  'drop-watch': 'ends open watches now [resource, how=end|reset]',
  'expire-versions': 'forgets history: older watches and pages get 410 [resource, as=event|http]',
  'cut-line': 'sends half of the next watch line, then cuts the connection [resource, count=1]',
  'skip-event': 'the next change is told to no watch [resource, count=1]',
  silence: 'watches open now (or later, until cleared) send nothing any more, without closing [resource]',
  'delay-page': 'answers lists late [resource, ms, count]',
  'stop-mid-body': 'sends half of a list body, then cuts or hangs [resource, how=reset|hang, count=1]',
  'refuse-verb': 'answers 403 [verb, resource, user, count]',
  'expire-token': 'answers 401 [user, count]',
  'fail-next': 'answers with a status [status=500, retryAfterSeconds, html, message, resource, verb, path, count=1]',
  'deny-write': 'refuses a write as an admission webhook does [status=403, message, resource, verb, user, count]',
  hang: 'accepts the request and never answers [resource, verb, path, count]',
  'refuse-streaming': 'answers 422 to sendInitialEvents, as 1.33 does [count]',
  'send-bookmarks': 'sends a bookmark on every watch that allows them, now [resource]',
  'cut-logs': 'drops the logs being followed now [how=end|reset]',
  'cut-shells': 'cuts the connections of open shells and attachments now',
  down: 'stops listening and cuts every connection',
  up: 'listens again on the same port',
} as const;

export type FaultVerb = keyof typeof FAULT_VERBS;

export interface FaultParams {
  /** Context name of the cluster; without it the fault is armed in all. */
  cluster?: string;
  /** Plural name of a kind; without it any. */
  resource?: string;
  verb?: string;
  user?: string;
  /** Prefix of the request's path. */
  path?: string;
  /** How many times it strikes; without it, the verb's own default or until cleared. */
  count?: number;
  ms?: number;
  status?: number;
  retryAfterSeconds?: number;
  html?: boolean;
  message?: string;
  how?: 'end' | 'reset' | 'hang';
  as?: 'event' | 'http';
}

export interface Circumstance {
  resource?: string;
  verb?: string;
  user?: string;
  path?: string;
}

interface Armed {
  verb: FaultVerb;
  params: FaultParams;
  left: number;
}

const STRIKES_ONCE: ReadonlySet<FaultVerb> = new Set(['cut-line', 'skip-event', 'stop-mid-body', 'fail-next']);

export function isFaultVerb(word: string): word is FaultVerb {
  return Object.hasOwn(FAULT_VERBS, word);
}

export class Faults {
  #armed: Armed[] = [];

  arm(verb: FaultVerb, params: FaultParams): void {
    const left = params.count ?? (STRIKES_ONCE.has(verb) ? 1 : Number.POSITIVE_INFINITY);
    this.#armed.push({ verb, params, left });
  }

  /** Clears one verb, or all. */
  clear(verb?: FaultVerb): void {
    this.#armed = this.#armed.filter((fault) => verb !== undefined && fault.verb !== verb);
  }

  /** The parameters of the first armed fault of this verb that fits, counting it as struck. */
  strike(verb: FaultVerb, now: Circumstance): FaultParams | undefined {
    const fault = this.#armed.find((each) => each.verb === verb && fits(each.params, now));
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.#armed = this.#armed.filter((each) => each !== fault);
    return fault.params;
  }

  list(): readonly { verb: FaultVerb; params: FaultParams; left: number | 'until cleared' }[] {
    return this.#armed.map((fault) => ({ ...fault, left: Number.isFinite(fault.left) ? fault.left : 'until cleared' }));
  }
}

function fits(params: FaultParams, now: Circumstance): boolean {
  const same = (wanted: string | undefined, is: string | undefined): boolean => wanted === undefined || wanted === is;
  return (
    same(params.resource, now.resource) &&
    same(params.verb, now.verb) &&
    same(params.user, now.user) &&
    (params.path === undefined || (now.path ?? '').startsWith(params.path))
  );
}
