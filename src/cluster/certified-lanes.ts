// The lanes for the client certificate that is in use now: a renewed certificate gets new connections, and the old ones end with their requests.
import { connectionError } from './connection-error.ts';
import type { Destination } from './connection-error.ts';
import type { Credential } from './credential.ts';
import { CONNECT_TIMEOUT_MS } from './exchange.ts';
import type { ClusterEntry } from './kubeconfig-entry.ts';
import { Lanes } from './lanes.ts';
import { proxyFor } from './proxy.ts';
import type { Env } from './proxy.ts';
import { SingleFlight } from './single-flight.ts';
import { loadTrust } from './tls-material.ts';
import type { TrustOptions } from './tls-material.ts';

export type CertifiedLanesOptions = {
  readonly cluster: ClusterEntry;
  readonly env: Env;
  readonly requestTimeoutMs: number;
};

export class CertifiedLanes {
  readonly #options: CertifiedLanesOptions;
  readonly #server: URL;
  readonly #trustFlight = new SingleFlight<TrustOptions>();
  #trust: TrustOptions | undefined;
  #current: { readonly certificate: string; readonly lanes: Lanes } | undefined;
  readonly #retired: Lanes[] = [];

  constructor(options: CertifiedLanesOptions) {
    this.#options = options;
    this.#server = new URL(options.cluster.server);
  }

  /** Where requests go, for the words of errors. Throws ApiError when the proxy cannot be understood. */
  destination(): Destination {
    const proxy = this.#proxy();
    return proxy === undefined ? { host: this.#server.host } : { host: this.#server.host, through: proxy.host };
  }

  /** Rejects with ApiError when a file of the kubeconfig or a certificate cannot be used. */
  async for(credential: Credential): Promise<Lanes> {
    const certificate =
      credential.certificate === undefined ? '' : credential.certificate.cert + credential.certificate.key;
    const trust = (this.#trust ??= await this.#trustFlight.run(() => loadTrust(this.#options.cluster)));
    if (this.#current?.certificate === certificate) return this.#current.lanes;
    const lanes = this.#make(trust, credential);
    if (this.#current !== undefined) {
      this.#current.lanes.retire();
      this.#retired.push(this.#current.lanes);
    }
    this.#current = { certificate, lanes };
    return lanes;
  }

  /** Closes every connection. */
  close(): void {
    for (const lanes of [this.#current?.lanes, ...this.#retired]) lanes?.close();
  }

  #proxy(): URL | undefined {
    return proxyFor(this.#server, this.#options.cluster.proxyUrl, this.#options.env);
  }

  #make(trust: TrustOptions, { certificate }: Credential): Lanes {
    const proxy = this.#proxy();
    try {
      return new Lanes({
        server: this.#server,
        proxy,
        trust,
        certificate,
        connectTimeoutMs: Math.min(CONNECT_TIMEOUT_MS, this.#options.requestTimeoutMs),
      });
    } catch (error) {
      throw connectionError('connect', error, this.destination());
    }
  }
}
