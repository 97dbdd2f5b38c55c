import { expectAccessible } from './accessibility.ts';
import { expect, open, test } from './console.ts';

test('a VPC says who is in it and where', async ({ page }) => {
  await open(page, 'vpcs', 'VPCs');
  const shop = page.getByTestId('vpc-row').filter({ hasText: 'shop' });
  await expect(shop.getByRole('link', { name: 'web' })).toBeVisible();
  await expect(shop).toContainText(/\d+\.\d+\.\d+\.\d+/);
});

test('a VPC of the table is shown in the picture, and its members are listed', async ({ page }) => {
  await open(page, 'vpcs', 'VPCs');
  const shop = page.getByTestId('vpc-row').filter({ hasText: 'shop' });
  await shop.getByRole('link', { name: 'shop', exact: true }).click();
  await expect(page).toHaveURL(/show=picture&vpc=shop/);
  await expect(page.getByTestId('web-network').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/instances\?q=vpc%3Ashop$/);
  await expect(page.getByTestId('instance-row').filter({ hasText: 'web' })).toBeVisible();
});

test('the picture is read by keyboard', async ({ page }) => {
  await open(page, 'vpcs', 'VPCs');
  await page.getByTestId('vpcs-switch').getByRole('link', { name: 'Picture' }).click();
  await expect(page).toHaveURL(/show=picture/);
  await expectAccessible(page, 'the picture of the VPCs');
  const network = page.getByTestId('web-network').first();
  const instance = page.getByTestId('web-instance').first();
  await expect(network).toHaveAttribute('aria-label', /^shop, .+, 1 member$/);
  await expect(instance).toHaveAttribute('aria-label', /^web, running, in shop/);

  const room = page.getByRole('region', { name: 'Picture of the VPCs' });
  await room.focus();
  const seen = () => room.locator('svg').getAttribute('viewBox');
  const all = await seen();
  await page.keyboard.press('+');
  await expect.poll(seen).not.toBe(all);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('0');
  await expect.poll(seen).toBe(all);

  await page.keyboard.press('Tab');
  await expect(network).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(instance).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(room).toBeFocused();
  await instance.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('instance-page')).toBeVisible();
});

test('the picture is moved by the pointer', async ({ page }) => {
  await open(page, 'vpcs?show=picture', 'VPCs');
  const room = page.getByRole('region', { name: 'Picture of the VPCs' });
  const seen = () => room.locator('svg').getAttribute('viewBox');
  const all = await seen();
  await page.getByTestId('web-in').click();
  await expect.poll(seen).not.toBe(all);
  const near = await seen();
  const box = (await room.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(box.x + 40, box.y + box.height - 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 140, box.y + box.height - 90, { steps: 4 });
  await page.mouse.up();
  await expect.poll(seen).not.toBe(near);
  await expect(page).toHaveURL(/show=picture/);
  const dragged = await seen();
  await page.mouse.wheel(0, 300);
  await expect.poll(seen).not.toBe(dragged);
  await page.getByTestId('web-fit').click();
  await expect.poll(seen).toBe(all);
  await page.getByTestId('web-network').first().click({ position: { x: 30, y: 12 } });
  await expect(page).toHaveURL(/#\/instances\?q=vpc%3Ashop$/);
});
