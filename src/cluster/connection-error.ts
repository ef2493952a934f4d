// Turns what Node says of a failed connection into a cause in words and a cure; people in an incident should not have to know what
// UNABLE_TO_VERIFY_LEAF_SIGNATURE means.
import { redact } from '../objects/redact.ts';
import { ApiError } from './api-error.ts';

/** Where we tried to go, for the words: `host` is host:port of the server or of the proxy before it. */
export type Destination = { readonly host: string; readonly through?: string };

type Words = { readonly message: string; readonly cure?: string };

const CHECK_ADDRESS = 'check that the server runs and that cluster.server in the kubeconfig is its address';
const CHECK_CA = "check the cluster's certificate-authority in the kubeconfig";

const UNREACHABLE: Readonly<Record<string, Words>> = {
  ECONNREFUSED: { message: 'the connection was refused', cure: CHECK_ADDRESS },
  ENOTFOUND: { message: 'the host name is not known', cure: 'check the name, the DNS, and whether a VPN is needed' },
  EAI_AGAIN: { message: 'the name server does not answer', cure: 'check the network, and whether a VPN is needed' },
  ETIMEDOUT: { message: 'the connection timed out', cure: 'check the network, and whether a VPN is needed' },
  EHOSTUNREACH: { message: 'there is no route to the host', cure: 'check the network, and whether a VPN is needed' },
  ENETUNREACH: { message: 'the network cannot be reached', cure: 'check the network, and whether a VPN is needed' },
  ECONNRESET: { message: 'the connection was cut' },
  EPIPE: { message: 'the connection was cut' },
  ECONNABORTED: { message: 'the connection was cut' },
  EADDRNOTAVAIL: { message: 'there is no local address to connect from' },
  EMFILE: { message: 'this program may not open more connections', cure: 'raise the limit of open files (ulimit -n)' },
};

const TLS: Readonly<Record<string, Words>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    message: "the server's certificate was not signed by an authority we know",
    cure: CHECK_CA,
  },
  UNABLE_TO_GET_ISSUER_CERT: { message: "the issuer of the server's certificate is not known", cure: CHECK_CA },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { message: "the issuer of the server's certificate is not known", cure: CHECK_CA },
  SELF_SIGNED_CERT_IN_CHAIN: {
    message: "the server's certificate was signed by an authority we do not know",
    cure: CHECK_CA,
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { message: "the server's certificate is signed by itself", cure: CHECK_CA },
  CERT_SIGNATURE_FAILURE: { message: "the signature of the server's certificate is wrong", cure: CHECK_CA },
  CERT_HAS_EXPIRED: {
    message: "the server's certificate has expired",
    cure: "renew the server's certificate; check the clock of this machine",
  },
  CERT_NOT_YET_VALID: { message: "the server's certificate is not valid yet", cure: 'check the clock of this machine' },
  CERT_UNTRUSTED: { message: "the server's certificate is not trusted", cure: CHECK_CA },
  INVALID_CA: { message: 'the certificate authority is not one', cure: CHECK_CA },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    message: "the server's certificate is for another name",
    cure: 'use a name of the certificate in cluster.server, or set tls-server-name',
  },
};

const NOT_TLS: Words = {
  message: 'the server does not speak TLS on this port',
  cure: 'check cluster.server: is the port right, should it be http://?',
};
const CLIENT_CERTIFICATE: Words = {
  message: 'the server did not accept the TLS handshake',
  cure: 'check the client certificate of the user: it may have expired or belong to another cluster',
};

/** What the error's code means; undefined when it is no connection error that we know. */
function wordsOf(code: string, text: string): (Words & { code: 'unreachable' | 'tls' | 'protocol' }) | undefined {
  const unreachable = UNREACHABLE[code];
  if (unreachable) return { code: 'unreachable', ...unreachable };
  const tls = TLS[code];
  if (tls) return { code: 'tls', ...tls };
  if (code === 'EPROXY')
    return { code: 'unreachable', message: text, cure: 'check proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY' };
  if (/wrong version number|packet length too long|unknown protocol/i.test(text)) return { code: 'tls', ...NOT_TLS };
  if (code.startsWith('HPE_'))
    return {
      code: 'protocol',
      message: 'the answer is not HTTP',
      cure: 'check cluster.server: is the port right, should it be https://?',
    };
  if (/OSSL|CRYPTO/.test(code) || /key values mismatch|no start line/i.test(text)) {
    return {
      code: 'tls',
      message: 'a certificate or key in the kubeconfig cannot be used',
      cure: 'check client-certificate, client-key and certificate-authority',
    };
  }
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return { code: 'tls', ...CLIENT_CERTIFICATE };
  return undefined;
}

/** The code of Node's error, looking into the AggregateError that several addresses of one host give. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** The ApiError for a connection that failed or was cut. An ApiError is returned as it is. `what` is verb and resource. */
export function connectionError(what: string, error: unknown, to: Destination): ApiError {
  if (error instanceof ApiError) return error;
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  const words = wordsOf(code, text) ?? { code: 'unreachable' as const, message: redact(text).slice(0, 200) };
  const place = to.through === undefined ? to.host : `${to.host} through the proxy ${to.through}`;
  const { message, cure } = words;
  return new ApiError(
    {
      code: words.code,
      what,
      message: `${place}: ${message}${code === '' ? '' : ` (${code})`}`,
      ...(cure === undefined ? {} : { cure }),
    },
    { cause: error },
  );
}

/** The error of a request that its caller, or close(), has stopped. */
export function abortedError(what: string): ApiError {
  return new ApiError({ code: 'aborted', what, message: 'stopped' });
}

/** Nothing came for `ms`. */
export function timeoutError(what: string, message: string): ApiError {
  return new ApiError({
    code: 'timeout',
    what,
    message,
    cure: 'check the network and the load of the server; --request-timeout waits longer',
  });
}
