// A probe as one line, in kubectl's form: `http-get http://:8080/ready delay=0s timeout=1s period=10s #success=1 #failure=3`.
import type { Json } from '../objects/json.ts';
import { countAt, hasObject, textAt, textsAt } from '../objects/json.ts';

export function probeText(probe: Json): string {
  const seconds = (field: string): string => `${countAt(probe, field)}s`;
  const times = `delay=${seconds('initialDelaySeconds')} timeout=${seconds('timeoutSeconds')} period=${seconds('periodSeconds')}`;
  const counts = `#success=${countAt(probe, 'successThreshold')} #failure=${countAt(probe, 'failureThreshold')}`;
  return `${questionText(probe)} ${times} ${counts}`;
}

function questionText(probe: Json): string {
  if (hasObject(probe, 'exec')) return `exec [${textsAt(probe, 'exec', 'command').join(' ')}]`;
  if (hasObject(probe, 'httpGet')) return `http-get ${urlText(probe)}`;
  if (hasObject(probe, 'tcpSocket'))
    return `tcp-socket ${textAt(probe, 'tcpSocket', 'host')}:${textAt(probe, 'tcpSocket', 'port')}`;
  if (hasObject(probe, 'grpc'))
    return `grpc <pod>:${countAt(probe, 'grpc', 'port')} ${textAt(probe, 'grpc', 'service')}`;
  return 'unknown';
}

function urlText(probe: Json): string {
  const scheme = textAt(probe, 'httpGet', 'scheme').toLowerCase();
  const [host, port] = [textAt(probe, 'httpGet', 'host'), textAt(probe, 'httpGet', 'port')];
  const path = textAt(probe, 'httpGet', 'path').toWellFormed();
  const escaped = path.replace(/[^A-Za-z0-9\-_.~$&+,/:;=@]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
  const slash = path === '' || path.startsWith('/') ? '' : '/';
  return `${scheme}${scheme === '' ? '' : ':'}//${host.includes(':') ? `[${host}]` : host}${port === '' ? '' : `:${port}`}${slash}${escaped}`;
}
