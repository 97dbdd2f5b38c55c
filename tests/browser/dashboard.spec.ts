import { readFile } from 'node:fs/promises';
import { expectAccessible } from './accessibility.ts';
import { expect, expectCounts, isPainted, open, summary, test } from './console.ts';

test('the cards count what the engine has', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  await expectCounts(page);
});

test('the charts draw what comes', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  for (const chart of ['chart-cpu', 'chart-memory']) {
    await expect(summary(page, chart)).toHaveAttribute('aria-label', /last 15 minutes: now .+ most by/);
    await expect(page.getByTestId(chart).getByRole('group', { name: 'Lines shown' })).toContainText('worker');
    await expect.poll(() => isPainted(page, chart)).toBe(true);
  }
  const first = await summary(page, 'chart-cpu').getAttribute('aria-label');
  await expect(summary(page, 'chart-cpu')).not.toHaveAttribute('aria-label', first ?? '');
});

test('a line can be switched off', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  const line = page.getByTestId('chart-cpu').getByRole('button', { name: 'worker', exact: true });
  await expect(line).toHaveAttribute('aria-pressed', 'true');
  await line.click();
  await expect(line).toHaveAttribute('aria-pressed', 'false');
});

test('another range is another address', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  const range = page.getByTestId('time-range');
  await range.getByRole('button', { name: '1 h', exact: true }).click();
  await expect(page).toHaveURL(/range=1h/);
  await expect(range.getByRole('button', { name: '1 h', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(summary(page, 'chart-cpu')).toHaveAttribute('aria-label', /^CPU, last hour: now/);
  await page.reload();
  await expect(summary(page, 'chart-memory')).toHaveAttribute('aria-label', /^Memory, last hour: now/);
  await page.goBack();
  await expect(summary(page, 'chart-cpu')).toHaveAttribute('aria-label', /^CPU, last 15 minutes: now/);
});

test('a range can be chosen by its ends', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  await page.getByTestId('time-range').getByRole('button', { name: 'Custom' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expectAccessible(page, 'custom range');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('what is shown goes into a file', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  await expect(summary(page, 'chart-cpu')).toHaveAttribute('aria-label', /most by/);
  const download = page.waitForEvent('download');
  await page.getByTestId('export').click();
  await page.getByTestId('export-csv').click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const [header, ...rows] = (await readFile(await file.path(), 'utf8')).trimEnd().split(/\r?\n/);
  expect(header).toMatch(/^time,id,name,/);
  expect(rows.some((row) => row.includes(',worker,'))).toBe(true);
  await expect(page.getByTestId('export-note')).toContainText(`Saved ${rows.length.toLocaleString('en')} row`);
});

test('why a figure is what it is', async ({ page }) => {
  await open(page, 'instances', 'Instances');
  await page.getByRole('row', { name: 'worker' }).getByTestId('why').first().click();
  await expect(page.getByTestId('why-panel')).toContainText('cgroup');
  await expectAccessible(page, 'why');
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('why-panel')).toHaveCount(0);
});

test('the theme stays as it was chosen', async ({ page }) => {
  await open(page, 'dashboard', 'Dashboard');
  const theme = page.locator('html');
  await expect(theme).toHaveAttribute('data-theme', 'dark');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await page.getByTestId('theme-toggle').click();
  await expect(theme).toHaveAttribute('data-theme', 'light');
  await expect.poll(background).not.toBe(dark);
  await page.reload();
  await expect(page.getByTestId('theme-toggle')).toHaveAccessibleName(/^Theme: Light/);
  await expect(theme).toHaveAttribute('data-theme', 'light');
  await page.getByTestId('theme-toggle').click();
  await expect(theme).toHaveAttribute('data-theme', 'dark');
  expect(await background()).toBe(dark);
});
