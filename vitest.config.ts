import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A fixed zone, so that a test which depends on the machine's own fails everywhere alike.
    env: { TZ: 'Asia/Seoul' },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // Upper bound for a hung test, not a measure: nothing here depends on speed.
        test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          // Upper bound for a hung test, not a measure: nothing here depends on speed.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
