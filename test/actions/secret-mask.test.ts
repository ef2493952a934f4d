// What a screen in a meeting must not show. Both ways it can fail are tried: a secret left open, and a harmless value hidden.
import { describe, expect, test } from 'vitest';
import { looksSecret, maskSecrets } from '../../src/actions/secret-mask.ts';

const M = '[masked]';

describe('a literal value', () => {
  test.each([
    ['DB_PASSWORD', 'x'],
    ['dbPassword', 'x'],
    ['PASS', 'x'],
    ['MYSQL_PWD', 'x'],
    ['API_KEY', 'x'],
    ['apiKey', 'x'],
    ['AWS_SECRET_ACCESS_KEY', 'x'],
    ['GITHUB_TOKEN', 'x'],
    ['SENTRY_DSN', 'x'],
    ['BASIC_AUTH', 'x'],
    ['PRIVATE_KEY', 'x'],
    ['DATABASE_URL', 'postgres://cart:hunter2@db/cart'],
    ['HEADER', 'Bearer abcdefghi'],
    ['ANY', '-----BEGIN RSA PRIVATE KEY-----\nMII'],
  ])('%s=%s is secret', (name, value) => {
    expect(looksSecret(name, value)).toBe(true);
  });

  test.each([
    ['DB_HOST', 'db'],
    ['PASSWORD', ''],
    ['PWD', '/home/cart'],
    ['PASSWORD_FILE', '/run/secrets/db'],
    ['TOKEN_TTL', '30s'],
    ['SECRET_NAME', 'cart'],
    ['BYPASS_CACHE', 'true'],
    ['COMPASS', 'north'],
    ['AUTHOR', 'me'],
    ['KEYBOARD', 'de'],
    ['URL', 'https://example.org:8443/a@b'],
  ])('%s=%s is not', (name, value) => {
    expect(looksSecret(name, value)).toBe(false);
  });
});

describe('an object', () => {
  test('a Secret: every value, with its names', () => {
    const secret = {
      kind: 'Secret',
      metadata: { name: 's' },
      type: 'Opaque',
      data: { a: 'eA==', b: '' },
      stringData: { c: 'x' },
    };
    expect(maskSecrets(secret)).toEqual({
      object: { ...secret, data: { a: M, b: M }, stringData: { c: M } },
      masked: 3,
    });
    expect(secret.data.a).toBe('eA==');
  });

  test('a template anywhere: environments and commands', () => {
    const container = (value: string, args: string[]) => ({
      env: [
        { name: 'PASSWORD', value },
        { name: 'HOST', value: 'db' },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 's', key: 'token' } } },
      ],
      args,
    });
    const job = (value: string, args: string[]) => ({
      kind: 'CronJob',
      spec: { jobTemplate: { spec: { template: { spec: { initContainers: [container(value, args)] } } } } },
    });
    expect(maskSecrets(job('x', ['--password=x', '--token', 'y', '--port=80', '--verbose', 'serve']))).toEqual({
      object: job(M, [`--password=${M}`, '--token', M, '--port=80', '--verbose', 'serve']),
      masked: 3,
    });
  });

  test('what kubectl applied: the same, inside its annotation', () => {
    const applied = (value: string) => ({ kind: 'Pod', spec: { containers: [{ env: [{ name: 'TOKEN', value }] }] } });
    const pod = (text: string) => ({
      kind: 'Pod',
      metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': text, team: 'cart' } },
    });
    expect(maskSecrets(pod(JSON.stringify(applied('x'))))).toEqual({
      object: pod(`${JSON.stringify(applied(M))}\n`),
      masked: 1,
    });
    const harmless = `{ "kind": "Pod" }\n`;
    expect(maskSecrets(pod(harmless))).toEqual({ object: pod(harmless), masked: 0 });
    expect(maskSecrets(pod('{ cut'))).toEqual({ object: pod(M), masked: 1 });
    const secret = JSON.stringify({ kind: 'Secret', stringData: { a: 'x' } });
    expect(JSON.stringify(maskSecrets(pod(secret)).object)).not.toContain('"x"');
  });

  test('a Secret hides what was applied, too', () => {
    const text = JSON.stringify({ kind: 'Secret', data: { a: 'eA==' } });
    const secret = {
      kind: 'Secret',
      metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': text } },
      data: { a: 'eA==' },
    };
    expect(JSON.stringify(maskSecrets(secret).object)).not.toContain('eA==');
  });

  test('anything else passes as it is', () => {
    const node = { kind: 'Node', spec: { taints: null, env: 'text', args: 7 }, status: { images: [{ names: ['x'] }] } };
    expect(maskSecrets(node)).toEqual({ object: node, masked: 0 });
  });
});
