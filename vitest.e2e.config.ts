// The end-to-end suite: a real control plane started once (test/e2e/control-plane-setup.ts), files one after another.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/e2e/control-plane-setup.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    reporters: process.env['E2E_JSON'] ? ['default', ['json', { outputFile: process.env['E2E_JSON'] }]] : ['default'],
    env: { TZ: 'UTC' },
  },
});
