// The page of one instance: its log, its secrets, and all that the engine says of it.
import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, open, row, test } from './console.ts';
import { control } from './control.ts';

const NAME = 'speaker';

test.beforeAll(() => control.speakContainer(NAME));
test.afterAll(() => control.removeContainer(NAME));

/** Opens a part of its page by its tab. */
async function show(page: Page, tab: string): Promise<void> {
  await open(page, 'instances', 'Instances');
  await row(page, NAME).getByRole('link', { name: NAME, exact: true }).click();
  await page.getByTestId(`tab-${tab}`).click();
  await expect(page.getByTestId(`panel-${tab}`)).toBeVisible();
}

test('its log is followed, searched, and obeyed in nothing', async ({ page }) => {
  await show(page, 'logs');
  const lines = page.getByTestId('log-lines');
  await expect(lines.getByText('tick').last()).toBeVisible();
  await expect(page.getByTestId('log-state')).toContainText('following');
  // Of many lines those are in the page that can be seen.
  expect(await page.getByTestId('log-line').count()).toBeLessThan(120);

  const search = page.getByTestId('line-search');
  await lines.focus();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await search.fill('not bold');
  await expect(page.getByTestId('search-count')).toHaveText('1 found');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('search-count')).toHaveText('1 of 1');
  await expect(lines.locator('mark')).toBeVisible();
  const line = page.getByTestId('log-line').filter({ has: page.locator('mark') });
  await expect(line.locator('.line-text')).toHaveText('red <b>not bold</b>');
  await expect(line.locator('.ansi-1')).toHaveText('red');
  await expect(page).toHaveTitle(/speaker/);
  // Errors have a way of their own through the engine, and so come to stand anywhere among the rest.
  await search.fill('oops');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('log-line').filter({ hasText: 'oops' })).toHaveClass(/is-err/);
  await expectAccessible(page, 'the log');

  // It stays where it is until the newest is asked for.
  await expect(page.getByTestId('log-follow')).toHaveAttribute('aria-pressed', 'false');
  await expect(page.getByTestId('log-newest')).toContainText(/\d new lines? ↓/);
  await page.getByTestId('log-newest').click();
  await expect(page.getByTestId('log-state')).toContainText('following');
  await expect(lines.getByText('tick').last()).toBeInViewport();

  await lines.focus();
  await page.keyboard.press('Home');
  await expect(lines.getByText('line 1', { exact: true })).toBeInViewport();
  await expect(page.getByTestId('log-follow')).toHaveAttribute('aria-pressed', 'false');

  await page.reload();
  await expect(page.getByTestId('panel-logs')).toBeVisible();
});

test('its log is wrapped, and a line of it copied by keyboard', async ({ page }) => {
  await show(page, 'logs');
  const lines = page.getByTestId('log-lines');
  await expect(lines.getByText('tick').last()).toBeVisible();
  await page.getByTestId('log-wrap').click();
  await expect(page.getByTestId('log-wrap')).toHaveAttribute('aria-pressed', 'true');
  await expect(lines).toHaveClass(/is-wrapped/);
  expect(await lines.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
  // The end stays in sight, whatever the heights are.
  await expect(lines.getByText('tick').last()).toBeInViewport();
  await lines.focus();
  await page.keyboard.press('Home');
  // The browser may take its time to scroll there.
  await expect.poll(() => lines.evaluate((box) => box.scrollTop)).toBe(0);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expect(page.locator('.line.is-picked')).toHaveCount(1);
  await page.keyboard.press('c');
  // Copied, or the browser does not let it be done: it is said either way.
  await expect(page.getByTestId('log-copied')).not.toBeEmpty();
  await expectAccessible(page, 'a wrapped log');

  // The tabs stay where they are, and so do the choices.
  const top = () => page.getByTestId('instance-tabs').evaluate((tabs) => tabs.getBoundingClientRect().top);
  const above = await top();
  await page.getByTestId('log-charts').click();
  await expect(page.getByTestId('chart-cpu')).toHaveCount(0);
  expect(await top()).toBe(above);
  await page.reload();
  await expect(page.getByTestId('log-wrap')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('chart-cpu')).toHaveCount(0);
  await page.getByTestId('tab-overview').click();
  await expect(page.getByTestId('chart-cpu')).toBeVisible();
  expect(await top()).toBe(above);
});

test('its log is saved as a file', async ({ page }) => {
  await show(page, 'logs');
  await page.getByTestId('log-save').click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('log-save-plain').click()]);
  expect(file.suggestedFilename()).toContain(NAME);
  await expect(page.getByTestId('log-note')).toContainText('Saved');
});

test('secrets are masked until they are asked for', async ({ page }) => {
  await show(page, 'environment');
  const variable = page.getByTestId('variable-row').filter({ hasText: 'DB_PASSWORD' });
  await expect(variable).toContainText('••••••');
  await expect(page.getByText('hunter2')).toHaveCount(0);
  await expect(page.getByTestId('variable-row').filter({ hasText: 'GREETING' })).toContainText('hello');
  await expectAccessible(page, 'the environment');
  await page.getByTestId('reveal').click();
  await expect(variable).toContainText('hunter2');
  // Whoever goes elsewhere has hidden them.
  await page.getByTestId('tab-inspect').click();
  await page.getByTestId('tab-environment').click();
  await expect(variable).toContainText('••••••');
});

test('what the engine says is searched, and markup stays text', async ({ page }) => {
  await show(page, 'labels');
  await expect(page.getByTestId('label-row').filter({ hasText: '<img src=x onerror=alert(1)>' })).toBeVisible();
  await page.getByTestId('tab-inspect').click();
  await page.getByTestId('line-search').fill('DB_PASSWORD=');
  await expect(page.getByTestId('search-count')).toContainText('found');
  // What is found is far down, and only what is seen is in the page.
  await page.keyboard.press('Enter');
  const found = page.getByTestId('inspect').locator('.line').filter({ has: page.locator('mark.is-here') });
  await expect(found).toContainText('DB_PASSWORD=');
  await expect(found).toContainText('<hidden>');
  await expect(page.getByText('hunter2')).toHaveCount(0);
  await expectAccessible(page, 'inspect');
});

test('arrow keys go from one part to the next', async ({ page }) => {
  await show(page, 'mounts');
  await page.getByTestId('tab-mounts').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('tab-networks')).toBeFocused();
  await expect(page).toHaveURL(/tab=networks/);
  await page.keyboard.press('Home');
  await expect(page.getByTestId('tab-overview')).toBeFocused();
  await expect(page).not.toHaveURL(/tab=/);
});

test('it vanishes while its page is open', async ({ page }) => {
  await control.speakContainer('leaver');
  await open(page, 'instances', 'Instances');
  await row(page, 'leaver').getByRole('link', { name: 'leaver', exact: true }).click();
  await page.getByTestId('tab-labels').click();
  await expect(page.getByTestId('label-row').first()).toBeVisible();
  await control.removeContainer('leaver');
  await expect(page.getByTestId('instance-status')).toContainText('It vanished while this page was open');
  await expect(page.getByTestId('label-row').first()).toBeVisible();
  await page.getByTestId('tab-logs').click();
  await expect(page.getByTestId('part-gone')).toBeVisible();
});

test('what was read of its log stays when it vanishes', async ({ page }) => {
  await control.speakContainer('quitter');
  await open(page, 'instances', 'Instances');
  await row(page, 'quitter').getByRole('link', { name: 'quitter', exact: true }).click();
  await page.getByTestId('tab-logs').click();
  const lines = page.getByTestId('log-lines');
  await expect(lines.getByText('tick').last()).toBeVisible();
  await control.removeContainer('quitter');
  await expect(page.getByTestId('instance-status')).toContainText('It vanished while this page was open');
  await expect(page.getByTestId('log-state')).toContainText('the rest went with the instance');
  await expect(lines.getByText('tick').last()).toBeVisible();
  await expectAccessible(page, 'the log of one that vanished');
});
