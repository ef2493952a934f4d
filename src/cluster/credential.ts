// The words between whoever has credentials and whoever sends requests.
import type { ClientCertificate } from './tls-material.ts';

/** What goes with a request: the Authorization header's value, a client certificate, both or neither. */
export type Credential = { readonly authorization?: string; readonly certificate?: ClientCertificate };

/** A source of credentials. `current` rejects with ApiError and may be called as often as requests are made. */
export interface Credentials {
  current(): Promise<Credential>;
  /** The server answered 401 to `used`. True when asking again may give something else. */
  invalidate(used: Credential): boolean;
}

/** Adds the user's own client certificate (or the given one) to an Authorization value. */
export type Certified = (authorization: string | undefined, certificate?: ClientCertificate) => Promise<Credential>;
