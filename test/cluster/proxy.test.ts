import { describe, expect, test } from 'vitest';

import { proxyFor } from '../../src/cluster/proxy.ts';

const through = (server: string, env: Record<string, string>, proxyUrl?: string) =>
  proxyFor(new URL(server), proxyUrl, env)?.href;

describe('which proxy', () => {
  test.each([
    ['https://api.example.com', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['https://api.example.com', { https_proxy: 'p:1' }, 'http://p:1/'],
    ['https://api.example.com', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['http://api.example.com', { HTTP_PROXY: 'http://p:1' }, 'http://p:1/'],
    ['https://127.0.0.1:6443', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['https://localhost:6443', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['https://[::1]:6443', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['https://api.example.com', {}, undefined],
  ])('%s with %j', (server, env, expected) => {
    expect(through(server, env)).toBe(expected);
  });

  test('proxy-url wins over the environment, NO_PROXY and loopback', () => {
    expect(through('https://127.0.0.1', { HTTPS_PROXY: 'http://p:1', NO_PROXY: '*' }, 'socks5://q:2')).toBe(
      'socks5://q:2',
    );
  });

  test.each([
    ['*', 'https://a.b', true],
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://api.example.com', true],
    ['example.com', 'https://badexample.com', false],
    ['.example.com', 'https://example.com', false],
    ['.example.com', 'https://api.example.com', true],
    ['*.example.com', 'https://api.example.com', true],
    ['API.example.com', 'https://api.EXAMPLE.com', true],
    ['api.example.com:6443', 'https://api.example.com:6443', true],
    ['api.example.com:443', 'https://api.example.com', true],
    ['api.example.com:6443', 'https://api.example.com', false],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['fd00::/8', 'https://[fd00::7]', true],
    ['fd00::7', 'https://[fd00::7]', true],
    ['[fd00::7]:6443', 'https://[fd00::7]:6443', true],
    [' a.b , c.d ,', 'https://c.d', true],
  ])('NO_PROXY=%s for %s: %s', (noProxy, server, exempt) => {
    expect(through(server, { HTTPS_PROXY: 'http://p:1', NO_PROXY: noProxy })).toBe(exempt ? undefined : 'http://p:1/');
  });
});
