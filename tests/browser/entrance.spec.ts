// Getting in. Refusals are counted, and after ten in a minute all that is said is to wait: these tests stay below.
import { expect, test } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { control } from './control.ts';
import { setting } from './setting.ts';

test('a link lets one browser in, once', async ({ page, browser }) => {
  const link = await control.link();
  await page.goto(link);
  await expect(page).toHaveURL(/\/(#.*)?$/);
  await expect(page.getByTestId('engine-status')).toContainText('Docker');
  await page.reload();
  await expect(page.getByTestId('engine-status')).toContainText('Docker');
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  expect(cookie.value).not.toContain(setting('MINI_AWS_KEY'));

  const another = await browser.newPage();
  const answer = await another.goto(link);
  expect(answer?.status()).toBe(401);
  await expect(another.getByLabel('API key')).toBeVisible();
  expect(await another.context().cookies()).toEqual([]);
  await another.close();
});

test('without a cookie the page asks for the key', async ({ page }) => {
  const answer = await page.goto('/');
  expect(answer?.status()).toBe(401);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page, 'sign-in');

  const field = page.getByLabel('API key');
  await expect(field).toBeFocused();
  await field.fill('not the key');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('not this console');

  await page.getByLabel('API key').fill(setting('MINI_AWS_KEY'));
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('engine-status')).toContainText('Docker');
  // It is in a cookie now, and nowhere else.
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(page.url()).not.toContain(setting('MINI_AWS_KEY'));
});

test('a page whose session ends says so', async ({ page, context }) => {
  await context.request.post('/session', { form: { key: setting('MINI_AWS_KEY') }, maxRedirects: 0 });
  await page.goto('/');
  await expect(page.getByTestId('engine-status')).toContainText('Docker');
  await context.clearCookies();
  // Whatever it asks for next is refused.
  await page.goto('/#/instances');
  await expect(page.getByText('does not let this browser in any more')).toBeVisible();
  await expectAccessible(page, 'session ended');
});
