import { expectAccessible } from './accessibility.ts';
import { expect, open, row, summary, test } from './console.ts';
import { control } from './control.ts';

test.beforeAll(async () => {
  // Something that is terminated, for the page that lists it.
  await control.runContainer('short-lived');
  await control.removeContainer('short-lived');
});

test('the dashboard', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  await expect(summary(page, 'chart-cpu')).toHaveAttribute('aria-label', /most by/);
  await expectAccessible(page, 'dashboard');
  await page.getByTestId('export').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'export');
});

test('the instances, and one of them', async ({ page }) => {
  await open(page, 'instances', 'Instances');
  await expect(row(page, 'worker')).toBeVisible();
  await expectAccessible(page, 'instances');
  await row(page, 'worker').getByRole('link', { name: 'worker' }).click();
  await expect(page.getByTestId('instance-page')).toBeVisible();
  await expect(summary(page, 'chart-memory')).toHaveAttribute('aria-label', /now/);
  await expectAccessible(page, 'an instance');
});

test('the terminated instances', async ({ page }) => {
  await open(page, 'instances?show=terminated', 'Instances');
  await expect(page.getByTestId('terminated-row').filter({ hasText: 'short-lived' }).first()).toBeVisible();
  await expectAccessible(page, 'terminated');
});

test('volumes and VPCs', async ({ page }) => {
  await open(page, 'volumes', 'Volumes');
  await expect(page.getByTestId('volume-row')).toHaveCount(2);
  await expectAccessible(page, 'volumes');
  await open(page, 'vpcs', 'VPCs');
  await expect(page.getByTestId('vpc-row').first()).toBeVisible();
  await expectAccessible(page, 'vpcs');
});

test('the engine, and its window of keys', async ({ page }) => {
  await open(page, 'engine', 'Engine');
  await expect(page.getByTestId('engine-facts')).toBeVisible();
  await expectAccessible(page, 'engine');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page, 'palette');
});

test('activity and settings', async ({ page }) => {
  await open(page, 'activity', 'Activity');
  await expect(page.getByTestId('activity-item').first()).toBeVisible();
  await expectAccessible(page, 'activity');
  await open(page, 'settings', 'Settings');
  await expectAccessible(page, 'settings');
});
