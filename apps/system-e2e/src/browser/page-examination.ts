import { AxeBuilder } from '@axe-core/playwright';
import { workspaceRoot } from '@vocalborn/system-harness';
import type { Page } from 'playwright-core';
import { join } from 'node:path';
import { expect } from 'vitest';
import { sizes } from './chromium.js';

const screenshots = join(workspaceRoot, '.local/screenshots');

/** Takes the page at the size of a desk and of a hand. */
export async function takeScreenshots(page: Page, name: string): Promise<void> {
  for (const [size, viewport] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: join(screenshots, `${name}-${size}.png`), fullPage: true, animations: 'disabled' });
  }
  await page.setViewportSize(sizes.desktop);
}

/** What keeps people from using the page as it is now: the faults that axe calls serious or critical. */
export async function gravelyWrong(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

/** Once the page has all its data: takes it, and expects it to be accessible and as wide as the screen at either size. */
export async function examine(page: Page, name: string): Promise<void> {
  await page.setViewportSize(sizes.desktop);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByText('即時', { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector('.mantine-Loader-root') === null);
  await takeScreenshots(page, name);
  for (const viewport of Object.values(sizes)) {
    await page.setViewportSize(viewport);
    expect(await gravelyWrong(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(sizes.desktop);
}
