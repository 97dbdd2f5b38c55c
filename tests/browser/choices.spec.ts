// What a person chooses: the engine, and the settings. Every change takes effect at once and outlives a reload.
import { expectAccessible } from './accessibility.ts';
import { expect, open, row, test } from './console.ts';

test('the engine page says which engine it is and how it was found', async ({ page }) => {
  await open(page, 'engine', 'Engine');
  const facts = page.getByTestId('engine-facts');
  await expect(facts).toContainText('Docker');
  await expect(facts).toContainText('unix://');
  await expect(facts).toContainText('--host');
  await expect(page.getByTestId('engine-choice')).toContainText('What is chosen here counts when it starts without that.');
  await expectAccessible(page, 'the engine');
});

test('an endpoint that is none is refused beside the field, and loses nothing', async ({ page }) => {
  await open(page, 'engine', 'Engine');
  const field = page.getByTestId('engine-endpoint');
  await field.fill('docker.sock');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('engine-choice')).toContainText('unix:///run/docker.sock or ssh://user@host');
  await expect(field).toHaveValue('docker.sock');
  await expect(page.getByTestId('engine-status')).toContainText('Docker');
});

test('units and language change every number at once and are kept', async ({ page }) => {
  await open(page, 'instances', 'Instances');
  await expect(row(page, 'worker')).toContainText(/[KM]iB/);
  await open(page, 'settings', 'Settings');
  await page.getByRole('radio', { name: 'GB', exact: true }).check();
  await open(page, 'instances', 'Instances');
  await expect(row(page, 'worker')).toContainText(/[kM]B/);
  await expect(row(page, 'worker')).not.toContainText('iB');
  await page.reload();
  await expect(row(page, 'worker')).toContainText(/[kM]B/);
  await open(page, 'settings', 'Settings');
  await page.getByRole('radio', { name: 'Deutsch', exact: true }).check();
  await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Einstellungen' })).toBeVisible();
  await expectAccessible(page, 'the settings in German');
});

test('how long history is kept is checked, told and kept', async ({ page }) => {
  await open(page, 'settings', 'Settings');
  const days = page.getByTestId('retention-days');
  await expect(days).toHaveValue('3650');
  await days.fill('0');
  await days.press('Enter');
  await expect(days).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByTestId('retention-card')).toContainText('days.');
  await days.fill('400');
  await days.press('Enter');
  // What is forgotten does not come back.
  await expect(page.getByTestId('retention-question')).toContainText('Everything older than 400 days is forgotten at once');
  await page.getByTestId('retention-keep').click();
  await expect(days).toHaveValue('3650');
  await days.fill('400');
  await days.press('Enter');
  await page.getByTestId('retention-forget').click();
  await expect(page.getByTestId('retention-note')).toContainText('Saved: 400 days');
  await page.reload();
  await expect(days).toHaveValue('400');
  await open(page, 'activity', 'Activity');
  await expect(page.getByTestId('activity-item').filter({ hasText: '400 days' }).first()).toBeVisible();
  await open(page, 'settings', 'Settings');
  await days.fill('3650');
  await days.press('Enter');
  await expect(page.getByTestId('retention-note')).toContainText('Saved: 3,650 days');
});
