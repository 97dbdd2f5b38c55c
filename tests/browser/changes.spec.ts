import { expectAccessible } from './accessibility.ts';
import { expect, expectCounts, expectMarked, markDocument, open, row, summary, test, told } from './console.ts';
import { control } from './control.ts';

test.afterEach(async () => {
  const name = 'newcomer';
  if ((await control.counts()).instances > 4) {
    await control.removeContainer(name);
  }
});

test('what starts and what is removed shows by itself', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  await expectCounts(page);
  await markDocument(page);

  await control.runContainer('newcomer');
  await expectCounts(page);
  await expect(told(page, 'newcomer', 'started')).toBeVisible();
  await expect(page.getByTestId('nav-instances')).toContainText('5');
  await page.getByTestId('nav-instances').click();
  await expect(row(page, 'newcomer')).toContainText(/running/i);
  await expect(page.getByTestId('instance-row')).toHaveCount(5);

  await control.stopContainer('newcomer');
  await expect(row(page, 'newcomer')).toContainText(/exited/i);

  await control.removeContainer('newcomer');
  await expect(row(page, 'newcomer')).toHaveCount(0);
  await page.getByTestId('nav-dashboard').click();
  await expectCounts(page);
  await expect(told(page, 'newcomer', 'terminated')).toBeVisible();
  await expectMarked(page);

  await page.getByTestId('nav-instances').click();
  await page.getByTestId('instances-switch').getByRole('link', { name: /^Terminated/ }).click();
  await expect(page.getByTestId('terminated-row').filter({ hasText: 'newcomer' }).first()).toBeVisible();
  await expectMarked(page);
});

test('an engine that is away and comes back', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page, 'dashboard', 'Dashboard');
  const before = await control.counts();
  await markDocument(page);

  await control.stopEngine();
  const status = page.getByTestId('engine-status');
  await expect(status).toHaveText('No engine');
  await expect(status).toHaveAttribute('title', /^Since .+: .+/);
  await expect(page.getByRole('status').filter({ hasText: 'Docker was lost' })).toContainText('next try');
  await expectAccessible(page, 'engine away');

  await control.startEngine();
  // Longer than the longest pause between two tries to reach it.
  await expect(status).toContainText('Docker', { timeout: 45_000 });
  await expect(page.getByText('Docker was lost')).toHaveCount(0);
  expect(await control.counts()).toEqual(before);
  await expectCounts(page);
  await expect(summary(page, 'chart-cpu')).toHaveAttribute('aria-label', /now .+ most by/);
  await expectMarked(page);
});

test('a server that is killed and started again', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page, 'dashboard', 'Dashboard');
  await expectCounts(page);
  await markDocument(page);

  await control.killServer();
  const banner = page.getByRole('status').filter({ hasText: 'does not answer' });
  await expect(banner).toBeVisible();
  await expectAccessible(page, 'server away');
  // What was known is still there to be read.
  await expectCounts(page);

  await control.startServer();
  await expect(banner).toHaveCount(0, { timeout: 45_000 });
  await expect(page.getByTestId('engine-status')).toContainText('Docker');
  await control.runContainer('newcomer');
  await expectCounts(page);
  await expect(told(page, 'newcomer', 'started')).toBeVisible();
  await expectMarked(page);
});
