// The console without a mouse: Tab and Enter alone.
import type { Page } from '@playwright/test';
import { expect, open, PAGES, row, test } from './console.ts';

/** More elements than any page has before the one that is looked for. */
const MANY = 80;

/** Goes on from element to element until the one with this test id has the focus. */
async function tabTo(page: Page, testId: string): Promise<void> {
  for (let step = 0; step < MANY; step += 1) {
    await page.keyboard.press('Tab');
    const place = await page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    await expectVisibleFocus(page);
    if (place === testId) {
      return;
    }
  }
  throw new Error(`${MANY} steps do not lead to ${testId}`);
}

/** Whoever looks sees where they are. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const focus = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) {
      // Between the end of the page and its begin.
      return { name: 'the page', visible: true };
    }
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const { width, height } = element.getBoundingClientRect();
    return {
      name: element.outerHTML.slice(0, 200),
      visible: element.matches(':focus-visible') && (outlined || style.boxShadow !== 'none') && width > 0 && height > 0,
    };
  });
  expect(focus).toMatchObject({ visible: true });
}

test('the first step offers the way to the content', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page).toHaveURL(/#\/dashboard$/);
});

test('every page can be reached', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  for (const [name, heading] of [...PAGES.slice(1), PAGES[0]]) {
    await tabTo(page, `nav-${name}`);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeAttached();
    await expect(page.getByTestId(`nav-${name}`)).toHaveAttribute('aria-current', 'page');
    await expect(page).toHaveTitle(new RegExp(heading));
  }
});

test('an instance can be opened, its range changed and the theme too', async ({ page }) => {
  await open(page, 'instances', 'Instances');
  await expect(row(page, 'worker')).toBeVisible();
  const link = row(page, 'worker').getByRole('link', { name: 'worker', exact: true });
  const inRows = () => page.evaluate(() => document.activeElement?.closest('tbody tr') !== null);
  for (let step = 0; step < MANY && !(await inRows()); step += 1) {
    await page.keyboard.press('Tab');
    await expectVisibleFocus(page);
  }
  for (let step = 0; step < MANY && !(await link.evaluate((it) => it === document.activeElement)); step += 1) {
    await page.keyboard.press('ArrowDown');
    await expectVisibleFocus(page);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('instance-page')).toBeVisible();
  await tabTo(page, 'theme-toggle');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await tabTo(page, 'back-to-instances');
  await page.keyboard.press('Enter');
  await expect(row(page, 'worker')).toBeVisible();
});
