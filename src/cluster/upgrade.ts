// The words between the connection of a context and whoever makes a websocket of one of its requests: the websocket's code is loaded when a shell
// is opened, and must not know credentials.
import type { Agent, IncomingMessage, OutgoingHttpHeaders } from 'node:http';

import type { Waiting } from './exchange.ts';

/** A request to upgrade, ready but for the websocket's own headers. */
export type Upgrade = {
  /** `https://host:port/prefix`, without a slash at its end. */
  readonly server: string;
  /** Starts with a slash, with its query. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly agent: Agent;
  readonly waiting: Waiting;
  /** Ends the attempt, and what came of it. */
  readonly signal: AbortSignal;
};

/** What was opened, or the server's refusal with its body still unread. */
export type Upgraded<T> = { readonly opened: T } | { readonly refused: IncomingMessage };
