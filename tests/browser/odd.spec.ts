// What nobody means to happen, and does: names that are markup, logs that are no text, much at once, a clock that jumps.
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { card, expect, expectCounts, expectMarked, markDocument, open, row, test } from './console.ts';
import { control } from './control.ts';

/** As long as a name of a file can be. */
const NAME = `odd-${'n'.repeat(251)}`;
const PROJECT = '<img src=x onerror=alert(1)>';
/** Half as many events. */
const MANY = 500;
/** A page that answers to nothing for this many milliseconds has frozen, however busy the machine is. */
const FROZEN = 5_000;

test.beforeAll(() => control.oddContainer(NAME));
test.afterAll(() => control.removeContainer(NAME));

/** Fails the test if anything of what is shown is executed. */
async function expectNothingExecuted(page: Page): Promise<void> {
  expect(await page.evaluate(() => (window as { executed?: number }).executed)).toBe(0);
  await expect(page.locator('img[src="x"], main script')).toHaveCount(0);
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    const seen = window as { executed?: number };
    seen.executed = 0;
    window.alert = () => {
      seen.executed = (seen.executed ?? 0) + 1;
    };
  });
});

async function show(page: Page, tab: string): Promise<void> {
  await open(page, 'instances', 'Instances');
  // Its middle is far outside of what there is room for.
  await row(page, NAME).getByRole('link', { name: NAME, exact: true }).click({ position: { x: 20, y: 5 } });
  await expect(page.getByRole('heading', { level: 1, name: NAME, exact: true })).toBeVisible();
  await page.getByTestId(`tab-${tab}`).click();
  await expect(page.getByTestId(`panel-${tab}`)).toBeVisible();
}

/** Nothing sticks out of the window to the side. */
async function expectNoSideways(page: Page): Promise<void> {
  const { wide, room } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }));
  expect(wide).toBeLessThanOrEqual(room);
}

test('a name without an end and a project that is markup are text, wherever they stand', async ({ page }) => {
  for (const [address, heading] of [
    ['dashboard', 'Dashboard'],
    ['instances', 'Instances'],
    ['activity', 'Activity'],
  ] as const) {
    await open(page, address, heading);
    await expect(page.getByText(NAME).first()).toBeVisible();
    await expectNoSideways(page);
    await expectNothingExecuted(page);
  }
  await show(page, 'overview');
  await expect(page.getByText(PROJECT).first()).toBeVisible();
  await expect(page).toHaveTitle(new RegExp(NAME));
  await expectNoSideways(page);
  await expectAccessible(page, 'an odd instance');
  await expectNothingExecuted(page);
});

test('five hundred labels are listed, and the one that is looked for is found', async ({ page }) => {
  await show(page, 'labels');
  const labels = page.getByTestId('label-row');
  await expect(labels).toHaveCount(500);
  await page.getByTestId('pairs-filter').fill('ODD.497');
  await expect(labels).toHaveCount(1);
  await expect(labels).toContainText('value 497');
  await page.getByTestId('pairs-filter').fill('onerror');
  await expect(labels).toHaveText(new RegExp('onerror=alert'));
  await expectAccessible(page, 'many labels');
  await expectNothingExecuted(page);
});

test('a log that is no text is shown as far as it is one, and obeyed in nothing', async ({ page }) => {
  await show(page, 'logs');
  const lines = page.getByTestId('log-line').locator('.line-text');
  await expect(lines).toHaveCount(5);
  await expect(lines.nth(0)).toHaveText(/^payload .+ arrived$/);
  await expect(lines.nth(1)).toHaveText('the screen stays');
  await expect(lines.nth(2)).toContainText('far');
  await expect(lines.nth(3)).toHaveText(/^x+…?$/);
  await expect(lines.nth(4)).toHaveText('<script>alert(3)</script> 🧦 last line');
  await expect(page).not.toHaveTitle(/pwned/);
  await expectNoSideways(page);
  await expectAccessible(page, 'an odd log');
  await expectNothingExecuted(page);
});

test('a thousand events at once do not stop the page', async ({ page }) => {
  test.setTimeout(180_000);
  await open(page, 'activity?q=churn-', 'Activity');
  await markDocument(page);
  await page.evaluate(() => {
    const seen = window as { longest?: number };
    let last = performance.now();
    seen.longest = 0;
    setInterval(() => {
      const now = performance.now();
      seen.longest = Math.max(seen.longest ?? 0, now - last);
      last = now;
    }, 50);
  });
  const churned = control.churnVolumes(MANY);
  await expect(page.getByTestId('activity-item').first()).toBeVisible();
  await page.getByTestId('nav-dashboard').click();
  await expect(card(page, 'volumes')).toBeVisible();
  await page.getByTestId('nav-activity').click();
  await expect(page.getByTestId('activity-feed')).toBeVisible();
  await churned;
  await page.getByTestId('activity-search').fill(`churn-${MANY - 1}`);
  await expect(page.getByTestId('activity-item').filter({ hasText: 'deleted' }).first()).toBeVisible();
  expect(await page.evaluate(() => (window as { longest?: number }).longest)).toBeLessThan(FROZEN);
  // However much happened, what is in the page is bounded.
  await page.getByTestId('activity-search').fill('churn-');
  await expect(page.getByTestId('activity-item').nth(20)).toBeVisible();
  // TOP_LIMIT in ui/src/state/audit_log.rs, for who is at the top of the log.
  expect(await page.getByTestId('activity-item').count()).toBeLessThanOrEqual(600);
  await page.getByTestId('nav-dashboard').click();
  await expectCounts(page);
  await expectMarked(page);
});

test('a clock that jumps leaves the page alive', async ({ page }) => {
  await page.clock.install();
  await open(page, 'dashboard', 'Dashboard');
  await markDocument(page);
  const names = ['leap-back', 'leap-forward'];
  const leaps = [-86_400_000, 86_400_000];
  for (const [place, name] of names.entries()) {
    const now = await page.evaluate(() => Date.now());
    await page.clock.setSystemTime(now + leaps[place]);
    await control.runContainer(name);
    await expectCounts(page);
    await expect(page.getByTestId('activity-item').filter({ hasText: name }).first()).toBeVisible();
    await expect(page.getByTestId('engine-status')).toContainText('Docker');
    await control.removeContainer(name);
    await expectCounts(page);
  }
  await expectMarked(page);
});
