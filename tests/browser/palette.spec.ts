// The command palette and the list of the keys.
import { expectAccessible } from './accessibility.ts';
import { expect, open, test } from './console.ts';

test('anything is a few letters away', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  await page.keyboard.press('Control+k');
  const items = page.getByTestId('palette-item');
  const field = page.getByRole('dialog').getByRole('combobox');
  await expect(field).toBeFocused();
  await expect(items.first()).toBeVisible();
  await expectAccessible(page, 'the palette');
  await field.fill('worke');
  await expect(items.first()).toContainText('worker');
  await expect(items.first().locator('mark')).toHaveText('worke');
  await expect(items.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('instance-page')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'worker' })).toBeVisible();
  await expect(items).toHaveCount(0);
});

test('the arrow keys choose, Escape closes and gives the focus back', async ({ page }) => {
  await open(page, 'instances', 'Instances');
  const button = page.getByTestId('palette-open');
  await button.focus();
  await page.keyboard.press('Enter');
  const items = page.getByTestId('palette-item');
  await expect(items.nth(1)).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await expect(items.nth(0)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(items).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('it does what it offers', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  const take = async (wanted: string, title: RegExp) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(wanted);
    await expect(page.getByTestId('palette-item').first()).toContainText(title);
    await page.keyboard.press('Enter');
  };
  await take('vpcs', /^VPCs/);
  await expect(page).toHaveURL(/#\/vpcs/);
  await take('theme light', /Theme: Light/);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await take('deutsch', /Deutsch/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByTestId('nav-activity')).toContainText('Aktivität');
});

test('letters of nothing find nothing, and say so', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('<b>qqqq</b>');
  await expect(page.getByText('Nothing has these letters')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox')).toBeFocused();
  await expect(page).toHaveURL(/#\/dashboard/);
});

test('the question mark lists the keys', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  await page.keyboard.press('?');
  const help = page.getByTestId('shortcut-help');
  await expect(help).toBeVisible();
  await expect(help).toContainText('Go to anything');
  await expectAccessible(page, 'the keys');
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
});
