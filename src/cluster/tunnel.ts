// Opens a TCP stream through a proxy: CONNECT for http and https proxies, the SOCKS5 handshake (RFC 1928, 1929) for socks5. Node's own agents
// know neither for a proxy that a kubeconfig names.
import { connect as connectPlain } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** The proxy refused, or did not speak its protocol. The message never holds its user or password. */
class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code = 'EPROXY';
}

const SOCKS_REPLIES = [
  '',
  'failed',
  'is not allowed',
  'finds no network',
  'finds no host',
  'was refused',
  'timed out',
  'does not know the command',
  'does not know the address',
];
const LONGEST_HEAD = 16 * 1024;

/** A stream to host:port through the proxy. Destroys its socket when it fails or `timeoutMs` has passed. Rejects with Node's errors or ProxyError. */
export function openTunnel(proxy: URL, host: string, port: number, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const proxyHost = proxy.hostname.replace(/^\[(.*)\]$/, '$1');
    const isSocks = proxy.protocol.startsWith('socks');
    const proxyPort = Number(proxy.port || (isSocks ? 1080 : proxy.protocol === 'https:' ? 443 : 80));
    const socket: Socket =
      proxy.protocol === 'https:'
        ? connectTls({ host: proxyHost, port: proxyPort, ALPNProtocols: ['http/1.1'] })
        : connectPlain({ host: proxyHost, port: proxyPort });
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () =>
      fail(Object.assign(new Error('the proxy does not answer'), { code: 'ETIMEDOUT' })),
    );
    socket.once('error', fail);
    socket.once('close', () =>
      fail(Object.assign(new Error('the proxy closed the connection'), { code: 'ECONNRESET' })),
    );
    socket.once(proxy.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      const handshake = isSocks ? socks5(socket, proxy, host, port) : httpConnect(socket, proxy, host, port);
      const ready = (): void => {
        socket.setTimeout(0);
        for (const name of ['error', 'close', 'timeout']) socket.removeAllListeners(name);
        resolve(socket);
      };
      handshake.then(ready).catch(fail);
    });
  });
}

/** Reads until `complete` tells how many bytes the answer has; what came beyond is given back to the stream. */
function readAnswer(socket: Socket, complete: (bytes: Buffer) => number | undefined): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const onReadable = (): void => {
      for (let chunk = socket.read() as Buffer | null; chunk !== null; chunk = socket.read() as Buffer | null) {
        bytes = Buffer.concat([bytes, chunk]);
        const length = complete(bytes);
        if (length !== undefined) {
          socket.off('readable', onReadable);
          if (bytes.length > length) socket.unshift(bytes.subarray(length));
          resolve(bytes.subarray(0, length));
          return;
        }
        if (bytes.length > LONGEST_HEAD) reject(new ProxyError('the proxy answers nonsense'));
      }
    };
    socket.on('readable', onReadable);
  });
}

async function httpConnect(socket: Socket, proxy: URL, host: string, port: number): Promise<void> {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const login = credentialsOf(proxy);
  const authorization = login
    ? `Proxy-Authorization: Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}\r\n`
    : '';
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n${authorization}\r\n`);
  const head = await readAnswer(socket, (bytes) => {
    const end = bytes.indexOf('\r\n\r\n');
    return end < 0 ? undefined : end + 4;
  });
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head.toString('latin1'))?.[1];
  if (status === undefined) throw new ProxyError('the proxy does not speak HTTP');
  if (status === '407') throw new ProxyError('the proxy asks for a user and a password (HTTP 407)');
  if (!status.startsWith('2')) throw new ProxyError(`the proxy refused the connection (HTTP ${status})`);
}

async function socks5(socket: Socket, proxy: URL, host: string, port: number): Promise<void> {
  const login = credentialsOf(proxy);
  socket.write(Buffer.from(login ? [5, 2, 0, 2] : [5, 1, 0]));
  const chosen = await readAnswer(socket, (bytes) => (bytes.length >= 2 ? 2 : undefined));
  if (chosen[0] !== 5) throw new ProxyError('the proxy does not speak SOCKS5');
  if (chosen[1] === 2 && login) {
    const [user, password] = [Buffer.from(login.user), Buffer.from(login.password)];
    socket.write(Buffer.concat([Buffer.from([1, user.length]), user, Buffer.from([password.length]), password]));
    const verdict = await readAnswer(socket, (bytes) => (bytes.length >= 2 ? 2 : undefined));
    if (verdict[1] !== 0) throw new ProxyError('the proxy does not accept the user and password');
  } else if (chosen[1] !== 0) throw new ProxyError('the proxy asks for a user and a password');
  const name = Buffer.from(host); // by name, so that the proxy's side resolves it, as Go's client does
  socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, Buffer.from([port >> 8, port & 0xff])]));
  const reply = await readAnswer(socket, socksReplyLength);
  if (reply[1] !== 0) throw new ProxyError(`the proxy's connection ${SOCKS_REPLIES[reply[1] ?? 1] ?? 'failed'}`);
}

function socksReplyLength(bytes: Buffer): number | undefined {
  if (bytes.length < 5) return undefined;
  const addressLength = bytes[3] === 1 ? 4 : bytes[3] === 4 ? 16 : 1 + (bytes[4] ?? 0);
  const length = 4 + addressLength + 2;
  return bytes.length >= length ? length : undefined;
}

function credentialsOf(proxy: URL): { user: string; password: string } | undefined {
  if (proxy.username === '') return undefined;
  return { user: decodeURIComponent(proxy.username), password: decodeURIComponent(proxy.password) };
}
