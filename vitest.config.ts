// The unit suite: Node only, no network, no terminal of its own, seconds long. The end-to-end suite is vitest.e2e.config.ts.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    pool: 'forks',
    testTimeout: 20_000,
    reporters: process.env['UNIT_JSON'] ? ['default', ['json', { outputFile: process.env['UNIT_JSON'] }]] : ['default'],
    env: { TZ: 'UTC', NO_COLOR: '' },
  },
});
