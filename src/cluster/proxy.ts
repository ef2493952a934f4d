// Which proxy stands before a server, by client-go's rules: the cluster's proxy-url, else HTTPS_PROXY or HTTP_PROXY unless NO_PROXY names the host.
import { BlockList, isIP } from 'node:net';

import { ApiError } from './api-error.ts';

export type Env = Readonly<Record<string, string | undefined>>;

const PROTOCOLS = ['http:', 'https:', 'socks5:', 'socks5h:'];

/** The proxy for a server, undefined for none. Throws ApiError `unreachable` when the proxy's address cannot be understood. */
export function proxyFor(server: URL, proxyUrl: string | undefined, env: Env): URL | undefined {
  if (proxyUrl !== undefined) return parseProxy(proxyUrl, 'proxy-url');
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = env[name] || env[name.toLowerCase()];
  if (!value || isExempt(server, env['NO_PROXY'] || env['no_proxy'] || '')) return undefined;
  return parseProxy(value, name);
}

function parseProxy(text: string, from: string): URL {
  const withScheme = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url !== undefined && PROTOCOLS.includes(url.protocol) && url.hostname !== '') return url;
  const problem =
    url === undefined || url.hostname === ''
      ? 'is not a URL'
      : `has a scheme that is not supported (${url.protocol.slice(0, -1)})`;
  throw new ApiError({
    code: 'unreachable',
    what: 'connect',
    message: `the proxy given by ${from} ${problem}`,
    cure: `write ${from} as http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT`,
  });
}

const unbracketed = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');

/** True when Go's httpproxy would go straight to the server: loopback always, and what NO_PROXY names. */
function isExempt(server: URL, noProxy: string): boolean {
  const host = unbracketed(server.hostname.toLowerCase());
  if (isLoopback(host)) return true;
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host, port));
}

/** `localhost` and the loopback addresses. `host` without brackets, in lower case. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** One entry of NO_PROXY: `*`, an address, a CIDR range, `host`, `.domain`, `*.domain`, each but the range with an optional port. */
function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return inRange(entry, host);
  const [, bracketed, plain, wantedPort] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  const name = bracketed ?? plain ?? entry; // what has colons and no brackets is an IPv6 address
  if (wantedPort !== undefined && wantedPort !== port) return false;
  if (isIP(name) !== 0) return name === host;
  const domain = name.startsWith('*.') ? name.slice(1) : name;
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function inRange(range: string, host: string): boolean {
  const [network = '', bits = ''] = range.split('/');
  const family = isIP(host);
  if (family === 0 || family !== isIP(network) || !/^\d+$/.test(bits)) return false;
  if (Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const version = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, Number(bits), version);
  return list.check(host, version);
}
