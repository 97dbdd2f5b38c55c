// How the tests run. `cargo xtask test` starts them, by crates/cli/tests/door/browser.rs, which brings the engine and the server.
import { defineConfig } from '@playwright/test';
import { setting } from './setting.ts';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: setting('MINI_AWS_ARTEFACTS'),
  // There is one engine and one server, and some tests take them away for a while.
  workers: 1,
  forbidOnly: true,
  retries: 0,
  timeout: 45_000,
  // Generous, since the machine may be busy with other tests.
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    baseURL: new URL(setting('MINI_AWS_LINK')).origin,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'dark',
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    launchOptions: {
      // The system's browser: none is ever fetched.
      executablePath: setting('MINI_AWS_BROWSER'),
      // Root has no sandbox.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
