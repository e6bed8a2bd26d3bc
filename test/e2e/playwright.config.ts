import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const chromium = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
if (chromium === undefined)
  throw new Error(
    'No Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  );

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  // Upper bound for a hung test, not a measure.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // Most of a test is waiting, for an engine to start or a bell to ring on.
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    viewport: { width: 1920, height: 1080 },
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    // Without the film of it: drawing every frame twice takes longer than the tests.
    trace: { mode: 'retain-on-failure', screenshots: false },
    // A browser without a graphics card draws every frame of a ringing bell with the processor that the desk needs.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: chromium,
      args: [
        // The sandbox needs a user namespace, which a container's root has not.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        // A speaker that is not there: without one the desk says, rightly, that it can't be heard.
        '--use-fake-device-for-media-stream',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
