import type { Page, Route } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import { expect, open, row, test } from './console.ts';

const rows = (page: Page) => page.getByTestId('instance-row');
const heading = (page: Page, name: string) => page.getByRole('columnheader', { name });

/** The instances of the engine, with others in their place. */
async function withInstances(page: Page, make: (known: Record<string, unknown>) => unknown[]): Promise<void> {
  await page.routeWebSocket('**/ws', (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const said = JSON.parse(String(message)) as Record<string, unknown>;
      replaceInstances(said, make);
      socket.send(JSON.stringify(said));
    });
  });
  await page.route('**/api/**', async (route: Route) => {
    const answer = await route.fetch();
    const body = (await answer.json().catch(() => undefined)) as unknown;
    if (body === undefined) {
      await route.fulfill({ response: answer });
      return;
    }
    replaceInstances(body, make);
    await route.fulfill({ response: answer, json: body });
  });
}

/** Whatever is a list of instances under this name, wherever it stands. */
function replaceInstances(said: unknown, make: (known: Record<string, unknown>) => unknown[]): void {
  if (typeof said !== 'object' || said === null) {
    return;
  }
  for (const [name, value] of Object.entries(said)) {
    const first: unknown = name === 'instances' && Array.isArray(value) ? value[0] : undefined;
    if (typeof first === 'object' && first !== null && 'image' in first) {
      (said as Record<string, unknown>)[name] = make(first as Record<string, unknown>);
    } else {
      replaceInstances(value, make);
    }
  }
}

/** Short lists of names with labels, projects and lengths of their own. */
const few = (known: Record<string, unknown>) =>
  [
    { name: 'api', project: 'shop', labels: { team: 'shop' } },
    { name: 'web', project: 'shop', labels: { team: 'edge' } },
    { name: `long-${'x'.repeat(250)}`, project: undefined, labels: {} },
    { name: '<img src=x onerror=alert(1)>', project: 'edge', labels: { 'com.example.owner': 'ada' } },
  ].map((part, place) => ({ ...known, id: `${place}${'a'.repeat(63)}`, ...part }));

test('instances sort by a heading, and the other way round', async ({ page }) => {
  await open(page, 'instances', 'Instances');
  await expect(heading(page, 'Name')).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows(page).first()).toContainText('batch');
  await heading(page, 'Name').getByRole('button').click();
  await expect(heading(page, 'Name')).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page).first()).toContainText('worker');
  await heading(page, 'CPU').getByRole('button').click();
  await expect(heading(page, 'CPU')).toHaveAttribute('aria-sort', 'descending');
  await expect(rows(page).last()).toContainText('batch');
  await page.reload();
  await expect(heading(page, 'CPU')).toHaveAttribute('aria-sort', 'descending');
});

test('a filter is typed, stands in the address, and is cleared', async ({ page }) => {
  await open(page, 'instances', 'Instances');
  const filter = page.getByTestId('instances-filter');
  await filter.fill('state:stopped');
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/q=state%3Astopped/);
  await page.reload();
  await expect(filter).toHaveValue('state:stopped');
  await expect(rows(page)).toHaveCount(1);
  await filter.press('Escape');
  await expect(filter).toHaveValue('');
  await expect(rows(page)).toHaveCount(4);
  await filter.fill('nowhere');
  await expect(page.getByText('No instance matches the filter.')).toBeVisible();
  await page.getByTestId('clear-filter').click();
  await expect(rows(page)).toHaveCount(4);
  await expect(filter).toBeFocused();
});

test('labels are found, and names are text of any length', async ({ page }) => {
  await withInstances(page, few);
  await open(page, 'instances', 'Instances');
  await expect(rows(page)).toHaveCount(4);
  await expect(rows(page).filter({ hasText: '<img src=x' })).toHaveCount(1);
  const heights = await rows(page).evaluateAll((found) => found.map((it) => it.getBoundingClientRect().height));
  expect(new Set(heights).size, heights.join(' ')).toBe(1);
  const filter = page.getByTestId('instances-filter');
  for (const [typed, name] of [['team=shop', 'api'], ['label:owner', '<img'], ['ada', '<img'], ['team=ed', 'web']]) {
    await filter.fill(typed ?? '');
    await expect(rows(page), typed).toHaveCount(1);
    await expect(rows(page), typed).toContainText(name ?? '');
  }
});

test('projects are groups that fold, and stay folded', async ({ page }) => {
  await withInstances(page, few);
  await open(page, 'instances', 'Instances');
  await page.getByTestId('group-by-project').click();
  await expect(page).toHaveURL(/group=project/);
  const groups = page.getByTestId('instance-group');
  await expect(groups).toHaveCount(3);
  await expect(groups.last()).toContainText('No project');
  await expect(groups.filter({ hasText: 'shop' })).toContainText('2 instances');
  await groups.getByRole('button', { name: 'shop' }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.goto('/#/volumes');
  await page.getByTestId('nav-instances').click();
  await expect(groups.getByRole('button', { name: 'shop' })).toHaveAttribute('aria-expanded', 'false');
  await expectAccessible(page, 'groups');
});

test('columns are chosen, and kept', async ({ page }) => {
  await open(page, 'instances', 'Instances');
  await page.getByTestId('columns').click();
  await expect(page.getByTestId('column-project')).toBeFocused();
  await expectAccessible(page, 'columns');
  await page.getByTestId('column-image').uncheck();
  await page.getByTestId('column-vpcs').check();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('columns')).toBeFocused();
  await page.reload();
  await expect(heading(page, 'VPCs')).toBeAttached();
  await expect(heading(page, 'Image')).toHaveCount(0);
  await page.getByTestId('columns').click();
  await page.getByTestId('columns-reset').click();
  await expect(heading(page, 'Image')).toBeAttached();
});

test('in a narrow window the columns that matter least leave', async ({ page }) => {
  await open(page, 'instances', 'Instances');
  await expect(heading(page, 'Net ↓')).toBeAttached();
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(heading(page, 'Net ↓')).toHaveCount(0);
  for (const name of ['Name', 'State', 'CPU', 'Memory']) {
    await expect(heading(page, name)).toBeAttached();
  }
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, 'only the table scrolls').toBeLessThanOrEqual(0);
});

test('of a thousand instances few are in the page, and arrows reach the last', async ({ page }) => {
  await withInstances(page, (known) =>
    Array.from({ length: 1000 }, (_, place) => {
      const number = String(place).padStart(4, '0');
      return { ...known, id: `${number}${'b'.repeat(60)}`, name: `web-${number}` };
    }),
  );
  await open(page, 'instances', 'Instances');
  await expect(row(page, 'web-0000')).toBeVisible();
  await expect(page.getByRole('table')).toHaveAttribute('aria-rowcount', '1001');
  expect(await rows(page).count()).toBeLessThan(80);
  await row(page, 'web-0000').getByRole('link', { name: 'web-0000' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'web-0001').getByRole('link', { name: 'web-0001' })).toBeFocused();
  await page.keyboard.press('End');
  const last = row(page, 'web-0999').getByRole('link', { name: 'web-0999' });
  await expect(last).toBeFocused();
  await expect(row(page, 'web-0999')).toHaveAttribute('aria-rowindex', '1001');
  expect(await rows(page).count()).toBeLessThan(80);
  // Out of the table, past all other rows.
  for (let step = 0; step < 8 && (await page.evaluate(() => document.activeElement?.closest('tbody') !== null)); step += 1) {
    await page.keyboard.press('Tab');
  }
  expect(await page.evaluate(() => document.activeElement?.closest('tbody') === null)).toBe(true);
  await last.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/id=0999/);
});

test('the page of the design system', async ({ page }) => {
  await page.goto('/#/design');
  const design = page.getByTestId('design-page');
  // A release has none.
  const isDebug = await design.waitFor({ timeout: 5_000 }).then(() => true, () => false);
  test.skip(!isDebug, 'the page is in debug builds only');
  await expectAccessible(page, 'design');
});
