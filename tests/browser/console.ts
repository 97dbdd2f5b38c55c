// The console's pages, as these tests read them.
import { expect, test as base, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { control } from './control.ts';
import { setting } from './setting.ts';

/** What a browser that lost its server says of its own accord, and the page to developers. */
const OF_THE_NETWORK = /Failed to load resource|WebSocket connection to|net::ERR_|^The console at \S+ does not answer/;

/** A page that is let in, and that may complain of nothing. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !OF_THE_NETWORK.test(message.text())) {
        complaints.push(message.text());
      }
    });
    await signIn(page.context());
    await use(page);
    expect(complaints, 'what the page complained of').toEqual([]);
  },
});

/** Lets a browser in by the key, as the form does. */
export async function signIn(context: BrowserContext): Promise<void> {
  const answer = await context.request.post('/session', {
    form: { key: setting('MINI_AWS_KEY') },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
}

/** The pages by their words in the address, with their headings. */
export const PAGES = [
  ['dashboard', 'Dashboard'],
  ['instances', 'Instances'],
  ['volumes', 'Volumes'],
  ['vpcs', 'VPCs'],
  ['activity', 'Activity'],
  ['engine', 'Engine'],
  ['settings', 'Settings'],
] as const;

/** Opens a page by its address, and waits until it is there with what it shows. */
export async function open(page: Page, address: string, heading: string): Promise<void> {
  await page.goto(`/#/${address}`);
  await expect(page.getByRole('heading', { level: 1, name: heading, exact: true })).toBeAttached();
  await expect(page.getByTestId('engine-status')).toContainText('Docker');
}

/** The headline number of a card. */
export function card(page: Page, name: string): Locator {
  return page.getByTestId(`card-${name}`).getByTestId('card-value');
}

/** The row of an instance on the page of instances. */
export function row(page: Page, name: string): Locator {
  return page.getByTestId('instance-row').filter({ has: page.getByRole('link', { name, exact: true }) });
}

/** The line of the feed that says this of an instance. */
export function told(page: Page, name: string, what: string): Locator {
  return page.getByTestId('activity-item').filter({ hasText: new RegExp(`^${name} ${what}`) });
}

/** The page counts what the engine counts. */
export async function expectCounts(page: Page): Promise<void> {
  const counts = await control.counts();
  await expect(card(page, 'instances')).toHaveText(String(counts.instances));
  await expect(card(page, 'volumes')).toHaveText(String(counts.volumes));
  await expect(card(page, 'vpcs')).toHaveText(String(counts.vpcs));
}

/** What a chart says of itself, for who cannot see it. */
export function summary(page: Page, chart: string): Locator {
  return page.getByTestId(chart).getByRole('application');
}

/** Whether anything is drawn in a chart. */
export async function isPainted(page: Page, chart: string): Promise<boolean> {
  const canvas = page.getByTestId(chart).locator('canvas').first();
  return canvas.evaluate((canvas: HTMLCanvasElement) => {
    const pen = canvas.getContext('2d');
    const area = pen?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return area.some((part) => part !== 0);
  });
}

/** Leaves a mark that a reload would take away. */
export async function markDocument(page: Page): Promise<void> {
  await page.evaluate(() => document.documentElement.setAttribute('data-mark', 'of the test'));
}

/** Whether it is still the same document. */
export async function expectMarked(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-mark', 'of the test');
}

export { expect };
