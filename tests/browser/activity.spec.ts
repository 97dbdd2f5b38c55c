import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessibility.ts';
import { expect, open, summary, test, told } from './console.ts';
import { control } from './control.ts';

const NAME = 'passer-by';

test.beforeAll(async () => {
  await control.runContainer(NAME);
  await control.removeContainer(NAME);
});

test('what happened is found by words and by what it was, and the address keeps both', async ({ page }) => {
  await open(page, 'activity', 'Activity');
  await expect(told(page, NAME, 'terminated').first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible();

  await page.getByTestId('activity-search').fill(NAME.toUpperCase());
  await expect(page).toHaveURL(/q=PASSER-BY/);
  await page.getByTestId('activity-kinds').click();
  await page.getByTestId('activity-kinds-started').check();
  await expect(page).toHaveURL(/kinds=started/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('activity-kinds')).toBeFocused();
  await expect(told(page, NAME, 'started').first()).toBeVisible();
  await expect(told(page, NAME, 'terminated')).toHaveCount(0);
  await expect(page.getByTestId('activity-feed')).toContainText('everything that is remembered');

  await page.reload();
  await expect(told(page, NAME, 'started').first()).toBeVisible();
  await expect(page.getByTestId('activity-search')).toHaveValue('PASSER-BY');
  await expect(told(page, NAME, 'terminated')).toHaveCount(0);

  await page.getByTestId('activity-search').fill('no such thing');
  await expect(page.getByRole('heading', { name: 'No entry matches the filter' })).toBeVisible();
  await expectAccessible(page, 'activity without a match');
  await page.getByRole('link', { name: 'Show everything' }).click();
  await expect(told(page, NAME, 'terminated').first()).toBeVisible();
});

test('an entry says what it meant, and leads to its moment on the chart', async ({ page }) => {
  await open(page, `activity?q=${NAME}&kinds=died,stopped,exited`, 'Activity');
  const entry = page.getByTestId('activity-item').first();
  await entry.getByRole('button').focus();
  await page.keyboard.press('Enter');
  const detail = page.getByTestId('activity-detail');
  await expect(detail).toContainText('How it ended');
  await expect(detail).toContainText(/Exit code \d+/);
  await expect(page.getByTestId('activity-live')).toHaveText('On hold');
  await expectAccessible(page, 'an entry');
  await page.getByTestId('activity-chart').click();
  await expect(page).toHaveURL(/#\/instances\?id=.+&from=.+&to=/);
  await expect(page.getByRole('heading', { level: 1, name: NAME })).toBeVisible();
  await expect(summary(page, 'chart-cpu')).toHaveAttribute('aria-label', /CPU/);
});

test('the log is read by arrow keys', async ({ page }) => {
  await open(page, 'activity', 'Activity');
  const heads = page.getByTestId('activity-item').getByRole('button');
  await expect(heads.nth(2)).toBeVisible();
  await heads.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(heads.nth(2)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(heads.first()).toBeFocused();
});

test('what happens shows up on top, unless somebody reads', async ({ page }) => {
  await open(page, `activity?q=${NAME}`, 'Activity');
  const items = page.getByTestId('activity-item');
  await expect(items.first()).toBeVisible();
  const before = await items.count();
  await items.first().getByRole('button').click();
  await control.runContainer(NAME);
  await expect(page.getByTestId('activity-new')).toBeVisible();
  await expect(items).toHaveCount(before);
  await page.getByTestId('activity-new').click();
  await expect(page.getByTestId('activity-new')).toHaveCount(0);
  expect(await items.count()).toBeGreaterThan(before);
  await control.removeContainer(NAME);
  await expect(told(page, NAME, 'terminated').first()).toBeVisible();
});

test('what is filtered goes into a file', async ({ page }) => {
  await open(page, `activity?q=${NAME}&kinds=started`, 'Activity');
  await expect(told(page, NAME, 'started').first()).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByTestId('activity-export').click();
  await page.getByTestId('activity-export-csv').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const [, ...rows] = (await readFile(await file.path(), 'utf8')).trimEnd().split(/\r?\n/);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every((row) => row.includes(NAME) && row.includes('started'))).toBe(true);
  await expect(page.getByTestId('activity-export-note')).toContainText('Saved');
});
