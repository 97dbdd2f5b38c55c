import { expectAccessible } from './accessibility.ts';
import { expect, open, test } from './console.ts';

test('volumes say who mounts them, and the unused ones are found', async ({ page }) => {
  await open(page, 'volumes', 'Volumes');
  const rows = page.getByTestId('volume-row');
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: 'orders' }).getByRole('link', { name: 'db' })).toBeVisible();
  await page.getByTestId('volumes-unused').click();
  await expect(page).toHaveURL(/q=unused/);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('unused');
  await expect(page.getByTestId('volumes-unused')).toHaveAttribute('aria-pressed', 'true');
  await expectAccessible(page, 'unused volumes');
  await page.getByTestId('volumes-unused').click();
  await page.getByTestId('volumes-filter').fill('db');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('orders');
});

test('sizes are measured when asked for', async ({ page }) => {
  await open(page, 'volumes', 'Volumes');
  await page.getByTestId('measure').click();
  // It may be over before one could call it off.
  await expect(page.getByRole('status').filter({ hasText: /^Measured / })).toBeVisible();
  await expect(page.getByTestId('volume-row').filter({ hasText: 'orders' })).toContainText(/\d\s(B|kB|MB)/);
  await expect(page.getByTestId('measure')).toBeVisible();
  await expectAccessible(page, 'measured volumes');
});

test('the order of a table is kept', async ({ page }) => {
  await open(page, 'volumes', 'Volumes');
  await page.getByRole('columnheader', { name: 'Created' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Created' })).toHaveAttribute('aria-sort', 'descending');
  await page.reload();
  await expect(page.getByRole('columnheader', { name: 'Created' })).toHaveAttribute('aria-sort', 'descending');
});
